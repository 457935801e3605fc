"""A run that was killed outright: what it left open is ended by `chatcheck cleanup`."""

import http.client
import http.server
import json
import signal
import subprocess
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests.e2e.places import CHATCHECK

LONG = "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n- expect: {contains: x, within: 60s}"


def wait_until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill(local_aws, is_there, *arguments, cwd, **environment):
    """Run, and kill the run as soon as it is where it should be."""
    command = [CHATCHECK, "run", *map(str, arguments)]
    environment = {**local_aws.environment, **environment}
    running = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(is_there)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


def journals(folder):
    return sorted((folder / ".chatcheck" / "runs").glob("*"))


def test_cleanup_ends_what_a_killed_run_left(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(LONG)
    arguments = (path, "--outputs", outputs, "--repeat", "3")
    kill(local_aws, lambda: local_aws.open_chats() == 3, *arguments, cwd=tmp_path)
    assert local_aws.open_chats() == 3
    (journal,) = journals(tmp_path)

    shown = local_aws.run(CHATCHECK, "cleanup", "--dry-run", cwd=tmp_path)
    assert shown.stdout.count("would end contact ") == 3
    assert local_aws.open_chats() == 3

    ended = local_aws.run(CHATCHECK, "cleanup", "--run", journal.stem, cwd=tmp_path)
    assert ended.stdout.count("has ended") == 3
    assert local_aws.open_chats() == 0
    assert journals(tmp_path) == []


class Swallower(http.server.ThreadingHTTPServer):
    """Passes requests on; while it swallows, the answers of StartChatContact never come back."""

    daemon_threads = True

    def __init__(self, url):
        super().__init__(("127.0.0.1", 0), Passing)
        self.upstream = urlsplit(url)
        self.is_swallowing = True
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passing(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(self.server.upstream.hostname, self.server.upstream.port)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if self.server.is_swallowing and self.path == "/contact/chat":
            self.server.over.wait(60)
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET = do_PUT

    def log_message(self, *_):
        pass


@pytest.fixture
def swallower(local_aws):
    server = Swallower(local_aws.environment["AWS_ENDPOINT_URL"])
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def test_a_contact_whose_answer_was_never_read_is_ended_too(
    local_aws, outputs, write_spec, tmp_path, swallower
):
    path = write_spec(LONG)
    elsewhere = {name: swallower.url for name in local_aws.environment if name.startswith("AWS_ENDPOINT_URL")}
    kill(
        local_aws, lambda: local_aws.open_chats() == 1, path, "--outputs", outputs, cwd=tmp_path, **elsewhere
    )
    (journal,) = journals(tmp_path)
    assert '"did": "contact"' not in journal.read_text()

    swallower.is_swallowing = False
    ended = local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path)

    assert ended.stdout.count("has ended") == 1
    assert local_aws.open_chats() == 0
    assert journals(tmp_path) == []


def test_a_place_that_is_gone_is_said_and_the_journal_stays(tmp_path, local_aws):
    folder = tmp_path / ".chatcheck" / "runs"
    folder.mkdir(parents=True)
    lines = [
        {"format": 1, "run": "run-1", "region": "us-east-1", "endpoint": "http://127.0.0.1:1"},
        {"did": "start", "at": time.time(), "document": {"ClientToken": "t", "InstanceId": "i"}},
    ]
    (folder / "run-1.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")

    answer = local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path, check=False)

    assert answer.returncode == 3
    assert "error[C343]" in answer.stderr
    assert journals(tmp_path)


def test_an_unknown_run_is_said(tmp_path, local_aws):
    answer = local_aws.run(CHATCHECK, "cleanup", "--run", "none", cwd=tmp_path, check=False)

    assert answer.returncode == 2
    assert "error[U516]" in answer.stderr


def test_nothing_left_is_fine(tmp_path, local_aws):
    assert "nothing is left" in local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path).stdout
