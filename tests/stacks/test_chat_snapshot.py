"""Shows what changed in the chat stack; what must hold is tested elsewhere."""

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

pytestmark = pytest.mark.cdk


def test_the_chat_template_is_as_it_was(local, snapshot):
    template = local[1].to_json()
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"]["Code"]["S3Key"] = "<the asset's hash>"

    assert template == snapshot(extension_class=JSONSnapshotExtension)
