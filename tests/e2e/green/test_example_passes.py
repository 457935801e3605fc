"""The example's chats against the example's deployed flows."""

import json
from xml.etree import ElementTree

from tests.e2e.places import CHATCHECK, ROOT


def test_every_chat_of_the_example_passes(local_aws, outputs, tmp_path):
    answer = local_aws.run(
        CHATCHECK, "run", "specs/chats", "--outputs", outputs, "--report", f"json={tmp_path / 'r.json'}"
    )

    assert " passed in " in answer.stdout.splitlines()[-2]
    assert answer.stdout.count("PASS") >= 8
    assert "failed" not in answer.stdout
    assert local_aws.open_chats() == 0


def test_reports_are_written_and_agree(local_aws, outputs, tmp_path):
    kinds = {"junit": "r.xml", "json": "r.json", "html": "r.html", "jsonl": "r.jsonl"}
    reports = [f"--report={kind}={tmp_path / name}" for kind, name in kinds.items()]

    local_aws.run(CHATCHECK, "run", "specs/chats/welcome.chat.yaml", "--outputs", outputs, *reports)

    chats = len((tmp_path / "r.jsonl").read_text().splitlines())
    assert len(list(ElementTree.parse(tmp_path / "r.xml").iter("testcase"))) == chats > 0
    assert len(json.loads((tmp_path / "r.json").read_text())["results"]) == chats
    assert "<html" in (tmp_path / "r.html").read_text()


def test_one_chat_can_be_chosen_by_name(local_aws, outputs):
    answer = local_aws.run(CHATCHECK, "run", "--outputs", outputs, "--chat", "tells where an order is")

    assert answer.stdout.count("PASS") == 1


def test_a_saved_transcript_is_judged_again_without_a_server(local_aws, outputs, tmp_path):
    spec = ROOT / "specs" / "chats" / "orders.chat.yaml"
    chosen = ["--chat", "tells where an order is", "--transcripts", tmp_path]
    local_aws.run(CHATCHECK, "run", spec, "--outputs", outputs, *chosen)
    (saved,) = tmp_path.glob("*.json")

    answer = local_aws.run(CHATCHECK, "judge", spec, saved, AWS_ENDPOINT_URL="http://localhost:1")

    assert "PASS" in answer.stdout


def test_no_token_is_written_anywhere(local_aws, outputs, tmp_path):
    reports = [f"--report={kind}={tmp_path / kind}" for kind in ("junit", "json", "html", "jsonl")]
    answer = local_aws.run(
        CHATCHECK,
        "run",
        "specs/chats/help.chat.yaml",
        "--outputs",
        outputs,
        "--transcripts",
        tmp_path,
        *reports,
    )

    written = (
        answer.stdout + answer.stderr + "".join(p.read_text() for p in tmp_path.iterdir() if p.is_file())
    )
    assert "ParticipantToken" not in written
    assert "ConnectionToken" not in written
    assert "websocket/" not in written
