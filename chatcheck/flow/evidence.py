"""What the interpreter takes for granted about Connect, each with how it is known.

The embedded AWS puts these rows into its ledger; they stand here because the code that follows them does.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Evidence(NamedTuple):
    """One behaviour: what, whether it is documented, observed or assumed, and by whom or why."""

    what: str
    mark: Literal["documented", "observed", "assumed"]
    source: str


_GUIDE = "developer guide, "
_PROBED = "third parties' probes of the live service"

EVIDENCE: tuple[Evidence, ...] = (
    Evidence(
        "a failed action takes the branch of its error, else NoMatchingError, else the flow ends fatally",
        "assumed",
        "consistent with the documentation and every real flow tried",
    ),
    Evidence(
        "the first true condition wins; when none is true NoMatchingCondition, without it NextAction",
        "assumed",
        "NextAction of a branching action is a copy of another branch in real exports",
    ),
    Evidence(
        "GetParticipantInput takes NoMatchingError at once on a chat, without its prompt",
        "documented",
        _GUIDE + "GetParticipantInput, restrictions",
    ),
    Evidence(
        "MessageParticipantIteratively takes its error branch on a chat; without one the flow ends quietly",
        "documented",
        _GUIDE + "MessageParticipantIteratively; administrator guide, loop prompts",
    ),
    Evidence(
        "a message as SSML, recorded prompt, empty or over 6000 characters takes the error branch",
        "assumed",
        "only Text is documented for chat; practitioners report raw SSML as text",
    ),
    Evidence(
        "an interactive message follows its template: titles, 1-6 elements of a list picker, 1-10 of a "
        "panel, 1-40 slots of a time picker, 20 KB in all; lengths of titles are the client's to cut",
        "documented",
        "administrator guide, interactive messages",
    ),
    Evidence(
        "a quick reply has 2-10 elements, a carousel 2-5 list pickers or panels",
        "documented",
        "administrator guide, interactive messages, restated publicly; that one is too few is assumed",
    ),
    Evidence(
        "a flow's text that is a template's JSON is an interactive message where the chat takes those, and "
        "takes the error branch when it does not follow the template",
        "assumed",
        "the administrator guide says that flows check the template, and names bots as who sends it",
    ),
    Evidence(
        "actions for voice, tasks or e-mail only take the error branch that the table of action types names",
        "documented",
        _GUIDE + "each action's page",
    ),
    Evidence(
        "setting the voice succeeds and does nothing on a chat",
        "documented",
        "administrator guide, set voice",
    ),
    Evidence(
        "a bot's result is the intent's name; silence is InputTimeLimitExceeded, else NoMatchingError",
        "documented",
        _GUIDE + "ConnectParticipantWithLexBot",
    ),
    Evidence(
        "a bot of Amazon Lex V1 takes the error branch",
        "assumed",
        "Lex V1 was shut down in 2025; what Connect does with an old flow was not observed",
    ),
    Evidence("a bot's time limit is 300 s where the flow gives none", "assumed", "no default is documented"),
    Evidence(
        "a view's result is the action chosen in it; nothing in time is TimeLimitExceeded",
        "documented",
        _GUIDE + "ShowView",
    ),
    Evidence(
        "a view needs both interactive content types, and at most 16 KB of data; else the error branch",
        "assumed",
        "service model of StartChatContact; the guide recommends the size, and names no branch",
    ),
    Evidence(
        "a contact has at most 6 tags, none of AWS's own; else the error branch and nothing is set",
        "documented",
        _GUIDE + "TagContact; that a seventh sets nothing is assumed",
    ),
    Evidence(
        "recording, analysis and routing criteria are set without an effect that a chat could see",
        "documented",
        _GUIDE + "UpdateContactRecordingBehavior, UpdateRoutingCriteria",
    ),
    Evidence(
        "CheckMetricData compares an age in milliseconds; a number that is null matches no condition",
        "observed",
        "real exports; the second is assumed",
    ),
    Evidence(
        "an action that a flow of the caller's type may not hold takes its error branch inside a module",
        "documented",
        "administrator guide, flow modules; not where the flow types of the action are not known surely",
    ),
    Evidence(
        "loops over an array, Wait with ContinueExecution, redaction and processing of messages on their way "
        "are not executed: the run ends and names them",
        "assumed",
        "AWS does not document the first two; what a chat would see of the others is not known well enough",
    ),
    Evidence(
        "contact attributes and flow attributes over 32 KB in all set nothing and take the error branch",
        "documented",
        _GUIDE + "UpdateContactAttributes, UpdateFlowAttributes",
    ),
    Evidence(
        "an action on the related contact fails: a customer's chat has none", "assumed", "not documented"
    ),
    Evidence(
        "a function has 1 to 8 s, its answer at most 32 KB, flat for STRING_MAP; else the error branch",
        "documented",
        _GUIDE + "InvokeLambdaFunction",
    ),
    Evidence(
        "a function without a time limit has 3 s",
        "assumed",
        "the console's default; 177 of 178 real ones set it",
    ),
    Evidence("numbers, booleans and null in a STRING_MAP are taken as text", "assumed", "not documented"),
    Evidence(
        "Loop gives ContinueLooping as often as LoopCount says, then DoneLooping, then counts anew",
        "documented",
        _GUIDE + "Loop",
    ),
    Evidence("KeyExists asks whether the compared object has the key", "assumed", "accepted, undocumented"),
    Evidence(
        "a missing attribute is empty in text and matches no condition, nor does anything match it",
        "assumed",
        "practitioners' reports; an empty operand is refused",
    ),
    Evidence(
        "$.CustomerEndpoint and $.SystemEndpoint are null for a chat made by the API", "observed", _PROBED
    ),
    Evidence(
        "TransferToFlow keeps what was found ($.External, $.Lex, $.Views ...) and drops flow attributes",
        "assumed",
        "only the latter is documented",
    ),
    Evidence(
        "a module shares contact attributes only; modules nest 5 deep and cannot call themselves",
        "documented",
        "administrator guide, flow modules",
    ),
    Evidence(
        "flow log entries have the service's fields; ContactFlowModuleType of newer actions is guessed",
        "assumed",
        "sample entries of the documentation and of public repositories",
    ),
    Evidence(
        "publishing refuses unknown types, missing branches, parameters and targets, wrong operators",
        "observed",
        _PROBED,
    ),
)
