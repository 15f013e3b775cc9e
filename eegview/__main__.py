"""`python -m eegview` and the `eegview` script."""

import os
import sys
from types import TracebackType


def main() -> None:
    """Run the command line, and end with its exit code."""
    _have_three_streams()
    sys.excepthook = report_crash
    from eegview.cli.run import main as run

    sys.exit(run())


def report_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in a sentence that the program has a fault, and where the report lies."""
    if sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
        return
    from eegview.app.crash_report import report_text, write_report

    text = report_text(kind, error, trace)
    place = write_report(text)
    where = (
        f"A report without patient data is in {place}."
        if place
        else f"The report could not be written to any disk:\n{text}"
    )
    sys.stderr.write(f"eegview had an internal error ({kind.__name__}).\n{where}\n")


def _have_three_streams() -> None:
    """Have stdin, stdout and stderr, also where they are closed, and let each character pass in some form."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:  # else the next file opened would be taken for one of them
        pass
    os.close(handle)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
