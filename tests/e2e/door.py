"""A door in front of the embedded AWS at which single answers are kept back, or others given."""

import http.client
import http.server
import json
import threading
from urllib.parse import urlsplit


class Door(http.server.ThreadingHTTPServer):
    """Passes requests on; what StartChatContact is answered with instead stands in `instead`, in order.

    ``None`` passes the service's answer on, ``"swallow"`` keeps it back for ever, and a status with an
    error code is answered without asking the service. The last one stays. `answers` are given to other
    calls, by the beginning of their path: a status and a document. It may be used as a proxy, too.
    """

    daemon_threads = True
    request_queue_size = 128  # with the usual 5, clients that come together wait a second for each other

    def __init__(self, url, *instead):
        super().__init__(("127.0.0.1", 0), _Passing)
        self.upstream = urlsplit(url)
        self.instead = list(instead)
        self.answers = {}
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def point(self, environment):
        """Return the variables that lead to the door in place of the service."""
        return {name: self.url for name in environment if name == "AWS_ENDPOINT_URL"}

    def choose(self, path):
        for beginning, answer in self.answers.items():
            if path.startswith(beginning):
                return answer
        if path != "/contact/chat":
            return None
        return self.instead.pop(0) if len(self.instead) > 1 else self.instead[0]


class _Passing(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = urlsplit(self.path)
        path = f"{asked.path}?{asked.query}" if asked.query else asked.path
        instead = self.server.choose(path)
        if isinstance(instead, tuple):
            status, told = instead
            document = told if isinstance(told, dict) else {"__type": told, "message": "at the door"}
            self.answer(status, json.dumps(document).encode())
            return
        connection = http.client.HTTPConnection(self.server.upstream.hostname, self.server.upstream.port)
        connection.request(self.command, path, body, {**self.headers, "Host": self.server.upstream.netloc})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if instead == "swallow":
            self.server.over.wait(60)
            self.close_connection = True
            return
        self.answer(answer.status, content)

    do_POST = do_GET = do_PUT

    def answer(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""
