"""The entry of the command line: runs a command and turns a failure into a sentence, an advice and an exit code."""

import importlib
import sys
from collections.abc import Callable

from eegview import __version__
from eegview.cli.commands import COMMANDS
from eegview.model.errors import EegViewError

CANCELLED = 130
DISCLAIMER = "For research and education; not a cleared medical device."


def main(argv: list[str] | None = None) -> int:
    """Run `eegview ARGV` and return its exit code."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if argv and argv[0] in ("-h", "--help"):
        print(overview())
        return 0
    if argv and argv[0] == "--version":
        print(f"eegview {__version__}")
        return 0
    name = argv.pop(0) if argv and argv[0] in COMMANDS else "open"
    stop = _tell_of_file_faults()
    try:
        return run_command(name, argv)
    except EegViewError as error:
        print(f"{error.sentence}\n{error.advice}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Cancelled.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    finally:
        stop()


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
