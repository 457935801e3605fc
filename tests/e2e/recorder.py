"""A door in front of the embedded AWS that writes down what comes through it and what is answered."""

import contextlib
import http.client
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.e2e.waiting import PATIENCE_S

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Exchange:
    """One call: what was sent and what came back, both as JSON."""

    authorization: str
    sent: dict
    status: int
    answered: dict


@contextlib.contextmanager
def record(port):
    """Stand in front of the service on `port`; give the address to call and the exchanges so far."""
    exchanges = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
            connection.request(self.command, self.path, sent, dict(self.headers))
            answer = connection.getresponse()
            answered = answer.read()
            connection.close()
            exchanges.append(
                Exchange(self.headers["Authorization"], json.loads(sent), answer.status, json.loads(answered))
            )
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answered)))
            self.end_headers()
            self.wfile.write(answered)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", exchanges
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
