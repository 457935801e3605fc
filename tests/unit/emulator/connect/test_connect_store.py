import pytest

from chatcheck.emulator.connect import models
from chatcheck.emulator.connect.models import Queue
from chatcheck.emulator.routes import ServiceError

REGION = "us-east-1"


@pytest.fixture
def store():
    models.reset()
    yield models.backend(REGION)
    models.reset()


@pytest.fixture
def instance(store):
    return store.add_instance("acme", "CONNECT_MANAGED", {})


def add_queue(store, instance, name="support"):
    queue = Queue(**store.name_resource(instance.id, "queue"), name=name, hours_id="h")
    return store.add(instance.queues, queue)


def test_backend_is_one_for_each_region(store):
    assert models.backend(REGION) is store
    assert models.backend("eu-west-1") is not store


def test_instance_arn_names_region_and_account(instance):
    assert instance.arn == f"arn:aws:connect:us-east-1:000000000000:instance/{instance.id}"


def test_instance_is_found_by_id_and_by_arn(store, instance):
    assert store.instance(instance.id) is store.instance(instance.arn) is instance


def test_queue_is_found_by_id_and_by_arn(store, instance):
    queue = add_queue(store, instance)
    assert store.queue(instance.arn, queue.id) is store.queue(instance.id, queue.arn) is queue


def test_record_of_any_kind_is_found_by_its_arn(store, instance):
    queue = add_queue(store, instance)
    assert store.find_by_arn(queue.arn) is queue
    assert store.find_by_arn(instance.arn) is instance


def test_change_keeps_the_id_and_leaves_out_what_is_none(store, instance):
    queue = add_queue(store, instance)
    store.change(instance.queues, queue, name="sales", max_contacts=None)
    assert (queue.name, queue.max_contacts, queue.hours_id) == ("sales", None, "h")


def test_unknown_instance_is_not_found(store):
    with pytest.raises(ServiceError, match="does not exist") as caught:
        store.instance("nowhere")
    assert (caught.value.code, caught.value.status) == ("ResourceNotFoundException", 404)


def test_arn_of_another_kind_is_not_found(store, instance):
    queue = add_queue(store, instance)
    with pytest.raises(ServiceError, match="does not exist"):
        store.queue(instance.id, queue.arn.replace("/queue/", "/contact-flow/"))


def test_arn_of_another_instance_is_not_found(store, instance):
    other = store.add_instance("other", "CONNECT_MANAGED", {})
    queue = add_queue(store, instance)
    with pytest.raises(ServiceError, match="does not exist"):
        store.queue(other.id, queue.arn)


@pytest.mark.parametrize("region", [REGION, "eu-west-2"])
def test_alias_is_given_once_in_the_world(instance, region):
    with pytest.raises(ServiceError, match="acme") as caught:
        models.backend(region).add_instance("acme", "CONNECT_MANAGED", {})
    assert (caught.value.code, caught.value.status) == ("InvalidRequestException", 400)


def test_name_is_given_once(store, instance):
    add_queue(store, instance)
    with pytest.raises(ServiceError, match="support") as caught:
        add_queue(store, instance)
    assert (caught.value.code, caught.value.status) == ("DuplicateResourceException", 409)


def test_renaming_to_a_taken_name_is_refused(store, instance):
    add_queue(store, instance)
    other = add_queue(store, instance, "sales")
    with pytest.raises(ServiceError, match="support"):
        store.change(instance.queues, other, name="support")


def test_reset_forgets_everything(store, instance):
    models.reset()
    with pytest.raises(ServiceError):
        models.backend(REGION).instance(instance.id)
