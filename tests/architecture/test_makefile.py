"""`make` on machines that are not ours: what it fetches with stands in, so that nothing is fetched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("Makefile", "pyproject.toml", "requirements.txt", "package.json", "package-lock.json")
# A Python whose environments hold a python that does nothing and an npm that tells where it caches.
PYTHON = r"""#!/bin/sh
[ "$1" = -c ] && exit {is_old}
mkdir -p .venv/bin
printf '#!/bin/sh\nexit 0\n' > .venv/bin/python
printf '#!/bin/sh\nmkdir -p node_modules; echo "npm caches in $npm_config_cache" >&2\n' > .venv/bin/npm
chmod +x .venv/bin/*
exit {is_broken}
"""


@pytest.fixture
def make(tmp_path):
    """Run make in a copy whose path has a space and letters beyond ASCII."""
    folder = tmp_path / "Ünï cödé" / "chat check"
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, folder)

    def run(*words, is_old=0, is_broken=0, **variables):
        python = tmp_path / "python"
        python.write_text(PYTHON.format(is_old=is_old, is_broken=is_broken))
        python.chmod(0o755)
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "MAKE", "MFLAGS"))
        }
        environment = {**kept, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), **variables}
        return subprocess.run(
            ["make", *words, f"PYTHON={python}"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    run.folder = folder
    return run


def test_a_path_with_spaces_is_set_up(make):
    answer = make("setup")

    assert answer.returncode == 0, answer.stderr
    assert (make.folder / ".venv" / ".ready").exists()
    assert (make.folder / "node_modules" / ".ready").exists()
    assert "npm caches in \n" in answer.stderr


def test_who_has_no_home_to_write_to_gets_caches_here(make, tmp_path):
    (tmp_path / "file").write_text("")

    answer = make("setup", XDG_CACHE_HOME=str(tmp_path / "file" / "cache"))

    assert answer.returncode == 0, answer.stderr
    assert f"npm caches in {make.folder}/.venv/cache/npm\n" in answer.stderr


def test_a_python_that_is_too_old_is_named_and_leaves_nothing(make):
    answer = make("setup", is_old=1)

    assert answer.returncode == 2
    assert "is no Python 3.11 or newer" in answer.stderr
    assert not (make.folder / ".venv").exists()


def test_half_an_environment_is_not_kept(make):
    assert make("setup", is_broken=1).returncode == 2
    assert not (make.folder / ".venv").exists()


@pytest.mark.parametrize("target", ["deploy", "destroy"])
def test_what_needs_a_local_aws_says_how_to_have_one(make, target):
    answer = make(target)

    assert answer.returncode == 2
    assert f"make {target}: this shell knows of no local AWS" in answer.stderr
    assert 'eval "$(.venv/bin/chatcheck local env)"' in answer.stderr


@pytest.mark.parametrize("target", ["deploy", "destroy"])
def test_an_account_of_ones_own_needs_none(make, target):
    assert "local AWS" not in make("-n", target, "ENV=dev").stdout


def test_two_verifies_in_one_folder_do_not_mix(make):
    """The stand-in of `chatcheck` calls make again, while the first one holds its chats."""
    assert make("setup").returncode == 0
    chatcheck = make.folder / ".venv" / "bin" / "chatcheck"
    chatcheck.write_text(
        "#!/bin/sh\nunset MAKELEVEL MAKEFLAGS MFLAGS\nmake verify\necho second: $?\nexit 7\n"
    )
    chatcheck.chmod(0o755)

    answer = make("verify")

    assert "make verify: another one runs in this folder, process " in answer.stderr
    assert "second: 2" in answer.stdout
    assert answer.returncode == 2
    assert "make verify ARGS=" in answer.stderr
    assert not (make.folder / "build" / "verify.pid").exists()


def test_a_verify_that_was_killed_is_in_nobodys_way(make):
    assert make("setup").returncode == 0
    (make.folder / ".venv" / "bin" / "chatcheck").write_text("#!/bin/sh\ncat build/verify.pid\n")
    (make.folder / ".venv" / "bin" / "chatcheck").chmod(0o755)
    gone = subprocess.Popen(["true"])
    gone.wait()
    (make.folder / "build").mkdir()
    (make.folder / "build" / "verify.pid").write_text(f"{gone.pid}\n")

    answer = make("verify")

    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout.split()[-1]) != gone.pid
