"""`eegview library names|starts|note`: what the library keeps of recordings, and have it know some."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.library.editing import study_library
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library.opening import is_library_there, open_source, slowness_in
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import JsonOption, LibraryOption
from eegview.model.errors import EegViewError, LibraryRefused, UnreadableFile, UsageError
from eegview.model.study.known_recording import KeptIdentity
from eegview.readers.recording_files import find_recordings

SwitchArgument = Annotated[str, typer.Argument(metavar="[on|off]", help="Nothing: say how it is.", show_default=False)]
_STATES = {"on": True, "off": False}


def switch_names(switch: SwitchArgument = "", library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say whether the library keeps names of recordings; switch it on or off. A new library keeps none.

    The name of a file may be the name of a patient, and a department's library is read by many; so no name is kept
    unless somebody decides it, for all who use this library. “off” also removes the names that were kept. What is
    removed is overwritten in a library that is a file; backups made before still hold it, and a server does until its
    next vacuum.

    Example: eegview library names on
    """
    _switch("names", switch, library, as_json)


def switch_starts(switch: SwitchArgument = "", library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say whether the library keeps when recordings began; switch it on or off. A new library does.

    Date and time of a recording can tell whose it is to who knows the ward's plan, also after the file was anonymised:
    the library then still holds the start of the original. “off” removes all that were kept, as with names.

    Example: eegview library starts off
    """
    _switch("starts", switch, library, as_json)


def note(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Recordings, or folders of them.")],
    all_of_them: Annotated[
        bool, typer.Option("--all", help="Also those that the library holds nothing of yet.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have the library know recordings without opening each in the window; only their headers are read.

    For a library of before, which knows nothing of the recordings it holds marks of.

    Example: eegview library note archive/
    """
    files = [str(path) for path in find_recordings(paths)]
    if not files:
        raise UsageError("There is no recording in these places.", "Give recordings, or folders that hold some.")
    progress = stderr_progress("Reading headers")
    noted: list[str] = []
    n_unknown, n_failed = 0, 0
    with closing(study_library(library)) as opened:
        held = {one.fingerprint for one in opened.recordings()}
        for number, file in enumerate(files):
            progress(number / len(files))
            try:
                with closing(open_source([file], slowness=slowness_in(opened))) as source:
                    known = known_source(source)
            except EegViewError as error:
                n_failed += 1
                print_message(f"{Path(file).name}: {error.sentence}")
                continue
            if known.fingerprint not in held and not all_of_them:
                n_unknown += 1
            elif not note_opened(opened, known):
                raise LibraryRefused("The library cannot be written now.", "Try again later.")
            else:
                noted.append(known.fingerprint)
    progress(1.0)
    if n_failed == len(files):
        raise UnreadableFile("None of these files is a recording that can be read.", "See the messages above.")
    if as_json:
        print_json({"noted": noted, "n_not_in_library": n_unknown, "n_failed": n_failed})
        return
    print_line(f"The library knows {len(noted)} of these recordings now.")
    if n_unknown:
        print_message(f"It holds nothing of {n_unknown} others, which were left out; --all notes them, too.")


def _switch(what: str, switch: str, library: str | None, as_json: bool) -> None:
    if switch and switch not in _STATES:
        raise UsageError(f"“{switch}” is neither on nor off.", f"Write: eegview library {what} on.")
    if not switch and not is_library_there(library):  # asked, not set: no library is made
        kept, is_clean = KeptIdentity(), True
    else:
        with closing(study_library(library)) as opened:
            is_clean = True
            if switch:
                is_clean = opened.keep_identity(replace(opened.kept_identity, **{what: _STATES[switch]}))
                if what == "starts" and not _STATES[switch] and opened.infant_ids():
                    print_message("The logs of infants hold days (birth, treatment, diary); they stay.")
            kept = opened.kept_identity
    if as_json:
        print_json({"names": kept.names, "starts": kept.starts})
    else:
        for name, is_kept in (("Names of recordings", kept.names), ("Start times", kept.starts)):
            print_line(f"{name}: {'kept' if is_kept else 'not kept'}.")
    if switch == "off":
        traces = "" if is_clean else "The database itself may hold traces until it is cleaned up (vacuum). "
        print_message(f"{traces}Backups that were made before still hold what was kept.")
