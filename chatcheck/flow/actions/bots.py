"""ConnectParticipantWithLexBot: the bot has the conversation until it closes the dialog."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.actions.messages import make_say, prompt
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import read, read_texts, refuse_answer, to_number
from chatcheck.flow.requests import Answer, BotAnswer, ConverseWithBot, Failed, TimedOut
from chatcheck.flow.run import Run

DEFAULT_TIMEOUT_S = 300
TIMEOUT_RANGE_S = (60, 604_800)


def _converse(run: Run, action: Action) -> Outcome:
    if "LexV2Bot" not in action.parameters:
        return fail(run, "Amazon Lex V1 has been shut down: only a Lex V2 bot (`LexV2Bot`) answers")
    alias = _alias(run, action)
    text, problem = prompt(run, action)
    say, unsound = make_say(run, text)
    problem = problem or unsound
    timeout_s = _timeout_s(run, action)
    first = _wants_initial_message(action)
    if not alias:
        problem = "the bot alias is empty"
    elif timeout_s is None:
        problem = f"`LexTimeoutSeconds` must be {TIMEOUT_RANGE_S[0]} to {TIMEOUT_RANGE_S[1]}"
    elif first and run.contact.initial_message is None:
        problem = "the contact has no initial message"
    if problem or timeout_s is None:
        return fail(run, problem)
    attributes = read_texts(run, action, "LexSessionAttributes")
    request = ConverseWithBot(alias, attributes, first, float(timeout_s))
    return Outcome(run, (say,) if text else (), request=request)


def _alias(run: Run, action: Action) -> str:
    bot = read(run, action, "LexV2Bot")
    return to_text(bot.get("AliasArn")) if isinstance(bot, Mapping) else ""


def _timeout_s(run: Run, action: Action) -> int | None:
    limits = read(run, action, "LexTimeoutSeconds")
    if not isinstance(limits, Mapping) or "Text" not in limits:
        return DEFAULT_TIMEOUT_S
    seconds = to_number(to_text(limits["Text"]))
    return seconds if seconds is not None and TIMEOUT_RANGE_S[0] <= seconds <= TIMEOUT_RANGE_S[1] else None


def _wants_initial_message(action: Action) -> bool:
    data = action.parameters.get("LexInitializationData")
    return isinstance(data, Mapping) and bool(data.get("InitialMessage"))


def _hear(run: Run, action: Action, answer: Answer) -> Outcome:
    shown = {"BotAliasArn": _alias(run, action)}
    text, _ = prompt(run, action)
    shown |= {"Text": text} if text else {}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if isinstance(answer, TimedOut):
        return fail(run, "the customer wrote nothing in time", "InputTimeLimitExceeded", Parameters=shown)
    if not isinstance(answer, BotAnswer):
        refuse_answer(action, answer)
    heard = run.store("Lex", {"IntentName": answer.intent, **answer.lex})
    return Outcome(heard, result=answer.intent, logs=log(shown, Results=answer.intent))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "ConnectParticipantWithLexBot": Behaviour(_converse, _hear),
}
