"""`eegview [open] [FILE…]`: the window."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.montage.store import montage_by_id
from eegview.cli.reviewer import DEFAULT_REVIEWER, DEFAULT_ROLE
from eegview.model.errors import UnreadableFile


def open_window(
    files: Annotated[list[str] | None, typer.Argument(help="A recording, or several files of one study.")] = None,
    video: Annotated[list[str] | None, typer.Option(help="Video of the recording; may be given several times.")] = None,
    montage: Annotated[str | None, typer.Option(help="Montage id, see `eegview montages`.")] = None,
    at: Annotated[str | None, typer.Option(help="Seconds, HH:MM:SS from start, or @HH:MM:SS by the clock.")] = None,
    page: Annotated[float | None, typer.Option(help="Seconds on a page.")] = None,
    library: Annotated[str | None, typer.Option(envvar="EEGVIEW_LIBRARY", help="Study library.")] = None,
    reviewer: Annotated[str | None, typer.Option(envvar="EEGVIEW_REVIEWER", help="Who reads.")] = None,
    role: Annotated[str, typer.Option(envvar="EEGVIEW_ROLE", help="technologist, neurologist, resident")] = "",
) -> int:
    """Open a recording in the window, or the folder of a study bundle, which is checked first.

    Example: eegview open night.edf --video night.mp4 --at 00:12:40
    """
    check_there([*(files or ()), *(video or ())])
    if montage is not None:
        montage_by_id(montage)
    from eegview.main import open_window as run
    from eegview.model.clock import parse_time_s
    from eegview.model.recording import Recording

    def start_s(recording: object) -> float:
        assert isinstance(recording, Recording)
        return parse_time_s(at or "0", recording.started_at)

    who = (reviewer, role or "technologist") if reviewer else None
    if files and len(files) == 1 and is_bundle(files[0]):
        from eegview.cli.bundle import import_bundle

        study = import_bundle(Path(files[0]), library, reviewer or DEFAULT_REVIEWER, role or DEFAULT_ROLE)[0]
        files, video = [*study.recordings], [*study.videos, *(video or ())]
    return run(files or (), video or (), start_s if at else None, montage, page, library, who)


def is_bundle(path: str) -> bool:
    """Check whether a path is a folder that “eegview bundle” made (an EGI folder, say, is a recording)."""
    folder = Path(path)
    return folder.is_dir() and (folder / "manifest.json").is_file() and (folder / "study").is_dir()


def check_there(paths: Iterable[str]) -> None:
    """Check that files exist, before a window covers the terminal.

    Raises
    ------
    UnreadableFile : a file is missing
    """
    for path in paths:
        if not Path(path).exists():
            raise UnreadableFile(
                f"{Path(path).name} was not found.",
                "Check its name and the folder; “eegview --help” lists the commands.",
            )
