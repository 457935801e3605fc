"""What a version of the AWS CLI lacks of a document, and whether the table of versions is whole."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck.errors import UsageError
from chatcheck.render.cli_target import find_lacking_members, read_release
from chatcheck.render.cli_versions import FIRST_RELEASES, NEWEST
from chatcheck.render.service_model import load_input_shape

PLAIN = {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Smoke"}}
WHOLE = {
    **PLAIN,
    "Attributes": {"a": "b", "ValueMap": "c", "CustomerId": "d"},
    "InitialMessage": {"ContentType": "text/plain", "Content": "hi"},
    "ClientToken": "t",
    "ChatDurationInMinutes": 60,
    "SupportedMessagingContentTypes": ["text/plain"],
    "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "c"},
    "RelatedContactId": "r",
    "SegmentAttributes": {"a": {"ValueString": "s"}},
    "CustomerId": "c",
    "ParticipantConfiguration": {"ResponseMode": "COMPLETE"},
    "DisconnectOnCustomerExit": ["AGENT"],
    "ConnectionTypes": ["WEBSOCKET"],
    "ChatStreamingConfiguration": {"StreamingEndpointArn": "arn:aws:sns:eu-west-2:123456789012:t"},
}


def list_lacking(document, version):
    return [
        ".".join(map(str, problem.path)) for problem in find_lacking_members(document, read_release(version))
    ]


def list_model_rows(shape, row, seen=()):
    """Yield the row of each member of botocore's model; a shape inside itself is not entered again."""
    if shape.name in seen:
        return
    seen = (*seen, shape.name)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield f"{row}.{name}".lstrip(".")
            yield from list_model_rows(member, f"{row}.{name}".lstrip("."), seen)
    elif shape.type_name == "map":
        yield from list_model_rows(shape.value, f"{row}.*", seen)
    elif shape.type_name == "list":
        yield from list_model_rows(shape.member, f"{row}.*", seen)


def test_every_member_of_the_installed_model_has_a_row():
    assert set(list_model_rows(load_input_shape(), "")) == set(FIRST_RELEASES)


def read_skeleton(command):
    """Return the version of a genuine AWS CLI, and the rows of the members that it knows."""
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
    asked = [*command, "connect", "start-chat-contact", "--generate-cli-skeleton", "--region", "eu-west-2"]
    skeleton = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return re.match(r"aws-cli/([0-9.]+)", said)[1], set(list_skeleton_rows(json.loads(skeleton), ""))


def list_skeleton_rows(value, row):
    for key, each in value.items() if isinstance(value, dict) else ():
        inner = f"{row}.{key}".lstrip(".")
        if row not in ("Attributes", "SegmentAttributes"):
            yield inner
        elif row == "SegmentAttributes":
            inner = f"{row}.*"
        if not inner.endswith(("ValueMap", "ValueList")):
            yield from list_skeleton_rows(each, inner)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([sys.executable, str(Path(sys.executable).parent / "aws")], id="v1"),
        pytest.param(["/usr/bin/aws"], id="v2"),
    ],
)
def test_the_genuine_cli_knows_the_members_that_the_table_says(command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    version, known = read_skeleton(command)
    release = read_release(version)

    if release > NEWEST[release[0]]:
        pytest.skip(f"{version} is newer than the table")
    firsts = {row: each[release[0] - 1] for row, each in FIRST_RELEASES.items()}
    assert known == {row for row, first in firsts.items() if first is not None and first <= release}


@pytest.mark.parametrize("row", FIRST_RELEASES)
def test_a_row_is_no_newer_than_the_newest_release_and_no_older_than_what_holds_it(row):
    holder = FIRST_RELEASES.get(row.removesuffix(".*").rpartition(".")[0], FIRST_RELEASES["InstanceId"])

    for major, (first, of_holder) in enumerate(zip(FIRST_RELEASES[row], holder, strict=True), start=1):
        assert first is None or (of_holder <= first <= NEWEST[major] and first[0] == major)


def test_2_9_19_lacks_seven_members():
    assert list_lacking(WHOLE, "2.9.19") == [
        "RelatedContactId",
        "SegmentAttributes",
        "CustomerId",
        "ParticipantConfiguration",
        "DisconnectOnCustomerExit",
        "ConnectionTypes",
        "ChatStreamingConfiguration",
    ]


@pytest.mark.parametrize("version", ["2", "2.38.5", "2.38.6", "2.100.0", "1.46.4"])
def test_a_version_as_new_as_the_members_lacks_none(version):
    assert list_lacking(WHOLE, version) == []


@pytest.mark.parametrize("version", ["1", "1.46.3", "1.43.15", "2.37.2"])
def test_what_no_release_of_version_1_knows_is_lacking(version):
    assert list_lacking(WHOLE, version) == ["ConnectionTypes", "ChatStreamingConfiguration"]


@pytest.mark.parametrize(
    ("before", "first"),
    [("1.22.44", "1.22.45"), ("2.4.14", "2.4.15")],
)
def test_a_member_is_known_from_its_first_release_on(before, first):
    document = {**PLAIN, "ChatDurationInMinutes": 60}

    assert list_lacking(document, before) == ["ChatDurationInMinutes"]
    assert list_lacking(document, first) == []


def test_members_inside_segment_attributes_are_found_at_every_depth():
    deep = {"ValueMap": {"b": {"ValueList": [{"ValueString": "x"}, {"ValueArn": "arn:aws:x"}]}}}
    document = {**PLAIN, "SegmentAttributes": {"a": deep, "ValueList": {"ValueString": "x"}}}

    assert list_lacking(document, "2.28.0") == ["SegmentAttributes.a.ValueMap.b.ValueList"]
    assert list_lacking(document, "2.14.0") == ["SegmentAttributes.a.ValueMap"]
    assert list_lacking(document, "2.29.0") == []


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("2.9.19", "2.37.8 is the first release of version 2 that knows it"),
        ("1.46.3", "no release of version 1 up to 1.46.3 knows it; 2.37.8 is the first of version 2"),
    ],
)
def test_the_finding_names_the_version_the_member_and_the_first_release(version, why):
    (problem,) = find_lacking_members({**PLAIN, "ConnectionTypes": ["WEBSOCKET"]}, read_release(version))

    assert problem.what == f"the AWS CLI {version} does not know `ConnectionTypes`"
    assert problem.why == why
    assert "boto3" in problem.fix


@pytest.mark.parametrize(
    ("version", "first"), [("1.16.287", "1.16.288"), ("1.0.0", "1.16.288"), ("2.0.0", None)]
)
def test_a_cli_without_the_command_is_one_finding(version, first):
    problems = find_lacking_members(PLAIN, read_release(version))

    assert [(".".join(map(str, each.path)), first in each.why) for each in problems] == (
        [("", True)] if first else []
    )


@pytest.mark.parametrize(
    "text", ["", "3", "2.9", "2.9.x", "v2", "2.9.19.1", "3.0.0", "0.4.1", " 2", "2.9.19\n", "2.٣.1", "latest"]
)
def test_a_text_that_is_no_version_is_refused(text):
    with pytest.raises(UsageError, match="U542"):
        read_release(text)
