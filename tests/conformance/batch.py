"""Runs many command lines in one process: `python batch.py aws|chatcheck`, a JSON list on standard input.

Each has `words`, `env`, `folder`. The genuine AWS CLI needs a second to be imported, so that a process for
each would make the table slow; its own `main` runs here, once for each command line, as in its script.
"""

import contextlib
import io
import json
import os
import random
import sys
import traceback
import warnings


class Text(io.TextIOWrapper):
    """A text stream with bytes behind it, as both commands expect of standard output."""

    def __init__(self, errors="strict"):
        super().__init__(io.BytesIO(), encoding="utf-8", errors=errors, newline="", write_through=True)

    def read_all(self):
        return self.buffer.getvalue().decode()


def load(command):
    if command == "chatcheck":
        from chatcheck.cli import main

        return main
    from awscli.clidriver import create_clidriver

    # A skeleton shows any of the values that a parameter may have; here it is always the first.
    random.choice = lambda values: values[0]

    def run(words):
        # Version 1's `main` takes the arguments, version 2's driver reads some from sys.argv as well.
        sys.argv = ["aws", *words]
        return create_clidriver().main(words)

    return run


def run_one(run, case, own):
    os.environ.clear()
    os.environ.update({**own, **case["env"]})
    os.chdir(case["folder"])
    out, err = Text(), Text("backslashreplace")  # Python's standard error does so
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = run(case["words"])
        except SystemExit as leaving:
            code = leaving.code
        except Exception:  # noqa: BLE001  # the row fails, not the batch
            traceback.print_exc()
            code = 255
    return {"code": code, "out": out.read_all(), "err": err.read_all()}


def main():
    before = set(os.environ)
    run = load(sys.argv[1])
    own = {name: value for name, value in os.environ.items() if name not in before}  # where its models are
    real = sys.stdout
    answers = [run_one(run, case, own) for case in json.load(sys.stdin)]
    json.dump(answers, real)


if __name__ == "__main__":
    main()
