"""Actions for voice that a chat can meet: each takes its documented error branch at once."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.model import Action
from chatcheck.flow.outcome import NO_MATCHING_ERROR, Behaviour, Execute, Outcome, fail
from chatcheck.flow.run import Run


def _fail_with(error: str) -> Execute:
    def execute(run: Run, action: Action) -> Outcome:
        return fail(run, f"{action.type} is not for chat", error)

    return execute


BEHAVIOURS: Mapping[str, Behaviour] = {
    "UpdateContactMediaStreamingBehavior": Behaviour("StartMediaStreaming", _fail_with(NO_MATCHING_ERROR)),
    "TransferParticipantToThirdParty": Behaviour("Transfer", _fail_with(NO_MATCHING_ERROR)),
    "UpdateContactCallbackNumber": Behaviour("SetCallbackNumber", _fail_with("InvalidCallbackNumber")),
    "UpdatePreviousContactParticipantState": Behaviour("HoldParticipant", _fail_with(NO_MATCHING_ERROR)),
    "CheckVoiceId": Behaviour("CheckVoiceId", _fail_with(NO_MATCHING_ERROR)),
    "StartVoiceIdStream": Behaviour("StartVoiceIdStream", _fail_with(NO_MATCHING_ERROR)),
}
