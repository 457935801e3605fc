"""Deployed functions, run for real."""

import base64
import io
import json
import threading
import time
import uuid
import zipfile
from pathlib import Path

import pytest

from chatcheck.emulator.function_pool import Build, Worker

LAMBDA = {
    "AWS_LAMBDA_FUNCTION_NAME": "f",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
    "AWS_LAMBDA_LOG_STREAM_NAME": "embedded",
    "CHATCHECK_FUNCTION_ARN": "arn",
}

CODE = """
import json, os, sys, time
import boto3
calls = 0

def handler(event, context):
    global calls
    calls += 1
    print("event", json.dumps(event))
    if "raise" in event:
        raise LookupError(event["raise"])
    if "sleep" in event:
        time.sleep(event["sleep"])
    if "exit" in event:
        os._exit(event["exit"])
    if "unserialisable" in event:
        return object()
    if "parameter" in event:
        return boto3.client("ssm").get_parameter(Name=event["parameter"])["Parameter"]["Value"]
    return {
        "calls": calls,
        "pid": os.getpid(),
        "colour": os.environ.get("COLOUR"),
        "home_credentials": os.environ.get("AWS_PROFILE"),
        "name": context.function_name,
        "in_time": 0 < context.get_remaining_time_in_millis() <= 60_000,
        "arn": context.invoked_function_arn,
    }
"""


def make_zip(code, name="index.py"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, code)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def role(aws):
    name = f"r-{uuid.uuid4().hex[:8]}"
    made = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    return made["Role"]["Arn"]


@pytest.fixture
def make_function(aws, role):
    def make(code=CODE, handler="index.handler", runtime="python3.12", timeout=60, **extra):
        name = f"f-{uuid.uuid4().hex[:8]}"
        aws.client("lambda").create_function(
            FunctionName=name,
            Runtime=runtime,
            Role=role,
            Handler=handler,
            Code={"ZipFile": make_zip(code)},
            Timeout=timeout,
            **extra,
        )
        return name

    return make


@pytest.fixture
def invoke(aws):
    def call(name, event):
        answer = aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
        payload = json.loads(answer["Payload"].read())
        return payload, answer.get("FunctionError"), base64.b64decode(answer.get("LogResult", "")).decode()

    return call


LIGHT = CODE.replace("import boto3\n", "")


def test_a_function_runs_with_its_variables_and_context(make_function, invoke):
    name = make_function(LIGHT, Environment={"Variables": {"COLOUR": "green"}})
    payload, error, log = invoke(name, {})
    assert error is None
    assert payload["colour"] == "green"
    assert payload["home_credentials"] is None
    assert payload["name"] == name
    assert payload["in_time"]
    assert payload["arn"].endswith(f":function:{name}")
    assert "event {}" in log


def test_the_next_call_finds_the_process_warm(make_function, invoke):
    name = make_function(LIGHT)
    first, _, _ = invoke(name, {})
    second, _, _ = invoke(name, {})
    assert (second["pid"], second["calls"]) == (first["pid"], 2)


def test_a_function_reaches_the_embedded_aws(aws, make_function, invoke):
    aws.client("ssm").put_parameter(Name="/functions/x", Value="found", Type="String", Overwrite=True)
    name = make_function(CODE)
    payload, error, _ = invoke(name, {"parameter": "/functions/x"})
    assert (payload, error) == ("found", None)


def test_what_a_function_prints_is_in_its_log_group(aws, make_function, invoke):
    name = make_function(LIGHT)
    invoke(name, {"mark": 17})
    logs = aws.client("logs")
    group = f"/aws/lambda/{name}"
    [stream] = logs.describe_log_streams(logGroupName=group)["logStreams"]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]
    assert [each["message"] for each in events] == ['event {"mark": 17}']


def test_an_exception_is_the_functions_error_and_the_process_lives_on(make_function, invoke):
    name = make_function(LIGHT)
    payload, error, _ = invoke(name, {"raise": "corrupt record"})
    assert error
    assert (payload["errorType"], payload["errorMessage"]) == ("LookupError", "corrupt record")
    assert "function_worker" not in "".join(payload["stackTrace"])
    assert invoke(name, {})[0]["calls"] == 2


def test_a_late_function_is_ended_and_the_next_call_starts_anew(aws, make_function, invoke):
    name = make_function(LIGHT)
    assert invoke(name, {})[0]["calls"] == 1
    aws.client("lambda").update_function_configuration(FunctionName=name, Timeout=1)
    payload, error, _ = invoke(name, {"sleep": 30})
    assert error
    assert payload["errorMessage"] == "Task timed out after 1.00 seconds"
    aws.client("lambda").update_function_configuration(FunctionName=name, Timeout=60)
    assert invoke(name, {})[0]["calls"] == 1


def test_a_function_that_ends_its_process_is_an_error(make_function, invoke):
    name = make_function(LIGHT)
    payload, error, _ = invoke(name, {"exit": 3})
    assert error
    assert payload["errorMessage"] == "Runtime exited with error: exit status 3"
    assert invoke(name, {})[0]["calls"] == 1


def test_a_result_that_is_no_json_is_an_error(make_function, invoke):
    payload, error, _ = invoke(make_function(LIGHT), {"unserialisable": 1})
    assert error
    assert payload["errorType"] == "TypeError"


@pytest.mark.parametrize(
    ("code", "handler", "kind"),
    [
        ("1/0", "index.handler", "ZeroDivisionError"),
        ("x = 1", "index.handler", "AttributeError"),
        ("x = 1", "index.x", "TypeError"),
        ("x = 1", "other.handler", "ModuleNotFoundError"),
        ("x = 1", "handler", "ValueError"),
        ("import server", "index.handler", "ModuleNotFoundError"),
    ],
)
def test_code_that_cannot_be_loaded_is_an_error(make_function, invoke, code, handler, kind):
    payload, error, _ = invoke(make_function(code, handler), {})
    assert error
    assert payload["errorType"] == kind


def test_another_runtime_is_named(make_function, invoke):
    payload, error, _ = invoke(make_function("", runtime="nodejs22.x"), {})
    assert error
    assert "nodejs22.x" in payload["errorMessage"]


def test_new_code_is_run_after_an_update(aws, make_function, invoke):
    name = make_function(LIGHT)
    invoke(name, {})
    code = make_zip("def handler(event, context):\n    return 'new'\n")
    aws.client("lambda").update_function_code(FunctionName=name, ZipFile=code)
    assert invoke(name, {})[0] == "new"


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid):
    ends = time.monotonic() + 60
    while is_running(pid):
        assert time.monotonic() < ends, f"process {pid} is still there"
        time.sleep(0.05)


def test_processes_of_code_that_was_replaced_are_ended(aws, make_function, invoke):
    name = make_function(LIGHT)
    old = invoke(name, {})[0]["pid"]
    code = make_zip("def handler(event, context):\n    return 'new'\n")
    aws.client("lambda").update_function_code(FunctionName=name, ZipFile=code)
    invoke(name, {})
    wait_until_gone(old)


def test_a_function_knows_where_its_code_is(make_function, invoke):
    code = (
        "import os\ndef handler(event, context):\n"
        "    return os.environ['LAMBDA_TASK_ROOT'] == os.path.dirname(__file__)\n"
    )
    assert invoke(make_function(code), {})[0] is True


@pytest.mark.parametrize("code", ["pass", "while True: pass"])
def test_a_functions_process_ends_with_the_embedded_aws_whatever_it_does(tmp_path, code):
    (tmp_path / "index.py").write_text(f"print('loaded')\ndef handler(event, context):\n    {code}\n")
    environment = tuple({"_HANDLER": "index.handler", **LAMBDA}.items())
    worker = Worker(Build("arn", tmp_path, environment), 60)
    pid = worker._process.pid
    try:
        assert worker.first_answer == {"ready": True}
        worker._process.stdin.write('{"event": {}, "request_id": "r", "timeout_s": 9}\n')
        worker._process.stdin.close()  # as the kernel does for a parent that was killed
        assert worker._process.wait(60) == 0
    finally:
        worker.close()
    assert not is_running(pid)


def test_a_process_that_was_ended_for_lateness_is_not_used_again(tmp_path, monkeypatch):
    (tmp_path / "index.py").write_text("def handler(event, context):\n    return 1\n")
    worker = Worker(Build("arn", tmp_path, tuple({"_HANDLER": "index.handler", **LAMBDA}.items())), 60)
    try:
        answers_at_the_last_moment(worker, monkeypatch)
        assert worker.ask({}, 0.0) == {"result": 1}
        assert not worker.is_usable
    finally:
        worker.close()


def answers_at_the_last_moment(worker, monkeypatch):
    """Let the answer be there before the time limit kills the process, and be read only then."""
    pipe, answered = worker._process.stdout, threading.Event()

    class Slow:
        def readline(self):
            line = pipe.readline()
            answered.set()
            worker._process.wait(60)
            return line

        def close(self):
            pipe.close()

    monkeypatch.setattr(worker._process, "kill", patient_kill(answered, worker._process.kill))
    monkeypatch.setattr(worker._process, "stdout", Slow())


def patient_kill(answered, kill):
    def later():
        answered.wait(60)
        kill()

    return later
