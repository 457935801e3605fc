"""Where the commands under test are."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CHATCHECK = BIN / "chatcheck"
CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
