"""What is read of the model is what the whole model says."""

import gzip
import json

import pytest
from botocore.loaders import Loader

from chatcheck.render.operation_loader import OperationLoader, read_operation

OPERATION = "StartChatContact"


@pytest.fixture(scope="module")
def whole():
    return Loader(include_default_search_paths=True).load_service_model("connect", "service-2")


@pytest.fixture
def loader(tmp_path):
    made = OperationLoader({"connect": OPERATION})
    made.search_paths[:] = [str(tmp_path)]
    return made


def write_model(folder, version, text, name="service-2.json"):
    place = folder / "connect" / version
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())


def make_model(doc="x", **more):
    return {
        "version": "2.0",
        "metadata": {"serviceId": "Connect"},
        "operations": {
            OPERATION: {"http": {}, "input": {"shape": "In"}, "output": {"shape": "Out"}, "errors": []}
        },
        "shapes": {
            "In": {"type": "structure", "members": {"Out": {"shape": "Out"}, "Again": {"shape": "In"}}},
            "Out": {"type": "string", "documentation": doc},
            "Other": {"type": "string"},
        },
        **more,
    }


def dump(model):
    return json.dumps(model, separators=(",", ":"))


def test_it_is_a_part_of_the_installed_model(whole):
    part = OperationLoader({"connect": OPERATION}).load_service_model("connect", "service-2")

    assert part["metadata"] == whole["metadata"]
    assert part["operations"] == {OPERATION: whole["operations"][OPERATION]}
    assert all(shape == whole["shapes"][name] for name, shape in part["shapes"].items())
    assert 20 < len(part["shapes"]) < 100


def test_a_member_that_is_called_as_a_shape_is_not_taken_for_it():
    part = read_operation(dump(make_model()), OPERATION)

    assert part["shapes"]["Out"] == {"type": "string", "documentation": "x"}
    assert set(part["shapes"]) == {"In", "Out"}


def test_names_in_the_documentation_are_not_taken_for_anything():
    doc = '"operations":{"shapes":{"Out":{"type":1}}}'

    assert read_operation(dump(make_model(doc)), OPERATION)["shapes"]["Out"]["documentation"] == doc


def test_the_newest_version_counts(loader, tmp_path):
    write_model(tmp_path, "2017-08-08", dump(make_model("old")))
    write_model(tmp_path, "2025-01-01", dump(make_model("new")), "service-2.json.gz")

    assert loader.load_service_model("connect", "service-2")["shapes"]["Out"]["documentation"] == "new"


def test_a_model_that_is_written_otherwise_is_read_whole(loader, tmp_path):
    write_model(tmp_path, "2017-08-08", json.dumps(make_model(), indent=2))

    assert loader.load_service_model("connect", "service-2") == make_model()


def test_extras_are_left_to_botocore(loader, tmp_path):
    write_model(tmp_path, "2017-08-08", dump(make_model()))
    write_model(tmp_path, "2017-08-08", dump({"merge": {"extra": 1}}), "service-2.sdk-extras.json")

    assert loader.load_service_model("connect", "service-2")["extra"] == 1


def test_each_service_has_an_operation_of_its_own():
    operations = {"connect": OPERATION, "connectparticipant": "SendMessage"}
    loader = OperationLoader(operations)

    for service, operation in operations.items():
        assert list(loader.load_service_model(service, "service-2")["operations"]) == [operation]


def test_other_services_are_loaded_whole():
    loaded = OperationLoader({"connect": OPERATION}).load_service_model("connectparticipant", "service-2")

    assert len(loaded["operations"]) > 5
