"""Amazon Connect chat as code: importing this package pulls in nothing else."""

__version__ = "0.1.0"
