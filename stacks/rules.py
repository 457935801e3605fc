"""The security rules every synth is checked against, and how a finding is accepted."""

from __future__ import annotations

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks
from constructs import IConstruct


def check_rules(app: cdk.Stage) -> None:
    """Have the app checked against the AWS Solutions rules when it is synthesised; findings fail it."""
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def accept_finding(construct: IConstruct, rule: str, reason: str) -> None:
    """Live with what a rule finds in one construct, for a reason a reviewer can judge."""
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=rule, reason=reason))
