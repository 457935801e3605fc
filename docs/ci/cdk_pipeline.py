"""A CDK pipeline that deploys the chat and then holds its chats. Copy to ``pipeline.py`` beside ``app.py``.

``cdk deploy --app 'python pipeline.py'`` creates it once; from then on it changes itself with each push.
What to change stands in docs/ci/README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import pipelines
from constructs import Construct

from stacks.assembly import build_app

ENVIRONMENT = "dev"
REPOSITORY = "acme/store-chat"
BRANCH = "main"
CONNECTION_ARN = (
    "arn:aws:codeconnections:eu-west-2:111122223333:connection/00000000-0000-0000-0000-000000000000"
)
PIPELINE_ACCOUNT, PIPELINE_REGION = "111122223333", "eu-west-2"

CALLED = (
    *("StartChatContact", "StopContact", "DescribeContact", "GetContactAttributes"),
    *("ListQueues", "GetCurrentMetricData"),  # whether agents are online
)
OUTPUT = "OUTPUT_"
# Stack outputs come as variables, one scalar each; the runner reads them as the CDK CLI would write them.
WRITE_OUTPUTS = f"""mkdir -p build && .venv/bin/python -c '
import json, os
given = {{key[{len(OUTPUT)}:]: value for key, value in os.environ.items() if key.startswith("{OUTPUT}")}}
about = {{"format": 1, "environment": os.environ["ENV"], "region": os.environ["DEPLOYED_REGION"]}}
about["instanceId"] = given["InstanceId"]
given["ChatcheckDeployment"] = json.dumps(about)
with open("build/outputs.json", "w") as file:
    json.dump({{"chat": given}}, file)
'"""
HOLD = (
    ".venv/bin/chatcheck run specs/chats --outputs build/outputs.json "
    "--report junit=build/junit.xml --report html=build/report.html --report json=build/report.json "
    "--transcripts build/transcripts"
)
INSTALL = ["make setup"]
# Nothing is synthesised that is wrong by itself.
LINT = [".venv/bin/chatcheck validate specs", ".venv/bin/chatcheck flow lint specs/flows"]
SYNTH = "PATH=\"$PWD/.venv/bin:$PATH\" node_modules/.bin/cdk synth --app 'python pipeline.py'"
COMMANDS = [WRITE_OUTPUTS, HOLD]
KEEP = ['.venv/bin/aws s3 cp --recursive --no-progress build "s3://$REPORTS/$CODEBUILD_BUILD_ID"']


class ChatStage(cdk.Stage):
    """One environment's stacks, deployed together.

    Attributes:
        outputs: what the chat's stack tells, by key.
        deployed_region: where it is.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment_name: str, specs: Path) -> None:
        super().__init__(scope, construct_id)
        _, chat = build_app(self, environment_name=environment_name, specs=specs)
        self.deployed_region = chat.region
        found = (each for each in chat.node.children if isinstance(each, cdk.CfnOutput))
        self.outputs = {each.node.id: each for each in found}


class ChatCheck(pipelines.CodeBuildStep):
    """Holds the chats against what a stage deployed; goes red when one fails, and keeps the reports."""

    def __init__(
        self, step_id: str, *, stage: ChatStage, environment_name: str, source: Any, reports: s3.IBucket
    ) -> None:
        # Quotes inside a value would end the action's JSON, so that what holds JSON itself stays behind.
        scalars = {key: each for key, each in stage.outputs.items() if key != "ChatcheckDeployment"}
        super().__init__(
            step_id,
            input=source,
            env={
                "ENV": environment_name,
                "DEPLOYED_REGION": stage.deployed_region,
                "REPORTS": reports.bucket_name,
            },
            env_from_cfn_outputs={OUTPUT + key: each for key, each in scalars.items()},
            install_commands=INSTALL,
            commands=COMMANDS,
            partial_build_spec=codebuild.BuildSpec.from_object(
                {
                    "phases": {
                        "install": {"runtime-versions": {"python": "3.13"}},
                        "post_build": {"commands": KEEP},
                    },
                    "reports": {
                        "chats": {
                            "base-directory": "build",
                            "files": ["junit.xml"],
                            "file-format": "JUNITXML",
                        }
                    },
                }
            ),
            role_policy_statements=[
                iam.PolicyStatement(actions=[f"connect:{name}" for name in CALLED], resources=["*"]),
                iam.PolicyStatement(actions=["s3:PutObject"], resources=[reports.arn_for_objects("*")]),
            ],
        )


class ChatPipeline(cdk.Stack):
    """From a push to chats that were held. A stage takes one deploy at a time."""

    def __init__(
        self, scope: Construct, construct_id: str, *, environment_name: str, specs: Path, **kwargs: Any
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        source = pipelines.CodePipelineSource.connection(REPOSITORY, BRANCH, connection_arn=CONNECTION_ARN)
        synth = pipelines.CodeBuildStep(
            "Synth",
            input=source,
            install_commands=INSTALL,
            commands=[*LINT, SYNTH],
            partial_build_spec=codebuild.BuildSpec.from_object(
                {"phases": {"install": {"runtime-versions": {"python": "3.13"}}}}
            ),
        )
        pipeline = pipelines.CodePipeline(self, "Pipeline", synth=synth, cross_account_keys=True)
        reports = s3.Bucket(
            self,
            "Reports",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(30))],
        )
        stage = ChatStage(self, environment_name.capitalize(), environment_name=environment_name, specs=specs)
        check = ChatCheck(
            "HoldTheChats", stage=stage, environment_name=environment_name, source=source, reports=reports
        )
        pipeline.add_stage(stage, post=[check])


def main() -> None:
    """Synthesise the pipeline."""
    app = cdk.App(analytics_reporting=False)
    place = cdk.Environment(account=PIPELINE_ACCOUNT, region=PIPELINE_REGION)
    ChatPipeline(app, "ChatPipeline", environment_name=ENVIRONMENT, specs=Path("specs"), env=place)
    app.synth()


if __name__ == "__main__":
    main()
