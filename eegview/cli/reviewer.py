"""Options and arguments that several commands share: recording, encoding, library, reviewer, role, JSON."""

from pathlib import Path
from typing import Annotated

import typer

LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        envvar="EEGVIEW_LIBRARY",
        metavar="URL",
        help="Study library: a path or sqlite:///PATH. Default: a file in your data folder.",
    ),
]
ReviewerOption = Annotated[
    str, typer.Option("--reviewer", envvar="EEGVIEW_REVIEWER", metavar="NAME", help="Who acts; also the layer.")
]
RoleOption = Annotated[
    str, typer.Option("--role", envvar="EEGVIEW_ROLE", metavar="ROLE", help="technologist, neurologist or resident.")
]
EncodingOption = Annotated[
    str,
    typer.Option(
        "--encoding", metavar="NAME", help="Of texts that are not in UTF-8: cp1250, gbk … Default: found out."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="The recording.")]

DEFAULT_REVIEWER = "me"
DEFAULT_ROLE = "technologist"


def files_of(study: str) -> list[str]:
    """Return the files of a study: FILE, FILE+FILE…, or the clips of a folder that holds no recording.

    A file whose own name has a plus sign is one.

    Raises
    ------
    UnreadableFile : a folder is a study of a program whose format is not read
    """
    parts = study.split("+") if "+" in study and not Path(study).exists() else [study]
    if not any(Path(part).exists() for part in parts):
        return [study]  # so that what was given is named
    return [file for part in parts for file in _clips_in(part) or (part,)]


def _clips_in(folder: str) -> tuple[str, ...]:
    if not Path(folder).is_dir():
        return ()
    from eegview.app.study.opening_plan import clips_in  # looks into the folder

    return clips_in(folder)


def _files_of_study(given: list[str] | None) -> list[str] | None:
    """Return all files of a study, however it was named: several files, FILE+FILE…, a folder of clips."""
    return None if given is None else [file for study in given for file in files_of(study)]


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="A recording; several files, FILE+FILE… or a folder of clips are one study.",
        callback=_files_of_study,
        show_default=False,
    ),
]
OptionalFilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help="A recording; several files, FILE+FILE… or a folder of clips are one study.",
        callback=_files_of_study,
        show_default=False,
    ),
]
