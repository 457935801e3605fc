"""What every test may lean on."""

import os
import signal

from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]  # must stand here, in the conftest that pytest reads first

# Chat specs that are cases of tests, and no chats to be held.
collect_ignore_glob = ["cases/*"]

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Tests never talk to AWS: no person's credentials, no metadata service, no region by accident.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_ACCESS_KEY_ID="local",
    AWS_SECRET_ACCESS_KEY="local",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)

# Whoever starts the tests may ignore signals (`nohup` does); what they start would ignore them as well.
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter):
    """Say in one loud line how much an AWS CLI version 2 that is not there did not judge."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    left_out = sum("AWS CLI version 2" in each or "/aws is not installed" in each for each in skipped)
    if left_out:
        text = (
            f"LEFT OUT: no AWS CLI version 2 is installed here: {left_out} tests that it judges were skipped"
        )
        terminalreporter.write_line(text, red=True, bold=True)
    unseen = sum("no Chromium" in each for each in skipped)
    if unseen:
        text = f"LEFT OUT: no Chromium is installed here: {unseen} tests of the HTML report were skipped"
        terminalreporter.write_line(text, red=True, bold=True)
