"""Actions on the participant: messages, keyed input, the end of the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue import TEXT_LIMIT_CHARS
from chatcheck.flow.effects import Disconnect, End, Say
from chatcheck.flow.interactive import CONTENT_TYPE, find_problems, read_template
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import NO_MATCHING_ERROR, Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import read_text
from chatcheck.flow.run import Run


def prompt(run: Run, action: Action) -> tuple[str, str]:
    """Return a prompt's text, and why it cannot be shown on a chat (empty when it can).

    Only `Text` is documented for chat; that SSML and recorded prompts take the error branch is
    assumed.
    """
    text = read_text(run, action, "Text")
    if len(text) > TEXT_LIMIT_CHARS:
        return "", f"the text has {len(text)} characters, at most {TEXT_LIMIT_CHARS} are allowed"
    if text:
        return text, ""
    spoken = next((name for name in ("SSML", "PromptId", "Media") if name in action.parameters), "")
    return "", f"{spoken} cannot be shown on a chat" if spoken else ""


def make_say(run: Run, text: str) -> tuple[Say, str]:
    """Return the effect that shows a text, and why it cannot be shown (empty when it can).

    A text that is the JSON of a message display template is an interactive message, on a chat that was
    started for those: also where a function's answer brought it in.
    """
    template = read_template(text) if CONTENT_TYPE in run.contact.content_types else None
    if template is None:
        return Say(text), ""
    problems = find_problems(template)
    why = f"the interactive message cannot be sent: {problems[0]}" if problems else ""
    return Say(text, CONTENT_TYPE), why


def _say(run: Run, action: Action) -> Outcome:
    text, problem = prompt(run, action)
    say, unsound = make_say(run, text)
    if problem or unsound or not text:
        return fail(run, problem or unsound or "the text is empty")
    return Outcome(run, (say,), logs=log({"Text": text, "TextToSpeechType": "text"}))


def _say_again_and_again(run: Run, action: Action) -> Outcome:
    reason = "prompts cannot be looped on a chat"
    if not any(branch.error_type == NO_MATCHING_ERROR for branch in action.transitions.errors):
        return Outcome(run, ending=End(), logs=log(Results=reason))
    return fail(run, reason)


def _disconnect(run: Run, _action: Action) -> Outcome:
    return Outcome(run, ending=Disconnect())


BEHAVIOURS: Mapping[str, Behaviour] = {
    "MessageParticipant": Behaviour(_say),
    "MessageParticipantIteratively": Behaviour(_say_again_and_again),
    "DisconnectParticipant": Behaviour(_disconnect),
}
