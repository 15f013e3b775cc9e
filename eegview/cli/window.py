"""Open the window on files; without typer, so that nothing is loaded that the first page waits for."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from eegview.model.errors import UnreadableFile, UsageError


def open_files(
    files: Sequence[str],
    videos: Sequence[str] = (),
    montage: str | None = None,
    at: str | None = None,
    page_s: float | None = None,
    library: str | None = None,
    reviewer: str | None = None,
    role: str = "",
    encoding: str = "",
) -> int:
    """Open a recording in the window, or the folder of a study bundle, which is checked first, or a report's link.

    Return the exit code.

    What is not given is taken from the environment's EEGVIEW_LIBRARY, EEGVIEW_REVIEWER and EEGVIEW_ROLE.
    """
    files, link = without_link(files)
    check_there([*files, *videos])
    if encoding:
        from eegview.model.text.decoding import known_encoding

        known_encoding(encoding)
    library = library or os.environ.get("EEGVIEW_LIBRARY") or None
    reviewer = reviewer or os.environ.get("EEGVIEW_REVIEWER") or None
    role = role or os.environ.get("EEGVIEW_ROLE") or ""
    if montage is not None:
        from eegview.app.montage.store import montage_by_id

        montage_by_id(montage)
    from eegview.main import open_window as run
    from eegview.model.recording import Recording
    from eegview.model.time.wall_clock import recording_time_s

    def start_s(recording: object) -> float:
        assert isinstance(recording, Recording)
        return recording_time_s(at or "0", recording)

    who = (reviewer, role or "technologist") if reviewer else None
    if len(files) == 1 and is_bundle(files[0]):
        from eegview.cli.exchange.bundle import import_bundle
        from eegview.cli.reviewer import DEFAULT_REVIEWER, DEFAULT_ROLE

        study = import_bundle(Path(files[0]), library, reviewer or DEFAULT_REVIEWER, role or DEFAULT_ROLE)[0]
        files, videos = [*study.recordings], [*study.videos, *videos]
    elif any(Path(file).is_dir() for file in files):
        files, videos = of_folders(files, videos)
    return run(files, videos, start_s if at else None, montage, page_s, library, who, encoding, link)


def of_folders(files: Sequence[str], videos: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the recordings and videos to open where folders were given; of clips alone, the clips.

    Raises
    ------
    UnreadableFile : a folder holds none, or several recordings that are not parts of one
    """
    from eegview.app.study.opening_plan import plan_opening

    plan = plan_opening(files)
    if not plan.recordings:
        return plan.videos, videos
    if plan.needs_choice and len(plan.chosen) < len(plan.recordings):
        raise UnreadableFile(f"The folder holds {len(plan.recordings)} recordings.", "Name the one to open.")
    return plan.recordings, [*plan.videos, *videos]


def without_link(files: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the files among what was given, and the link of a report, "" for none; it is read before anything opens.

    Raises
    ------
    UsageError : the link cannot be read, or there are several
    """
    links = [file for file in files if file.lstrip().casefold().startswith("eegview:")]
    if not links:
        return files, ""
    from eegview.app.links.reading import read_link

    if len(links) > 1:
        raise UsageError("Several links were given.", "Open one link at a time.")
    read_link(links[0])
    return [file for file in files if file != links[0]], links[0]


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
