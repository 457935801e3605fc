"""The endpoints that are read are those of the whole file, and nothing of them is missing."""

import json
from pathlib import Path

import botocore
import pytest
from botocore.loaders import JSONFileLoader
from botocore.regions import EndpointResolver

from chatcheck.render.endpoint_file import ENDPOINTS, SERVICES, EndpointFile, read_endpoints
from chatcheck.render.operation_loader import OperationLoader

WHOLE = Path(botocore.__file__).parent / "data" / "endpoints"


@pytest.fixture(scope="module")
def whole():
    return JSONFileLoader().load_file(str(WHOLE))


def test_only_the_services_that_are_asked_for_are_read(whole):
    wanted = [
        {**each, "services": {name: each["services"][name] for name in SERVICES if name in each["services"]}}
        for each in whole["partitions"]
    ]
    assert EndpointFile().load_file(str(WHOLE)) == {**whole, "partitions": wanted}


def test_the_loader_gives_botocore_the_short_document():
    loader = OperationLoader({})
    short, path = loader.load_data_with_path(ENDPOINTS)
    assert set(short["partitions"][0]["services"]) <= set(SERVICES)
    assert loader.is_builtin_path(path)


def test_no_endpoint_is_another(whole):
    ours, theirs = EndpointResolver(EndpointFile().load_file(str(WHOLE))), EndpointResolver(whole)
    regions = [
        region for each in whole["partitions"] for region in (*each["regions"], f"{each['partition']}-x")
    ]
    assert len(regions) > 30
    for service in SERVICES:
        for partition in whole["partitions"]:
            name = partition["partition"]
            assert ours.get_available_endpoints(service, name) == theirs.get_available_endpoints(
                service, name
            )
        for region in regions:
            for options in ({}, {"use_fips_endpoint": True}, {"use_dualstack_endpoint": True}):
                assert ask(ours, service, region, options) == ask(theirs, service, region, options)
    for region in regions:
        assert find_partition(ours, region) == find_partition(theirs, region)


def ask(resolver, service, region, options):
    try:
        return resolver.construct_endpoint(service, region, **options)
    except botocore.exceptions.BotoCoreError as error:
        return str(error)


def find_partition(resolver, region):
    try:
        return resolver.get_partition_for_region(region)
    except botocore.exceptions.BotoCoreError as error:
        return str(error)


@pytest.mark.parametrize("text", ["{}", '{"partitions": [{"services": {}}]}', '\n    "services" : {', "["])
def test_a_text_that_is_written_otherwise_is_refused(text):
    with pytest.raises(ValueError):
        read_endpoints(text, SERVICES)


def test_a_file_that_is_written_otherwise_is_read_whole(tmp_path, whole):
    (tmp_path / "endpoints.json").write_text(json.dumps(whole))
    assert EndpointFile().load_file(str(tmp_path / "endpoints")) == whole


def test_other_files_and_none_are_botocores_own(tmp_path):
    (tmp_path / "other.json").write_text('{"a": 1}')
    assert EndpointFile().load_file(str(tmp_path / "other")) == {"a": 1}
    assert EndpointFile().load_file(str(tmp_path / "endpoints")) is None
