"""The example's Lambda function: an order book of files."""

import importlib.util
import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "stacks" / "functions" / "orders"


@pytest.fixture(scope="module")
def handler():
    spec = importlib.util.spec_from_file_location("orders_handler", FOLDER / "handler.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(handler, **parameters):
    event = {"Name": "ContactFlowEvent", "Details": {"Parameters": parameters, "ContactData": {}}}
    return handler.handle(event, None)


def test_an_order_is_answered_with_its_record(handler):
    assert ask(handler, orderNumber="A1001") == {
        "orderNumber": "A1001",
        "state": "shipped",
        "carrier": "ParcelForce",
        "arrives": "2027-01-14",
    }


def test_an_order_number_may_be_written_small(handler):
    assert ask(handler, orderNumber=" a1002 ")["orderNumber"] == "A1002"


@pytest.mark.parametrize("number", ["Z9999", "", "../A1001", "A1001/../A1001"])
def test_an_order_nobody_knows_is_an_answer(handler, number):
    assert ask(handler, orderNumber=number)["state"] == "unknown"


def test_a_damaged_record_is_an_error(handler):
    with pytest.raises(json.JSONDecodeError):
        ask(handler, orderNumber="A1666")


def test_a_flow_that_sends_no_number_is_an_error(handler):
    with pytest.raises(KeyError):
        ask(handler)


def test_every_answer_is_a_flat_map_of_texts(handler):
    answers = [ask(handler, orderNumber=path.stem) for path in FOLDER.glob("records/A100*.json")]

    assert len(answers) == 3
    assert all(isinstance(value, str) for answer in answers for value in answer.values())
