"""What a command ends with, whatever happens inside it."""

from __future__ import annotations

import sys
from types import ModuleType

from chatcheck.cli.output import complain, drop_stdout
from chatcheck.errors import ChatcheckError, Diagnostic, format_diagnostic

EXIT_BROKEN = 3
EXIT_INTERRUPTED = 130


def run_to_code(command: ModuleType, args: object) -> int:
    """Call the command's `execute`; say on stderr what it raises. Raises nothing but SystemExit."""
    try:
        code: int = command.execute(args)
    except ChatcheckError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        drop_stdout()  # the reader (`| head`) has all it wanted; verdicts are told by `output.say`
        return 0
    except OSError as error:
        what = f"the system refuses: {error.strerror or error}"
        where = f"{error.filename}: " if error.filename else ""
        complain(format_diagnostic(Diagnostic("U590", where + what)))
        return EXIT_BROKEN
    except Exception as error:  # noqa: BLE001
        # A fault of ours must not look like a failed check, whose code 1 Python would end with.
        sys.__excepthook__(type(error), error, error.__traceback__)
        fix = "report it with the lines above"
        complain(format_diagnostic(Diagnostic("U591", "chatcheck itself has a fault", fix=fix)))
        return EXIT_BROKEN
    return code
