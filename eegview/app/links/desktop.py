"""Having the desktop open `eegview:` links with this program: only on request, for this account only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.report.link import SCHEME

FILE_NAME = "eegview-links.desktop"
KIND = f"x-scheme-handler/{SCHEME}"
_WAIT_S = 20.0


def applications_folder() -> Path:
    """Return the folder in which the desktop looks for this account's programs (XDG Base Directory)."""
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "applications"


def desktop_entry(python: str) -> str:
    """Return the desktop's description of the program (Desktop Entry Specification).

    python : the interpreter that has the program
    """
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            "Name=eegview",
            "Comment=Open a value of an EEG report. For research and education; not a medical device.",
            f"Exec={_quoted(python)} -P -m eegview open %u",  # never modules of the folder it is started in
            "Terminal=false",
            "NoDisplay=true",
            "Categories=Science;MedicalSoftware;",
            f"MimeType={KIND};",
            "",
        ]
    )


def register_links(python: str) -> tuple[str, ...]:
    """Write the desktop entry and make it the handler of the links; return what was done.

    Raises
    ------
    UsageError : this is no desktop with such entries, or the interpreter's path cannot be written in one
    """
    _check_desktop()
    folder = applications_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE_NAME, desktop_entry(python).encode())
    said = [f"Wrote {FILE_NAME} into the folder of your applications."]
    if _run("xdg-mime", "default", FILE_NAME, KIND):
        said.append("Links that begin with “eegview:” are opened with eegview from now on.")
    else:
        said.append(f"The desktop was not told automatically; run: xdg-mime default {FILE_NAME} {KIND}")
    _run("update-desktop-database", str(folder))
    return tuple(said)


def unregister_links() -> tuple[str, ...]:
    """Remove the desktop entry; return what was done."""
    _check_desktop()
    folder = applications_folder()
    if not (folder / FILE_NAME).is_file():
        return ("Links were not registered; nothing is changed.",)
    (folder / FILE_NAME).unlink()
    _run("update-desktop-database", str(folder))
    return ("Links are no longer opened with eegview.",)


def _check_desktop() -> None:
    if sys.platform in ("win32", "darwin"):
        raise UsageError(
            "Links are registered by hand on this system.",
            "Help → Guide, “Links of a report”, says how. A link can always be pasted: Study → Open link.",
        )


def _quoted(path: str) -> str:
    """Return a path as an argument of a desktop entry's command."""
    if not path.isprintable():
        raise UsageError("The program's folder has letters that no desktop entry can hold.", "Move it, then try again.")
    escaped = "".join(f"\\\\{letter}" if letter in '"`$\\' else letter for letter in path)
    return f'"{escaped.replace("%", "%%")}"'


def _run(*command: str) -> bool:
    """Run a tool of the desktop; return whether it is there and did it."""
    tool = shutil.which(command[0])
    if tool is None:
        return False
    try:
        done = subprocess.run([tool, *command[1:]], capture_output=True, timeout=_WAIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
