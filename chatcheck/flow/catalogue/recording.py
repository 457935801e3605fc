"""Contact actions that set what is recorded, analysed, streamed and spoken."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import (
    FLAG,
    JSON,
    LIST,
    OBJECT,
    STATIC,
    TEXT,
    Parameter,
    When,
    exactly_one,
)
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, Failure, fails, idles, works
from chatcheck.flow.catalogue.shared import (
    CHAT,
    EVERYWHERE,
    FAILURE,
    IN_CQ,
    OUTBOUND,
    RARE_FAILURE,
    SWITCH,
    UNSURE_PARAMETERS,
    UNSURE_TYPES,
    VOICE,
    WHISPERS,
    dev,
)

_PARTICIPANTS = Parameter("", STATIC, values=("Agent", "Customer"))
_SCREEN = Parameter("ScreenRecordedParticipants", LIST, item=Parameter("", STATIC, values=("Agent",)))
_IVR = Parameter("IVRRecordingBehavior", STATIC, values=SWITCH)
_LANGUAGE = Parameter("AnalyticsLanguage", TEXT)
_ENABLED = Parameter("Enabled", STATIC, values=FLAG)
_SENTIMENT = Parameter("SentimentConfiguration", OBJECT, members=(_ENABLED,))
_SUMMARY = Parameter("SummaryConfiguration", JSON)
_REDACTION = Parameter("ConversationalAnalyticsRedactionConfiguration", JSON)


def _modes(*values: str) -> Parameter:
    return Parameter("AnalyticsModes", LIST, item=Parameter("", STATIC, values=values))


_CHANNEL_MODES = (
    Parameter("Chat", OBJECT, members=(_modes("ContactLens"),)),
    Parameter("Voice", OBJECT, members=(_modes("PostContact", "RealTime", "AutomatedInteraction"),)),
)
_ANALYTICS = Parameter(
    "AnalyticsBehavior",
    OBJECT,
    members=(
        _ENABLED,
        _LANGUAGE,
        Parameter("AnalyticsRedactionBehavior", STATIC, values=SWITCH),
        Parameter("AnalyticsRedactionResults", STATIC),
        Parameter("AnalyticsRedactionMaskMode", STATIC),
        Parameter("AnalyticsRedactionEntities", JSON),
        Parameter("AnalyticsMode", STATIC),
        Parameter("ChannelConfiguration", OBJECT, members=_CHANNEL_MODES),
        _SENTIMENT,
        _SUMMARY,
    ),
)
_VOICE_BEHAVIOR = Parameter(
    "VoiceBehavior",
    OBJECT,
    members=(
        Parameter(
            "VoiceRecordingBehavior",
            OBJECT,
            members=(Parameter("RecordedParticipants", LIST, item=_PARTICIPANTS), _IVR),
        ),
        Parameter(
            "VoiceAnalyticsBehavior",
            OBJECT,
            members=(
                _ENABLED,
                _LANGUAGE,
                _modes("PostContact", "RealTime", "AutomatedInteraction"),
                _REDACTION,
                _SENTIMENT,
                _SUMMARY,
            ),
        ),
    ),
)
_CHAT_BEHAVIOR = Parameter(
    "ChatBehavior",
    OBJECT,
    members=(
        Parameter(
            "ChatAnalyticsBehavior",
            OBJECT,
            members=(
                _ENABLED,
                _LANGUAGE,
                _modes("ContactLens"),
                _REDACTION,
                Parameter(
                    "InFlightChatRedactionConfiguration",
                    OBJECT,
                    members=(
                        _ENABLED,
                        Parameter("RedactionMaskMode", STATIC),
                        Parameter("RedactionEntities", JSON),
                        Parameter("DeliverUnprocessedMessages", STATIC, values=FLAG),
                    ),
                ),
                _SENTIMENT,
                _SUMMARY,
            ),
        ),
    ),
)

RULES: Mapping[str, ActionRule] = {
    "UpdateContactRecordingBehavior": ActionRule(
        "D, errors C",
        dev("contact-actions-updatecontactrecordingbehavior"),
        works("Recording and analysis of the contact are set; the customer sees nothing of it."),
        (
            Parameter(
                "RecordingBehavior",
                OBJECT,
                members=(
                    Parameter("RecordedParticipants", LIST, required=True, item=_PARTICIPANTS),
                    _SCREEN,
                    _IVR,
                ),
            ),
            _ANALYTICS,
        ),
        errors=(RARE_FAILURE,),
        flow_types=IN_CQ | OUTBOUND,
        unsure=UNSURE_PARAMETERS,
    ),
    "UpdateContactRecordingAndAnalyticsBehavior": ActionRule(
        "D, C",
        dev("contact-actions-updatecontactrecordingandanalyticsbehavior"),
        works(
            "ChatBehavior sets analysis and redaction; with VoiceBehavior a chat takes ChannelMismatch.",
            Failure("ChannelMismatch", When("VoiceBehavior")),
        ),
        (
            _VOICE_BEHAVIOR,
            _CHAT_BEHAVIOR,
            Parameter("ScreenRecordingBehavior", JSON),
        ),
        (exactly_one("VoiceBehavior", "ChatBehavior", "ScreenRecordingBehavior"),),
        errors=(
            FAILURE,
            ErrorRule("ChannelMismatch"),
            ErrorRule("InFlightRedactionConfigurationFailed", when=When("ChatBehavior")),
        ),
        flow_types=EVERYWHERE - {"CAMPAIGN"},
        unsure=UNSURE_PARAMETERS | UNSURE_TYPES,
    ),
    "UpdateContactMediaProcessing": ActionRule(
        "D",
        dev("contact-actions-updatecontactmediaprocessing"),
        works("From here on a function may rewrite each message before it is delivered."),
        (
            Parameter(
                "ChatProcessor",
                OBJECT,
                required=True,
                members=(
                    Parameter("ProcessingEnabled", STATIC, required=True, values=FLAG),
                    Parameter("LambdaProcessorARN", STATIC, required=True, refers_to="lambda"),
                    Parameter(
                        "ChatProcessorSettings",
                        OBJECT,
                        required=True,
                        members=(Parameter("DeliverUnprocessedMessages", STATIC, values=FLAG),),
                    ),
                ),
            ),
        ),
        errors=(FAILURE, ErrorRule("ChannelMismatch")),
        channels=CHAT,
        flow_types=EVERYWHERE,
    ),
    "UpdateContactMediaStreamingBehavior": ActionRule(
        "D, C",
        dev("contact-actions-updatecontactmediastreamingbehavior"),
        fails("Nothing is streamed: a chat takes the error branch."),
        (
            Parameter("MediaStreamingState", STATIC, values=SWITCH),
            Parameter(
                "Participants",
                LIST,
                item=Parameter(
                    "",
                    OBJECT,
                    members=(
                        Parameter("ParticipantType", STATIC, values=("Customer",)),
                        Parameter("MediaDirections", LIST, item=Parameter("", STATIC, values=("To", "From"))),
                    ),
                ),
            ),
            Parameter("MediaStreamType", STATIC, values=("Audio",)),
        ),
        errors=(FAILURE,),
        channels=VOICE,
        flow_types=IN_CQ | WHISPERS,
    ),
    "UpdateContactTextToSpeechVoice": ActionRule(
        "D, errors and spelling of engines C, S",
        dev("contact-actions-updatecontacttexttospeechvoice"),
        idles("Nothing changes: a chat takes the success branch."),
        (
            Parameter("TextToSpeechVoice", TEXT),
            Parameter("TextToSpeechEngine", TEXT),
            Parameter("TextToSpeechStyle", TEXT),
        ),
        errors=(RARE_FAILURE,),
        channels=VOICE,
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
}
