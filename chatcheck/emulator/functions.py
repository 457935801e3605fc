"""Deployed Lambda functions, run for real: the zip that was deployed, in processes of this interpreter."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import os
import shutil
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.function_pool import Build, FunctionFailed, Pool

if TYPE_CHECKING:
    from moto.awslambda.models import LambdaFunction

__all__ = ["FunctionFailed", "close", "configure", "install", "invoke", "reset"]

behaviour(
    "functions",
    "handler names, the context and error payloads are Lambda's; the text of a time-out or of an exit lacks"
    " the id of the request that stands before it there",
    "documented",
    "Lambda developer guide: Python handler, context and exceptions",
)
behaviour(
    "functions",
    "Python functions run under the interpreter of the embedded AWS, without a memory limit or a"
    " sandbox; other runtimes fail by name",
    "assumed",
    "no container is needed; the code is the user's own",
)
behaviour(
    "functions",
    "roles and permissions are not enforced: what a function's role forbids on AWS is done here",
    "assumed",
    "the embedded AWS checks no IAM policy, neither of functions nor of callers",
)
behaviour(
    "functions",
    "a caller's time limit covers the start of a process too",
    "assumed",
    "a caller on AWS waits for a cold start as well",
)

Json = Any
log = logging.getLogger("chatcheck.emulator.functions")
THREADS = 32
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


@dataclass
class _Runtime:
    endpoint_url: str
    folder: Path
    pool: Pool
    threads: ThreadPoolExecutor
    lock: threading.Lock


_runtime: _Runtime | None = None


def configure(endpoint_url: str, folder: Path) -> None:
    """Say where functions reach the embedded AWS and where their code is unpacked; once for each process."""
    global _runtime  # noqa: PLW0603  (one process, one embedded AWS)
    close()
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="function")
    _runtime = _Runtime(endpoint_url, folder, Pool(), threads, threading.Lock())


def reset() -> None:
    """End all processes of functions; the next call starts new ones."""
    if _runtime is not None:
        _runtime.pool.close()


def close() -> None:
    """End all processes and threads."""
    reset()
    if _runtime is not None:
        _runtime.threads.shutdown(wait=False, cancel_futures=True)


def install() -> None:
    """Let moto's Lambda API (``aws lambda invoke``) run functions in here rather than in docker."""
    from moto.awslambda.models import LambdaFunction  # noqa: PLC0415  (moto takes seconds to import)

    LambdaFunction._invoke_lambda = _invoke_for_moto  # type: ignore[method-assign, assignment]


async def invoke(function_ref: str, event: Json, time_limit_s: float, region: str) -> Json:
    """Run a deployed function and return its result.

    `function_ref` is a name or an ARN, with or without version or alias. The limit covers the start of a
    process too, as it does for a caller on AWS. Raises FunctionFailed for an unknown function, a handler
    that raises, a time-out, and a runtime other than Python.
    """
    loop = asyncio.get_running_loop()
    threads = _get_runtime().threads
    return await loop.run_in_executor(threads, _invoke_by_ref, function_ref, event, time_limit_s, region)


def _invoke_by_ref(function_ref: str, event: Json, time_limit_s: float, region: str) -> Json:
    result, _ = run(find(function_ref, region), event, time_limit_s)
    return result


def find(function_ref: str, region: str) -> LambdaFunction:
    """Return moto's record of a deployed function; raises FunctionFailed when there is none."""
    from moto.awslambda.exceptions import UnknownFunctionException  # noqa: PLC0415
    from moto.awslambda.models import lambda_backends  # noqa: PLC0415  (moto takes seconds to import)

    if function_ref.startswith("arn:"):
        region = function_ref.split(":")[3]
        function_ref = ":".join(function_ref.split(":")[6:])
    name, _, qualifier = function_ref.partition(":")
    backend = lambda_backends[os.environ["MOTO_ACCOUNT_ID"]][region]
    try:
        return backend.get_function(name, qualifier or None)
    except UnknownFunctionException:
        raise FunctionFailed(f"there is no function {function_ref}") from None


def run(function: LambdaFunction, event: Json, time_limit_s: float) -> tuple[Json, str]:
    """Run the function once; return its result and what it printed. Raises FunctionFailed."""
    if not str(function.run_time).startswith("python3"):
        raise FunctionFailed(
            f"function {function.function_name} has the runtime {function.run_time}:"
            " the embedded AWS runs Python functions only"
        )
    limit_s = min(float(function.timeout), time_limit_s)
    answer, printed = _get_runtime().pool.ask(_make_build(function), event, limit_s)
    _write_log(function, printed)
    if "result" in answer:
        return answer["result"], printed
    raise _make_failure(function, answer, limit_s)


def _make_failure(function: LambdaFunction, answer: dict[str, Json], limit_s: float) -> FunctionFailed:
    if "error" in answer:
        error = answer["error"]
        return FunctionFailed(f"{error['errorType']}: {error['errorMessage']}", error)
    name = function.function_name
    if answer.get("late"):
        text = f"Task timed out after {limit_s:.2f} seconds"
        return FunctionFailed(f"{name}: {text}", {"errorType": "Sandbox.Timedout", "errorMessage": text})
    text = f"Runtime exited with error: exit status {answer.get('gone')}"
    return FunctionFailed(f"{name}: {text}", {"errorType": "Runtime.ExitError", "errorMessage": text})


def _make_build(function: LambdaFunction) -> Build:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {name: str(value) for name, value in function.environment_vars.items()}
    environment |= _make_lambda_variables(function) | _make_endpoint_variables(function.region)
    folder = _unpack(function.code_bytes)
    environment["LAMBDA_TASK_ROOT"] = str(folder)
    return Build(function.function_arn, folder, tuple(sorted(environment.items())))


def _make_lambda_variables(function: LambdaFunction) -> dict[str, str]:
    return {
        "_HANDLER": str(function.handler),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.function_name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "embedded",
        "CHATCHECK_FUNCTION_ARN": function.function_arn,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "TZ": ":UTC",
    }


def _make_endpoint_variables(region: str) -> dict[str, str]:
    """Return what makes an SDK inside the function call the embedded AWS and nothing else."""
    url = _get_runtime().endpoint_url
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_S3": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def _unpack(code: bytes) -> Path:
    runtime = _get_runtime()
    folder = runtime.folder / hashlib.sha256(code).hexdigest()[:16]
    with runtime.lock:
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            with zipfile.ZipFile(io.BytesIO(code)) as archive:
                archive.extractall(partial)
            partial.rename(folder)
    return folder


def _write_log(function: LambdaFunction, printed: str) -> None:
    function.logs_backend.ensure_log_group(function.logs_group_name)
    if printed:
        function.save_logs(printed)


def _invoke_for_moto(function: LambdaFunction, event: Json = None) -> tuple[str, bool, str]:
    """Stand in for moto's docker call: return the payload, whether it is an error, and the log."""
    try:
        result, printed = run(function, event, float(function.timeout))
    except FunctionFailed as failure:
        log.info("function %s failed: %s", function.function_name, failure.reason)
        return json.dumps(failure.payload), True, failure.reason
    return json.dumps(result), False, printed


def _get_runtime() -> _Runtime:
    if _runtime is None:
        raise RuntimeError("functions.configure was not called")
    return _runtime
