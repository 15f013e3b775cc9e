"""The entry of the command line: runs a command and turns a failure into a sentence, an advice and an exit code."""

import contextlib
import errno
import importlib
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from eegview import __version__
from eegview.cli.commands import COMMANDS
from eegview.cli.window import open_files
from eegview.model.errors import EegViewError, UnreadableFile, UsageError
from eegview.model.provenance import as_json as as_provenance_json

CANCELLED = 130
_LARGEST = 1e9  # no option has a use for a larger number
DISCLAIMER = "For research and education; not a cleared medical device."


def main(argv: list[str] | None = None) -> int:
    """Run `eegview ARGV` and return its exit code."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if argv and argv[0] in ("-h", "--help"):
        print(overview())
        return 0
    if argv and argv[0] == "--version":
        _print_version("--json" in argv[1:])
        return 0
    name = argv.pop(0) if argv and argv[0] in COMMANDS else "open"
    no_more_faults = _tell_of_file_faults()
    try:
        _refuse_special_files(argv)
        code = open_files(argv) if name == "open" and not _has_options(argv) else run_command(name, argv)
        sys.stdout.flush()
    except EegViewError as error:
        return _fail(error)
    except KeyboardInterrupt:
        print("Cancelled.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:
        _leave_stdout()
        return 0
    except SystemExit as stop:  # what typer makes of a broken pipe
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        _leave_stdout()
        return 0
    except OSError as error:  # the disk or the system refused, and nobody nearer knew more
        _leave_stdout()
        return _fail(refused(error))
    else:
        return code
    finally:
        no_more_faults()


def _print_version(as_json: bool) -> None:
    """Print version and code hash; as JSON with the libraries, in the form of all provenance."""
    from eegview.app.provenance import program_provenance, program_software
    from eegview.cli.output import print_json

    if as_json:
        print_json(as_provenance_json(program_provenance()))
    else:
        print(f"eegview {__version__}\ncode {program_software().code_hash}")


def _has_options(argv: list[str]) -> bool:
    return any(argument.startswith("-") for argument in argv)


def _fail(error: EegViewError) -> int:
    print(f"{error.sentence}\n{error.advice}", file=sys.stderr)
    return error.exit_code


def refused(error: OSError) -> EegViewError:
    """Return the sentence for what the system refused."""
    named = error.filename if isinstance(error.filename, str) else ""
    what = f"“{Path(named).name[-80:]}” cannot be used" if named else "The system reported an error"
    why = (error.strerror or "the disk could not be accessed").lower()
    kind = UnreadableFile if named and error.errno != errno.ENAMETOOLONG else UsageError
    return kind(f"{what}: {why}.", "Check the name, the folder, and that there is room on the disk.")


def _leave_stdout() -> None:
    """Let nothing more go to a stdout that takes nothing, also when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse_special_files(argv: list[str]) -> None:
    """Refuse pipes, sockets and devices in place of any file, whatever the command would do with it."""
    from eegview.readers.plain_file import refuse_special

    for argument in argv:
        refuse_special(argument.partition("=")[2] if argument.startswith("--") else argument)


def _tell_of_file_faults() -> Callable[[], None]:
    """Write each fault in a file of the user's own to stderr, once; return the way back."""
    from eegview.app.resources import FileFault, on_file_fault
    from eegview.cli.output import print_message

    told: list[FileFault] = []

    def tell(fault: FileFault) -> None:
        if fault not in told:
            told.append(fault)
            print_message(fault.message)

    return on_file_fault(tell)


def run_command(name: str, argv: list[str]) -> int:
    """Import the module of a command, let typer parse `argv`, run it, and return its exit code."""
    import typer

    module_name, attribute = COMMANDS[name][0].split(":")
    target = getattr(importlib.import_module(module_name), attribute)
    if not isinstance(target, typer.Typer):
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command()(target)
        target = app
    command = typer.main.get_command(target)
    _refuse_infinite(command)
    # typer has carried click inside itself since 0.20-odd; its exceptions are found the same way in both worlds
    click_error: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
    try:
        result = command.main(args=argv, prog_name=f"eegview {name}", standalone_mode=False)
    except click_error as error:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return 2
    except typer.Abort:
        print("Cancelled.", file=sys.stderr)
        return 130
    except typer.Exit as stop:
        return stop.exit_code
    if result == CANCELLED:  # what typer makes of Ctrl+C, without a message
        print("Cancelled.", file=sys.stderr)
    return result if isinstance(result, int) else 0


def _refuse_infinite(command: Any) -> None:
    """Have every option that takes a number refuse “nan”, “inf”, “1e999” and what is beyond all use."""
    for sub_command in getattr(command, "commands", {}).values():
        _refuse_infinite(sub_command)
    for param in command.params:
        param.process_value = partial(_finite, param, param.process_value)


def _finite(param: Any, process: Callable[[Any, Any], Any], context: Any, value: Any) -> Any:
    """Return a parameter's value as `process` makes it."""
    import typer

    found = process(context, value)
    if isinstance(found, int | float) and not abs(found) <= _LARGEST:  # nor NaN
        raise typer.BadParameter(f"{value!r} is not a valid number.", ctx=context, param=param)
    return found


def overview() -> str:
    """Return the text of `eegview --help`."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {line}" for name, (_, line) in COMMANDS.items()]
    return "\n".join(
        [
            "eegview: read infants' EEG with video. " + DISCLAIMER,
            "",
            "  eegview FILE…            open a recording (several files of one study may be given)",
            "  eegview COMMAND --help   what a command does, with an example",
            "",
            *lines,
            "",
            "Exit codes: 0 done · 2 usage · 3 file unreadable · 4 detector failed · 5 library refused · 130 cancelled",
        ]
    )
