"""Flow files: read, checked, and put in an order in which they can be made."""

import json

import pytest

from chatcheck.errors import FlowError
from stacks.flow_content import write_content
from stacks.flow_files import load_flows, order_flows

KNOWN = {"queue": ["support"], "lambda": ["orders"]}


def write(folder, name, *references, **members):
    text = " ".join(references) or "Hello"
    document = {
        "Version": "2019-10-30",
        "StartAction": "say",
        "Metadata": {"description": "A test's"},
        "Actions": [
            {
                "Identifier": "say",
                "Type": "MessageParticipant",
                "Parameters": {"Text": text},
                "Transitions": {"NextAction": "end"},
            },
            {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
        ],
        **members,
    }
    (folder / f"{name}.json").write_text(json.dumps(document, indent=2))


def find(folder, known=KNOWN):
    with pytest.raises(FlowError) as caught:
        order_flows(load_flows(folder), known)
    return caught.value.diagnostics


def test_a_flow_is_named_by_its_file(tmp_path):
    write(tmp_path, "order-status")

    (flow,) = load_flows(tmp_path)
    assert (flow.name, flow.kind, flow.type, flow.description) == (
        "order-status",
        "flow",
        "CONTACT_FLOW",
        "A test's",
    )


def test_a_flow_with_settings_is_a_module(tmp_path):
    write(tmp_path, "greeting", Settings={})

    (module,) = load_flows(tmp_path)
    assert module.node == "module:greeting"


def test_the_metadata_name_connect_s_type(tmp_path):
    write(tmp_path, "waiting", Metadata={"type": "customerQueue"})

    (flow,) = load_flows(tmp_path)
    assert flow.type == "CUSTOMER_QUEUE"


def test_a_flow_comes_after_the_flows_it_names(tmp_path):
    write(tmp_path, "a", "${flow:b}")
    write(tmp_path, "b", "${module:c}")
    write(tmp_path, "c", Settings={})

    assert [each.name for each in order_flows(load_flows(tmp_path), KNOWN)] == ["c", "b", "a"]


def test_references_are_replaced_and_all_else_is_left_alone(tmp_path):
    write(tmp_path, "a", "${queue:support} ${region} ${other:thing} $.Attributes.x")

    (file,) = load_flows(tmp_path)
    content = write_content(file, {"queue": {"support": "<queue>"}, "region": {"": "<region>"}})
    text = json.loads(content)["Actions"][0]["Parameters"]["Text"]
    assert text == "<queue> <region> ${other:thing} $.Attributes.x"


def test_an_unknown_reference_says_where_and_what_exists(tmp_path):
    write(tmp_path, "a", "${queue:suport}")

    (found,) = find(tmp_path)
    assert (found.code, found.what) == ("CF142", "there is no queue `suport`")
    assert (found.position.line, found.position.file) == (12, str(tmp_path / "a.json"))
    assert found.why == "of the kind `queue` there are: `support`"
    assert found.fix == "did you mean `support`?"
    assert found.snippet.splitlines()[1].index("^") == found.snippet.splitlines()[0].index("${queue")


def test_a_reference_of_the_wrong_kind_is_told_the_right_one(tmp_path):
    write(tmp_path, "a", "${flow:greeting}")
    write(tmp_path, "greeting", Settings={})

    (found,) = find(tmp_path)
    assert found.fix == "did you mean `${module:greeting}`?"


def test_a_kind_of_which_there_is_nothing_says_so(tmp_path):
    write(tmp_path, "a", "${bot:orders}")

    (found,) = find(tmp_path)
    assert found.why == "this environment has nothing of the kind `bot`"
    assert found.fix == "did you mean `${lambda:orders}`?"


def test_all_unknown_references_of_all_flows_come_at_once(tmp_path):
    write(tmp_path, "a", "${queue:x} ${queue:y}")
    write(tmp_path, "b", "${hours:z}")

    assert len(find(tmp_path)) == 3


def test_flows_in_a_circle_are_named_in_their_order(tmp_path):
    write(tmp_path, "a", "${flow:b}")
    write(tmp_path, "b", "${flow:c}")
    write(tmp_path, "c", "${flow:a}")

    (found,) = find(tmp_path)
    assert (found.code, found.what) == ("CF143", "flows refer to each other in a circle: a -> b -> c -> a")
    assert found.position.file == str(tmp_path / "a.json")


def test_a_flow_that_names_itself_is_a_circle(tmp_path):
    write(tmp_path, "a", "${flow:a}")

    (found,) = find(tmp_path)
    assert found.what.endswith("a -> a")


def test_what_is_not_json_is_told_with_its_place_beside_the_other_flows_faults(tmp_path):
    (tmp_path / "a.json").write_text('{\n  "Version": }')
    write(tmp_path, "b", Metadata={"type": "contactflow"})

    found = find(tmp_path)
    assert [(each.code, each.position.line) for each in found] == [("CF101", 2), ("CF141", 1)]
    assert found[1].fix == "did you mean `contactFlow`?"


def test_a_flow_s_file_has_a_name_that_references_can_use(tmp_path):
    write(tmp_path, "My Flow")

    (found,) = find(tmp_path)
    assert found.code == "CF140"


def test_a_folder_without_flows_is_not_a_chat(tmp_path):
    (found,) = find(tmp_path)

    assert found.code == "CF144"


def test_two_names_that_would_share_an_output_are_refused(tmp_path):
    write(tmp_path, "order-2")
    write(tmp_path, "order2")

    (found,) = find(tmp_path)
    assert found.code == "CF145"
    assert "`FlowOrder2Id`" in found.why


@pytest.mark.parametrize(("length", "codes"), [(87, []), (88, ["CF140"])])
def test_a_name_leaves_room_for_the_longest_prefix(tmp_path, length, codes):
    write(tmp_path, "f" * length)
    if not codes:
        assert [each.name for each in load_flows(tmp_path)] == ["f" * length]
        return
    assert [each.code for each in find(tmp_path)] == codes


@pytest.mark.parametrize(("length", "codes"), [(500, []), (501, ["CF146"])])
def test_a_description_is_as_short_as_connect_takes_it(tmp_path, length, codes):
    write(tmp_path, "welcome", Metadata={"description": "d" * length})
    if not codes:
        assert len(load_flows(tmp_path)) == 1
        return
    assert [each.code for each in find(tmp_path)] == codes
