"""A server that answers StartChatContact as each row says, and keeps what arrived by row."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextlib.contextmanager
def record(rows):
    """Yield the address and the requests: (method, path, body) by the row's number in the path."""
    arrived = {}

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            _, number, path = self.path.split("/", 2)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.setdefault(int(number), []).append((self.command, path, json.loads(body)))
            answer = rows[int(number)].answer
            text = answer.get("text") or json.dumps(answer.get("body", {}))
            self.send_response(answer.get("status", 200))
            if "error" in answer:
                self.send_header("x-amzn-errortype", answer["error"])
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", arrived
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
