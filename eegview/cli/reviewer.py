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
    """Return the files of a study: FILE, or FILE+FILE…; a file whose own name has a plus sign is one."""
    return study.split("+") if "+" in study and not Path(study).exists() else [study]
