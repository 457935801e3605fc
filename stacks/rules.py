"""The security rules every synth is checked against, and the findings we live with."""

from __future__ import annotations

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

ACCEPTED = {
    "AwsSolutions-S1": "Connect is the only writer of the transcript bucket and people read through Connect; "
    "who else reads is in CloudTrail, so access logs would only add a second bucket to keep.",
}
"""Rule to reason. Anything else that is found fails the synth."""


def check_rules(app: cdk.App) -> None:
    """Have the app checked against the AWS Solutions rules when it is synthesised."""
    validations = cdk.Validations.of(app)
    validations.add_plugins(AwsSolutionsChecks(app))
    for rule, reason in ACCEPTED.items():
        validations.acknowledge(cdk.Acknowledgment(id=rule, reason=reason))
