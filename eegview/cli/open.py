"""`eegview [open] [FILE…]`: the window."""

from typing import Annotated

import typer

from eegview.cli.reviewer import EncodingOption
from eegview.cli.window import open_files


def open_window(
    files: Annotated[list[str] | None, typer.Argument(help="A recording, or several files of one study.")] = None,
    video: Annotated[list[str] | None, typer.Option(help="Video of the recording; may be given several times.")] = None,
    montage: Annotated[str | None, typer.Option(help="Montage id, see `eegview montages`.")] = None,
    at: Annotated[str | None, typer.Option(help="Seconds, HH:MM:SS from start, or @HH:MM:SS by the clock.")] = None,
    page: Annotated[float | None, typer.Option(help="Seconds on a page.")] = None,
    encoding: EncodingOption = "",
    library: Annotated[str | None, typer.Option(envvar="EEGVIEW_LIBRARY", help="Study library.")] = None,
    reviewer: Annotated[str | None, typer.Option(envvar="EEGVIEW_REVIEWER", help="Who reads.")] = None,
    role: Annotated[str, typer.Option(envvar="EEGVIEW_ROLE", help="technologist, neurologist, resident")] = "",
) -> int:
    """Open a recording in the window, or the folder of a study bundle, which is checked first.

    Example: eegview open night.edf --video night.mp4 --at 00:12:40
    """
    return open_files(files or (), video or (), montage, at, page, library, reviewer, role, encoding)
