"""`python -m chatcheck` is the command `chatcheck`."""

from chatcheck.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
