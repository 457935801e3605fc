"""A page opened in headless Chromium, driven by Playwright."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).with_name("node")
NO_CHROMIUM = "no Chromium is installed here"


def find_chromium():
    """Return where Debian's Chromium, or another, is; None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def drive(page, body, width=1280, height=800, **options):
    """Open the file and run the body of an asynchronous function of `page`.

    Returns what it returned, the addresses that were requested, and what the page complained of.
    """
    chromium = find_chromium()
    assert chromium, NO_CHROMIUM
    told = json.dumps({"width": width, "height": height, **options})
    answer = subprocess.run(
        [NODE, Path(__file__).with_name("drive.mjs"), chromium, page, told],
        input=body,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
        cwd=ROOT,
    )
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout)
    return seen["answer"], seen["requests"], seen["complaints"]
