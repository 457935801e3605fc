"""The names a deployment shows."""

from stacks import naming


def test_a_name_becomes_an_output_key():
    assert naming.to_pascal("order-status") == "OrderStatus"


def test_a_parameter_s_name_begins_with_the_environment():
    assert naming.name_parameter("dev", "flow", "welcome", "id") == "/chatcheck/dev/flow/welcome/id"


def test_a_stack_is_named_by_environment_and_part():
    assert naming.name_stack("dev", "chat") == "chatcheck-dev-chat"


def test_the_default_alias_of_the_longest_environment_name_is_short_enough():
    alias = naming.name_alias("e" * 20, "111122223333")

    assert alias == "chatcheck-111122223333-" + "e" * 20
    assert len(alias) <= 45
