"""The genuine AWS CLI, run beside ours: many command lines in one process, against a small server.

Each command line goes through the CLI's own entry, over HTTP and back; one process for all of them
spares a second of start for each.
"""

import contextlib
import json
import subprocess
import threading
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.conformance.genuine import find_interpreter

Ran = namedtuple("Ran", "code stdout stderr")

DRIVER = """
import io, json, random, sys
from awscli.clidriver import create_clidriver

# A skeleton shows any of the values that a parameter may have; here it is always the first.
random.choice = lambda values: values[0]

def run(argv):
    streams = sys.stdout, sys.stderr
    ours = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in streams]
    sys.stdout, sys.stderr = ours
    try:
        code = create_clidriver().main(argv)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout, sys.stderr = streams
    return [code, *(each.buffer.getvalue().decode() for each in ours)]

json.dump([run(argv) for argv in json.load(sys.stdin)], sys.stdout)
"""


@contextlib.contextmanager
def answering(answer):
    """Serve this document to every StartChatContact; give the address."""
    body = json.dumps(answer).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_all(version, argvs, home, answer=None):
    """Run each list of options of `connect start-chat-contact`; give code, stdout and stderr of each."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    with answering(answer or {}) as url:
        head = ["connect", "start-chat-contact", "--region", "eu-west-2", "--endpoint-url", url]
        told = run_inside(version, DRIVER, [[*head, *argv] for argv in argvs], environment)
    return [Ran(*each) for each in told]


def run_inside(version, program, given, environment=None):
    """Run a program where that CLI lives; it reads JSON on stdin, and what it writes is JSON too."""
    ran = subprocess.run(
        [find_interpreter(version), "-c", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment or {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        check=False,
        timeout=250,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


FORMATTER = """
import io, json, sys
from types import SimpleNamespace
from awscli.formatter import get_formatter

def show(form, answer):
    formatter, stream = get_formatter(form, SimpleNamespace(query=None, color="off")), io.StringIO()
    try:
        if form == "table":
            # Called whole, it would take a list for a response and look for its metadata.
            if formatter._build_table("StartChatContact", answer):
                formatter.table.render(stream)
        elif form == "text":
            formatter._format_response(answer, stream)
        else:
            formatter._format_response("StartChatContact", answer, stream)
    except Exception:
        return None
    return stream.getvalue()

forms, answers = json.load(sys.stdin)
json.dump([{form: show(form, answer) for form in forms} for answer in answers], sys.stdout)
"""


def format_all(version, forms, answers):
    """Let the CLI's formatters show each answer in each form; None where they fail."""
    return run_inside(version, FORMATTER, [forms, answers])


SKELETONS = """
import io, json, random, sys
from awscli.clidriver import create_clidriver
from awscli.customizations import generatecliskeleton as module
from awscli.utils import json_encoder
from botocore.utils import ArgumentGenerator

random.choice = lambda values: values[0]

def write_json(shape, names):
    return json.dumps(ArgumentGenerator(names).generate_skeleton(shape), default=json_encoder, indent=4)

def write_yaml(shape):
    yaml, stream = module.YAML(), io.StringIO()
    yaml.representer.add_representer(module._Bytes, module._Bytes.represent)
    yaml.dump(module.YAMLArgumentGenerator().generate_skeleton(shape), stream)
    return stream.getvalue()

def write_all(operation):
    asked, answered = operation.input_shape, operation.output_shape
    return {
        **({"json": write_json(asked, False)} if asked else {}),
        **({"yaml": write_yaml(asked)} if asked and hasattr(module, "YAML") else {}),
        **({"output": write_json(answered, True)} if answered else {}),
    }

service = json.load(sys.stdin)
session = create_clidriver().session
model = session.get_service_model(service)
description = session.get_component("data_loader").load_service_model(service, "service-2")
skeletons = {name: write_all(model.operation_model(name)) for name in model.operation_names}
json.dump([description, skeletons], sys.stdout)
"""


def write_skeletons(version, service):
    """Let the CLI write the skeletons of all operations; give its model's JSON, and them by name."""
    return run_inside(version, SKELETONS, service)
