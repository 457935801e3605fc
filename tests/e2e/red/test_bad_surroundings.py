"""Nothing to talk to, or the wrong thing: one clear diagnostic, exit 2 or 3, never a traceback."""

import http.server
import json
import signal
import socket
import subprocess
import threading

import pytest

from tests.e2e.places import CHATCHECK, ROOT
from tests.e2e.waiting import PATIENCE_S, wait_until

SPEC = ROOT / "specs" / "chats" / "help.chat.yaml"


@pytest.fixture(scope="module")
def some_outputs(tmp_path_factory):
    path = tmp_path_factory.mktemp("outputs") / "outputs.json"
    described = {
        "format": 1,
        "environment": "local",
        "instanceId": "11111111-2222-3333-4444-555555555555",
        "region": "us-east-1",
    }
    values = {
        "ChatcheckDeployment": json.dumps(described),
        "InstanceId": described["instanceId"],
        "FlowWelcomeId": "66666666-7777-8888-9999-000000000000",
        "QueueSupportId": "66666666-7777-8888-9999-000000000001",
    }
    path.write_text(json.dumps({"chatcheck-local-chat": values}))
    return path


def run(environment, *arguments):
    answer = subprocess.run(
        [CHATCHECK, "run", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        cwd=ROOT,
        env=environment,
    )
    assert "Traceback" not in answer.stdout + answer.stderr
    return answer


@pytest.fixture
def environment(monkeypatch):
    import os

    return {**os.environ, "NO_COLOR": "1"}


def test_missing_outputs_file(environment, tmp_path):
    answer = run(environment, SPEC, "--outputs", tmp_path / "none.json")

    assert answer.returncode == 2
    assert "none.json" in answer.stderr
    assert "cdk deploy" in answer.stderr


def test_outputs_of_another_app(environment, tmp_path):
    path = tmp_path / "outputs.json"
    path.write_text('{"SomeStack": {"BucketName": "b"}}')

    answer = run(environment, SPEC, "--outputs", path)

    assert answer.returncode == 2
    assert "SomeStack" in answer.stderr


def test_flow_that_was_not_deployed(environment, tmp_path, some_outputs):
    path = tmp_path / "a.chat.yaml"
    path.write_text(SPEC.read_text().replace("flow: welcome", "flow: welcom"))

    answer = run(environment, path, "--outputs", some_outputs)

    assert answer.returncode == 2
    assert "did you mean `welcome`?" in answer.stderr
    assert f"{path}:" in answer.stderr


def test_endpoint_that_refuses(environment, some_outputs):
    # It is bound and does not listen: so nobody else listens there meanwhile either.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        answer = run(
            {**environment, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}, SPEC, "--outputs", some_outputs
        )

    assert answer.returncode == 3
    assert f"127.0.0.1:{port}" in answer.stdout + answer.stderr
    assert "refused" in answer.stdout + answer.stderr


def test_endpoint_that_answers_500(environment, some_outputs):
    class Failing(http.server.BaseHTTPRequestHandler):
        def do_PUT(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(500)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        answer = run({**environment, "AWS_ENDPOINT_URL": url}, SPEC, "--outputs", some_outputs)
        server.shutdown()

    assert answer.returncode == 3
    assert "500" in answer.stdout + answer.stderr


def test_endpoint_that_never_answers(environment, some_outputs, tmp_path):
    config = tmp_path / "config"
    config.write_text("[default]\nread_timeout = 1\n")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        answer = run(
            {**environment, "AWS_ENDPOINT_URL": url, "AWS_CONFIG_FILE": str(config)},
            SPEC,
            "--outputs",
            some_outputs,
        )

    assert answer.returncode == 3
    assert "answer" in answer.stdout + answer.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_every_chat_is_ended_when_the_run_is_interrupted(local_aws, outputs, write_spec, number):
    path = write_spec(
        "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n- expect: {contains: x, within: 10m}"
    )
    with local_aws.start(CHATCHECK, "run", path, "--outputs", outputs) as running:
        wait_until(lambda: local_aws.open_chats() == 1)
        running.send_signal(number)
        out, err = running.communicate(timeout=PATIENCE_S)

    assert running.returncode == 130, out + err
    assert "1 not finished" in out
    assert "Traceback" not in err
    assert local_aws.open_chats() == 0
