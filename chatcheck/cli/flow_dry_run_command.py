"""`chatcheck flow dry-run`: what the chats of a spec would find, without any server."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from chatcheck.cli.flow_answers import Given, read_given
from chatcheck.cli.flow_arguments import FLOWS
from chatcheck.cli.output import say
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.flow.effects import Passed
from chatcheck.flow.requests import (
    Answer,
    BotAnswer,
    CallService,
    CheckHours,
    ConverseWithBot,
    FlowLoaded,
    Granted,
    InvokeLambda,
    ReadMetrics,
    Request,
    ReserveQueue,
)
from chatcheck.flow.run import ContactView
from chatcheck.judge.placeholders import fill
from chatcheck.rehearsal.parts import Unknowable
from chatcheck.rehearsal.prediction import Predicted, predict
from chatcheck.rehearsal.rehearsal import Rehearsal
from chatcheck.rehearsal.shelf import Shelf, find_name, open_shelf
from chatcheck.spec.load import load_spec
from chatcheck.spec.model import Chat
from chatcheck.visible_text import show

NO_CHAT, NO_FLOW = "U564", "U565"
SECRETS = ("4f1c0a7e-contact", "4f1c0a7e-instance")
"""Ids in their place that no flow can know; a message that shows one cannot be predicted."""

_WHO = {
    CheckHours: "whether the hours of operation {name} are open depends on the time",
    ReadMetrics: "the numbers of queue {name} decide",
    CallService: "{name} decides, which is not here",
}


def execute(args: argparse.Namespace) -> int:
    """Print what each step would find; return 1 when one would fail.

    Raises SpecError and FlowError for files that are wrong, UsageError for options that are.
    """
    variables = read_variables(args.var)
    spec = load_spec(args.spec, variables)
    given = read_given(args)
    chats = [each for each in spec.chats if args.chat in (None, each.name)]
    if not chats:
        fix = suggest(args.chat, [each.name for each in spec.chats])
        raise UsageError(Diagnostic(NO_CHAT, f"the spec has no chat {args.chat!r}", fix=fix))
    folder = Path(args.flows) if args.flows else _find_flows(Path(args.spec))
    fails = False
    for chat in chats:
        fails |= _tell(chat, _predict(chat, folder, given, variables, args))
    return 1 if fails else 0


def _find_flows(spec: Path) -> Path:
    beside = spec.resolve().parent.parent / "flows"
    return beside if beside.is_dir() else Path(FLOWS)


def _predict(
    chat: Chat, folder: Path, given: Given, variables: dict[str, str], args: argparse.Namespace
) -> list[Predicted]:
    if chat.flow is None:
        why = "the chat names a ContactFlowId, not a flow of the project"
        return [Predicted(chat.position.line, "chat", "cannot be known", why)]
    path = folder / f"{fill(chat.flow, variables)}.json"
    if not path.is_file():
        raise UsageError(Diagnostic(NO_FLOW, f"there is no flow {path}", fix="name the folder by --flows"))
    shelf = open_shelf(path)
    values = {**variables, **chat.values}
    contact = _make_contact(chat, shelf, path, values)
    others = _Nobody(given, shelf, args.trust_bots)
    rehearsal = Rehearsal(shelf, others, contact, args.seed, SECRETS)
    rehearsal.begin(FlowLoaded(shelf.prepare(path), f"flow/{path.stem}", "CONTACT_FLOW"))
    return predict(chat, rehearsal, values)


def _make_contact(chat: Chat, shelf: Shelf, path: Path, values: dict[str, str]) -> ContactView:
    contact_id, instance = SECRETS
    message = chat.start.get("InitialMessage")
    content = message.get("Content") if isinstance(message, dict) else None
    types = chat.start.get("SupportedMessagingContentTypes") or ("text/plain",)
    return ContactView(
        contact_id,
        instance,
        previous_contact_id=contact_id,
        attributes={
            key: fill(str(value), values) for key, value in (chat.start.get("Attributes") or {}).items()
        },
        segment_attributes={"connect:Subtype": "connect:Chat"},
        initial_message=None if content is None else fill(str(content), values),
        content_types=tuple(map(str, types)),
        customer_id=chat.start.get("CustomerId"),
        queues=shelf.list_queues(shelf.load(path)),
    )


def _tell(chat: Chat, predicted: Iterable[Predicted]) -> bool:
    """Print a chat; tell whether something in it would fail."""
    say(chat.name if chat.skip is None else f"{chat.name} (skipped: {chat.skip})")
    fails, told = False, ""
    for each in predicted:
        say(f"  {each.state:16} {each.line:4}  {show(each.label)}")
        if each.why not in ("", told):
            say(f"{'':25}{show(each.why)}")
            told = each.why
        fails |= each.state == "would fail"
    return fails and chat.skip is None


class _Nobody:
    """Answers by the command line and the project's files; what they do not tell cannot be known."""

    def __init__(self, given: Given, shelf: Shelf, trusts_bots: bool) -> None:
        self._given, self._shelf, self._trusts_bots = given, shelf, trusts_bots

    def answer(self, request: Request) -> Answer:
        """Answer for a function, hours, a queue or another service. A queue is taken to have room."""
        found = self._given.find(request, self._shelf)
        if found is not None:
            return found
        if isinstance(request, ReserveQueue):
            return Granted()
        if isinstance(request, InvokeLambda):
            name = find_name(request.function_arn)
            raise Unknowable(f"function {name} decides; its answer can be given: --lambda {name}=FILE")
        raise Unknowable(_WHO[type(request)].format(name=_name(request)))

    def understand(self, request: ConverseWithBot, text: str, *, is_known: bool) -> BotAnswer | None:
        """Say that a bot decides, unless its definition is taken at its word."""
        if is_known and self._trusts_bots:
            return None
        name = find_name(request.alias_arn)
        why = "no utterance of its is like that" if is_known else "it is not among the project's bots"
        raise Unknowable(f'bot {name} decides what "{text}" means: {why}')

    def draw(self, passed: Passed) -> None:
        """Say that chance decides."""
        raise Unknowable(f"chance decides at action {passed.identifier} of flow {passed.flow}")


def _name(request: Request) -> str:
    if isinstance(request, CallService):
        return request.action_type
    return find_name(getattr(request, "hours", None) or getattr(request, "queue", "") or "")
