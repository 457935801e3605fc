"""Skeletons of shapes of our own making, for what StartChatContact may come to have."""

import json
from types import SimpleNamespace

import pytest
import yaml

from chatcheck.aws_cli.skeleton import make_sample_output, write_json_skeleton, write_yaml_skeleton
from chatcheck.render.service_model import load_input_shape


def shape(kind, name="Shape", documentation="", enum=(), **more):
    return SimpleNamespace(
        type_name=kind, name=name, documentation=documentation, enum=list(enum), required_members=[], **more
    )


def structure(name="Root", required=(), documentation="", **members):
    made = shape("structure", name, documentation, members=members)
    made.required_members = list(required)
    return made


def test_each_type_has_a_value_of_its_own():
    members = {
        kind: shape(kind) for kind in ("string", "integer", "long", "float", "double", "boolean", "timestamp")
    }

    assert make_sample_output(structure(**members)) == {
        "string": "string",
        "integer": 0,
        "long": 0,
        "float": 0.0,
        "double": 0.0,
        "boolean": True,
        "timestamp": "1970-01-01T00:00:00",
    }


def test_a_blob_is_null_in_json_and_tagged_in_yaml():
    root = structure(Data=shape("blob"))

    assert write_json_skeleton(root) == '{\n    "Data": null\n}\n'
    assert write_yaml_skeleton(root) == "Data: !!binary ''\n"


def test_a_text_with_values_to_choose_from_shows_the_first_and_lists_all():
    root = structure(Kind=shape("string", enum=["null", "B"], documentation="<p>The kind. More.</p>"))

    assert write_yaml_skeleton(root) == "Kind: 'null'  # The kind. Valid values are: null, B.\n"


def test_a_structure_within_itself_is_left_empty():
    root = structure()
    root.members = {"Inner": root, "More": shape("list", member=root), "ByKey": shape("map", value=root)}

    assert json.loads(write_json_skeleton(root)) == {"Inner": {}, "More": [{}], "ByKey": {"KeyName": {}}}
    assert write_yaml_skeleton(root) == "Inner: {}\nMore:\n- {}\nByKey:\n  KeyName: {}\n"


def test_required_members_are_marked_even_without_documentation():
    root = structure(required=["A"], A=shape("string"), B=shape("string", documentation="<p>Of b.</p>"))

    assert write_yaml_skeleton(root) == "A: ''  # [REQUIRED] \nB: '' # Of b.\n"


@pytest.mark.parametrize(
    ("documentation", "comment"),
    [
        ("<p>One <b>bold</b>\nline. Two.</p>", "One bold line."),
        ("<p>The following: these.</p>", "The following."),
        ("<p>Not closed. Two.", "<p>Not closed."),
        ("a &amp; b", "a & b."),
    ],
)
def test_a_comment_is_the_first_sentence_of_the_documentation(documentation, comment):
    root = structure(A=shape("string", documentation=documentation))

    assert write_yaml_skeleton(root) == f"A: ''  # {comment}\n"


def test_lists_within_lists_begin_on_a_line_of_their_own():
    inner = structure("Inner", A=shape("string"), B=shape("integer"))
    root = structure(Groups=shape("list", member=shape("list", member=inner)))

    assert write_yaml_skeleton(root) == "Groups:\n- -\n    A: ''\n    B: 0\n"


def test_a_shape_without_members_is_an_empty_document():
    assert write_json_skeleton(structure()) == "{}\n"
    assert write_yaml_skeleton(structure()) == "{}\n"


def test_both_skeletons_of_start_chat_contact_are_one_document():
    read = yaml.safe_load(write_yaml_skeleton(load_input_shape()))

    assert read == yaml.safe_load(write_json_skeleton(load_input_shape()))
    assert list(read)[:2] == ["InstanceId", "ContactFlowId"]
