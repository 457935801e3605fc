"""What the master tells its workers, and which chats they hold by it."""

import json

import pytest

from chatcheck.errors import ChatcheckError, RenderError, UsageError
from chatcheck.load.programme import Programme
from chatcheck.load.settings import LoadSettings
from chatcheck.render.deployment import Deployment

DEPLOYMENT = Deployment(
    "dev",
    "5c042229-807b-44d4-a46b-7e91afe40ab4",
    "eu-west-2",
    {"welcome": "91d1adb0-7cc7-4e17-85f0-da8174ef72d1"},
    {"support": "0b7c1f5e-3a52-4d0e-9b0e-3f6d1c9a2e41"},
)
SPEC = """chatcheck: 1
flow: welcome
start: {ParticipantDetails: {DisplayName: Test}, Attributes: {order: '${uuid}'}}
chats:
  - name: first
    steps: [expect: Hello]
  - name: second
    steps: [expect: Hello]
  - name: third
    skip: not now
    steps: [expect: Hello]
"""


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.write_text(SPEC)
    return path


def make_settings(path, **given):
    return LoadSettings(paths=(str(path),), deployment=DEPLOYMENT, **given)


def test_settings_survive_their_text():
    settings = LoadSettings(
        ("specs",),
        DEPLOYMENT,
        (("a", "b"),),
        {"name": "value"},
        ("--outputs", "x"),
        2.5,
        True,
        30,
        {"id": "Support"},
        True,
        "run",
    )

    text = settings.to_text()

    assert "\n" not in text
    assert LoadSettings.from_text(text) == settings


def test_settings_of_a_master_of_another_version_are_refused():
    text = json.dumps({**json.loads(make_settings("specs").to_text()), "format": 2})

    with pytest.raises(ValueError, match="another format"):
        LoadSettings.from_text(text)


def test_a_variable_does_not_show():
    assert "hunter2" not in repr(make_settings("specs", variables={"password": "hunter2"}))


def test_the_chats_take_turns_without_those_that_are_skipped(spec):
    programme = Programme(make_settings(spec))

    assert len(programme) == 2
    assert [programme.plan_next().chat.name for _ in range(3)] == ["first", "second", "first"]


def test_only_the_chosen_chats_are_held(spec):
    programme = Programme(make_settings(spec, chats=((str(spec), "second"),)))

    assert [programme.plan_next().chat.name for _ in range(2)] == ["second", "second"]


def test_each_playing_is_rendered_anew(spec):
    programme = Programme(make_settings(spec, chats=((str(spec), "first"),)))

    orders = {programme.plan_next().invocation.document["Attributes"]["order"] for _ in range(3)}

    assert len(orders) == 3


def test_a_programme_without_chats_is_refused(spec):
    with pytest.raises(UsageError, match="U546"):
        Programme(make_settings(spec, chats=((str(spec), "third"),)))


def test_a_chat_that_cannot_be_rendered_is_refused_before_any_is_started(spec):
    spec.write_text(SPEC.replace("flow: welcome", "flow: farewell"))

    with pytest.raises(RenderError):
        Programme(make_settings(spec))


def test_files_that_a_worker_lacks_are_named(tmp_path):
    with pytest.raises(ChatcheckError, match="nowhere"):
        Programme(make_settings(tmp_path / "nowhere"))
