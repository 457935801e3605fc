"""What an action says or does, in a line: its text, bot, function, queue, attribute. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chatcheck.flow.model import Action

Json = Any

_REFERENCE = re.compile(r"\$\{([a-z]+)(?::([^}]*))?\}")
_ARN = re.compile(r"arn:aws[\w-]*:(?P<service>[\w-]+):[^:]*:[^:]*:(?P<resource>.+)")
_TAG = re.compile(r"<[^>]*>")
_LATEST = (":$LATEST", ":LATEST")
_NAMED_KINDS = frozenset({"queue", "flow", "module", "lambda", "bot", "hours", "prompt", "view"})

_POINTERS: tuple[str, ...] = (
    "LexV2Bot.AliasArn",
    "LexBot.Name",
    "LambdaFunctionARN",
    "FlowModuleId",
    "ContactFlowId",
    "QueueId",
    "AgentId",
    "HoursOfOperationId",
    "ViewResource.Id",
    "WisdomAssistantArn",
    "CaseTemplateId",
    "CaseId",
    "ThirdPartyPhoneNumber",
    "CallbackNumber",
    "PreviousContactParticipantState",
    "CheckVoiceIdOption",
    "TextToSpeechVoice",
    "MediaStreamingState",
    "FlowLoggingBehavior",
)


def say(action: Action, hints: Mapping[str, Json] | None = None) -> str:
    """Return what the block does, or an empty text where its name says it all.

    `hints` is the designer's metadata of the action: where a parameter is an id or an ARN, the display
    name that stands there is told.
    """
    parameters = action.parameters
    special = _SPECIAL.get(action.type)
    parts = list(special(parameters)) if special else []
    if not parts:
        parts = [*_point(parameters, hints or {}), *_speak(parameters)]
    return " · ".join(each for each in parts if each)


def name_value(value: Json) -> str:
    """Return a parameter as a person reads it: a reference by name, an ARN by its last part."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    arn = _ARN.fullmatch(value)
    if arn is None:
        return _REFERENCE.sub(lambda found: found[2] or found[1], value)
    resource = arn["resource"].removesuffix(_LATEST[0])
    if arn["service"] == "lambda":
        return resource.removeprefix("function:")
    return resource.rpartition("/")[2]


def _point(parameters: Mapping[str, Json], hints: Mapping[str, Json]) -> Iterator[str]:
    for pointer in _POINTERS:
        value = _find(parameters, pointer)
        if value in (None, ""):
            continue
        shown = name_value(value)
        told = _display_name(hints, pointer)
        yield told if told and not _is_reference(value) else shown


def _is_reference(value: Json) -> bool:
    return isinstance(value, str) and any(each[1] in _NAMED_KINDS for each in _REFERENCE.finditer(value))


def _display_name(hints: Mapping[str, Json], pointer: str) -> str:
    if pointer == "LexV2Bot.AliasArn":
        bot = hints.get("lexV2BotName")
        return bot if isinstance(bot, str) else ""
    named = _find(hints.get("parameters"), pointer + ".displayName")
    return named if isinstance(named, str) else ""


def _find(value: Json, pointer: str) -> Json:
    for part in pointer.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _speak(parameters: Mapping[str, Json]) -> Iterator[str]:
    for key in ("Text", "SSML"):
        if isinstance(parameters.get(key), str):
            yield _TAG.sub(" ", parameters[key]).strip()
    if "PromptId" in parameters:
        yield name_value(parameters["PromptId"])
    if "Media" in parameters:
        yield name_value(_find(parameters, "Media.Uri"))


def _assign(values: Json, inner: str = "") -> Iterator[str]:
    for key, value in values.items() if isinstance(values, Mapping) else ():
        shown = value.get(inner) if inner and isinstance(value, Mapping) else value
        yield f"{key} = {name_value(shown)}"


def _messages(parameters: Mapping[str, Json]) -> Iterator[str]:
    messages = parameters.get("Messages")
    for each in messages if isinstance(messages, list) else ():
        if isinstance(each, Mapping):
            yield from _speak(each)


def _recording(parameters: Mapping[str, Json]) -> Iterator[str]:
    who = _find(parameters, "RecordingBehavior.RecordedParticipants")
    if isinstance(who, list):
        yield "records " + (" and ".join(map(name_value, who)) or "nobody")


def _compare(parameters: Mapping[str, Json]) -> Iterator[str]:
    if "ComparisonValue" in parameters:
        yield name_value(parameters["ComparisonValue"])


def _with_unit(key: str, unit: str) -> Callable[[Mapping[str, Json]], Iterator[str]]:
    def tell(parameters: Mapping[str, Json]) -> Iterator[str]:
        if key in parameters:
            yield f"{name_value(parameters[key])} {unit}"

    return tell


def _metric(parameters: Mapping[str, Json]) -> Iterator[str]:
    if "MetricType" in parameters:
        yield name_value(parameters["MetricType"])
    yield from _point(parameters, {})


def _routing(parameters: Mapping[str, Json]) -> Iterator[str]:
    if "QueuePriority" in parameters:
        yield f"priority {name_value(parameters['QueuePriority'])}"
    if "QueueTimeAdjustmentSeconds" in parameters:
        yield f"{name_value(parameters['QueueTimeAdjustmentSeconds'])} s of age"


_SPECIAL: Mapping[str, Callable[[Mapping[str, Json]], Iterator[str]]] = {
    "UpdateContactAttributes": lambda given: _assign(given.get("Attributes")),
    "UpdateFlowAttributes": lambda given: _assign(given.get("FlowAttributes"), "Value"),
    "UpdateContactData": _assign,
    "UpdateContactEventHooks": lambda given: _assign(given.get("EventHooks")),
    "TagContact": lambda given: _assign(given.get("Tags")),
    "MessageParticipantIteratively": _messages,
    "UpdateContactRecordingBehavior": _recording,
    "Compare": _compare,
    "Loop": _with_unit("LoopCount", "times"),
    "Wait": _with_unit("TimeLimitSeconds", "s"),
    "CheckMetricData": _metric,
    "UpdateContactRoutingBehavior": _routing,
    "CreateTask": lambda given: [name_value(given["Name"])].__iter__() if "Name" in given else iter(()),
}
