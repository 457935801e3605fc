"""Actions that need a participant: messages, input, bots, views, the end of the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import (
    FLAG,
    JSON,
    LIST,
    MAP,
    OBJECT,
    PATH,
    STATIC,
    TEXT,
    Parameter,
    When,
    at_most_one,
    exactly_one,
)
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, Failure, ResultRule, fails, works
from chatcheck.flow.catalogue.shared import (
    ANY_TEXT,
    CHAT,
    FAILURE,
    HOLDS,
    IN_CQ,
    INBOUND,
    MODULES,
    PROMPT_NAMES,
    PROMPTS,
    QUEUE,
    RARE_FAILURE,
    UNMATCHED,
    UNSURE_TYPES,
    VOICE,
    WHISPERS,
    admin,
    dev,
)

_STORES = When("StoreInput", ("True",))
_ASKS = When("StoreInput", ("True",), negated=True)
_PHONE = When("InputValidation.PhoneNumberValidation")
_CONTINUES = When("ContinueFlowExecution", ("True",))
_SPOKEN = tuple(Failure(when=When(name)) for name in ("SSML", "PromptId", "Media"))

RULES: Mapping[str, ActionRule] = {
    "MessageParticipant": ActionRule(
        "D, errors and extra parameters C",
        dev("participant-actions-messageparticipant"),
        works(
            "The customer gets Text as one message; SSML, a prompt or a file takes the error branch.",
            *_SPOKEN,
        ),
        (
            *PROMPTS,
            Parameter("SkipWhenDTMFBufferEnabled", STATIC, values=FLAG, documented=False),
            Parameter("TextToSpeechType", STATIC, values=("text", "ssml"), documented=False),
        ),
        (exactly_one(*PROMPT_NAMES),),
        errors=(RARE_FAILURE,),
        flow_types=IN_CQ | WHISPERS,
    ),
    "MessageParticipantIteratively": ActionRule(
        "D, S, C",
        dev("participant-actions-messageparticipantiteratively"),
        fails(
            "Nothing is said: a chat takes the error branch at once; without one the flow stops and the "
            "customer just waits."
        ),
        (
            Parameter(
                "Messages",
                LIST,
                required=True,
                item=Parameter("", OBJECT, members=PROMPTS, groups=(exactly_one(*PROMPT_NAMES),)),
            ),
            Parameter("InterruptFrequencySeconds", STATIC, at_least=1),
            Parameter("ContinueMessagingDuringInterrupt", STATIC, values=FLAG, documented=False),
        ),
        errors=(RARE_FAILURE,),
        result=ResultRule("that the messages were interrupted", operands=("MessagesInterrupted",)),
        ends="may",
        needs_next=False,
        channels=VOICE,
        flow_types=QUEUE | HOLDS | MODULES,
    ),
    "GetParticipantInput": ActionRule(
        "D, S, C",
        dev("participant-actions-getparticipantinput"),
        fails("Nothing is asked: a chat takes the error branch at once, without the prompt."),
        (
            *PROMPTS,
            Parameter("InputTimeLimitSeconds", STATIC, required=True, at_least=1),
            Parameter("StoreInput", STATIC, values=FLAG),
            Parameter(
                "InputValidation",
                OBJECT,
                members=(
                    Parameter(
                        "PhoneNumberValidation",
                        OBJECT,
                        members=(
                            Parameter("NumberFormat", STATIC, required=True, values=("Local", "E164")),
                            Parameter("CountryCode", STATIC),
                        ),
                    ),
                    Parameter(
                        "CustomValidation",
                        OBJECT,
                        members=(Parameter("MaximumLength", STATIC, required=True, at_least=1),),
                    ),
                ),
                groups=(exactly_one("PhoneNumberValidation", "CustomValidation"),),
                when=_STORES,
                needed_when=_STORES,
            ),
            Parameter(
                "InputEncryption",
                OBJECT,
                members=(
                    Parameter("EncryptionKeyId", PATH, required=True),
                    Parameter("Key", PATH, required=True),
                ),
                when=When("InputValidation.CustomValidation"),
            ),
            Parameter(
                "DTMFConfiguration",
                OBJECT,
                members=(
                    Parameter("InputTerminationSequence", PATH, max_chars=5),
                    Parameter("DisableCancelKey", STATIC, values=FLAG),
                    Parameter("InterdigitTimeLimitSeconds", STATIC, at_least=1, at_most=20),
                ),
            ),
            Parameter("TextToSpeechType", STATIC, values=("text", "ssml"), documented=False),
        ),
        (at_most_one(*PROMPT_NAMES),),
        errors=(
            ErrorRule("InputTimeLimitExceeded", when=_ASKS),
            ErrorRule("NoMatchingCondition", when=_ASKS),
            FAILURE,
            ErrorRule("InvalidPhoneNumber", when=_PHONE),
        ),
        result=ResultRule("the key that was pressed", pattern="[0-9*#]", when=_ASKS),
        channels=VOICE,
        flow_types=IN_CQ,
    ),
    "ConnectParticipantWithLexBot": ActionRule(
        "D, timeout C",
        dev("participant-actions-connectparticipantwithlexbot"),
        works(
            "The bot holds the conversation until it closes the dialog; the branch is the intent's name. A "
            "bot of Lex V1, and a prompt that is not Text, takes the error branch.",
            Failure(when=When("LexBot")),
            *_SPOKEN,
        ),
        (
            *PROMPTS,
            Parameter(
                "LexV2Bot",
                OBJECT,
                members=(Parameter("AliasArn", TEXT, required=True, refers_to="bot"),),
            ),
            Parameter(
                "LexBot",
                OBJECT,
                members=(
                    Parameter("Name", TEXT, required=True),
                    Parameter("Region", STATIC),
                    Parameter("Alias", TEXT),
                ),
            ),
            Parameter("LexSessionAttributes", MAP, item=ANY_TEXT),
            Parameter("LexInitializationData", OBJECT, members=(Parameter("InitialMessage", TEXT),)),
            Parameter(
                "LexTimeoutSeconds",
                OBJECT,
                members=(Parameter("Text", PATH, at_least=60, at_most=604_800),),
            ),
        ),
        (exactly_one("LexV2Bot", "LexBot"), at_most_one(*PROMPT_NAMES)),
        errors=(
            ErrorRule("InputTimeLimitExceeded", required=False),
            UNMATCHED,
            FAILURE,
        ),
        result=ResultRule("the name of the intent"),
        flow_types=IN_CQ,
    ),
    "ShowView": ActionRule(
        "D, C",
        dev("participant-actions-showview"),
        works("The customer gets a form or page to fill in; the branch is what they chose in it."),
        (
            Parameter(
                "ViewResource",
                OBJECT,
                required=True,
                members=(
                    Parameter("Id", PATH, required=True, refers_to="view"),
                    Parameter("Version", STATIC),
                ),
            ),
            Parameter("InvocationTimeLimitSeconds", STATIC, required=True, at_least=1),
            Parameter("ViewData", JSON, empty=True),
            Parameter(
                "SensitiveDataConfiguration",
                OBJECT,
                members=(
                    Parameter("HideResponseOn", LIST, item=Parameter("", STATIC, values=("TRANSCRIPT",))),
                ),
            ),
        ),
        errors=(UNMATCHED, FAILURE, ErrorRule("TimeLimitExceeded")),
        result=ResultRule("the action chosen in the view"),
        channels=CHAT,
        flow_types=INBOUND | QUEUE,
        unsure=UNSURE_TYPES,
    ),
    "DisconnectParticipant": ActionRule(
        "D, flow types S",
        dev("participant-actions-disconnectparticipant"),
        works("The chat ends; then the disconnect flow runs, where one is set."),
        ends="always",
        needs_next=False,
        flow_types=IN_CQ,
    ),
    "TransferParticipantToThirdParty": ActionRule(
        "S, C; AWS has withdrawn the page",
        admin("transfer-to-phone-number"),
        fails("Nobody is called: a chat takes the error branch."),
        (
            Parameter("ThirdPartyPhoneNumber", TEXT, required=True),
            Parameter("ThirdPartyConnectionTimeLimitSeconds", PATH, required=True, at_least=0, at_most=600),
            Parameter("ContinueFlowExecution", STATIC, required=True, values=FLAG),
            Parameter("ThirdPartyDTMFDigits", PATH, max_chars=50),
            Parameter("CallerId", OBJECT, members=(Parameter("Number", PATH), Parameter("Name", TEXT))),
        ),
        errors=(
            ErrorRule("CallFailed", required=False, when=_CONTINUES),
            ErrorRule("ConnectionTimeLimitExceeded", required=False, when=_CONTINUES),
            FAILURE,
        ),
        ends="may",
        channels=VOICE,
        flow_types=IN_CQ,
        unsure=frozenset({"errors"}),
        documented=False,
    ),
}
