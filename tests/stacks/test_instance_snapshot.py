"""Shows what changed in the instance stack; what must hold is tested elsewhere."""

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

pytestmark = pytest.mark.cdk


def test_the_instance_template_is_as_it_was(local, snapshot):
    assert local[0].to_json() == snapshot(extension_class=JSONSnapshotExtension)
