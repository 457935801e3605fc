"""What must not be loaded, and what the repository must not say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules_loaded_by(code):
    program = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(answer.stdout.splitlines()[-1].split())


def test_validate_loads_nothing_of_aws_or_the_network():
    loaded = modules_loaded_by("from chatcheck.cli import main; main(['validate', 'specs'])")

    assert "yaml" in loaded
    assert not loaded & {
        *(
            "botocore",
            "boto3",
            "aiohttp",
            "websockets",
            "rich",
            "asyncio",
            "moto",
            "aws_cdk",
            "jmespath",
            "prompt_toolkit",
            "jsonpath",
        )
    }


def test_the_runner_never_loads_the_embedded_aws():
    loaded = modules_loaded_by(
        "import chatcheck.session, chatcheck.cli.run_command, chatcheck.cli.local_command"
    )

    foreign = ("moto.", "chatcheck.emulator.", "chatcheck.flow.", "chatcheck.coverage.")
    assert not {name for name in loaded if f"{name}.".startswith(foreign)}


def test_importing_the_package_loads_nothing_else():
    loaded = modules_loaded_by("import chatcheck")

    assert {name for name in loaded if name.startswith("chatcheck")} == {"chatcheck"}


@pytest.mark.parametrize("module", ["source", "errors"])
def test_the_shared_modules_hold_no_word_of_aws(module):
    text = (ROOT / "chatcheck" / f"{module}.py").read_text().lower()

    assert not re.search(r"amazonaws|websocket_|participanttoken|x-amz|vnd\.amazonaws", text)


def test_the_runner_has_no_word_for_the_embedded_aws():
    runner = [
        path
        for folder in ("spec", "render", "converse", "judge", "report")
        for path in (ROOT / "chatcheck" / folder).rglob("*.py")
    ]

    said = [path.name for path in runner if re.search(r"emulator|embedded", path.read_text(), re.IGNORECASE)]

    assert said == []


def test_no_lock_names_a_registry():
    locks = [ROOT / "requirements.txt", ROOT / "package-lock.json"]

    assert not [
        lock.name for lock in locks if re.search(r'"resolved"|index-url|find-links', lock.read_text())
    ]
