"""`eegview [open] [FILE…]`: the window."""

from typing import Annotated

import typer

from eegview.cli.reviewer import EncodingOption
from eegview.cli.window import open_files


def open_window(
    files: Annotated[
        list[str] | None, typer.Argument(help="A recording, several files of one study, or a link.")
    ] = None,
    file: Annotated[list[str] | None, typer.Option("--file", help="The recording of a link, where it is.")] = None,
    video: Annotated[list[str] | None, typer.Option(help="Video of the recording; may be given several times.")] = None,
    montage: Annotated[str | None, typer.Option(help="Montage id, see `eegview montages`.")] = None,
    at: Annotated[str | None, typer.Option(help="Seconds, HH:MM:SS from start, or @HH:MM:SS by the clock.")] = None,
    page: Annotated[float | None, typer.Option(help="Seconds on a page.")] = None,
    encoding: EncodingOption = "",
    library: Annotated[str | None, typer.Option(envvar="EEGVIEW_LIBRARY", help="Study library.")] = None,
    reviewer: Annotated[str | None, typer.Option(envvar="EEGVIEW_REVIEWER", help="Who reads.")] = None,
    role: Annotated[str, typer.Option(envvar="EEGVIEW_ROLE", help="technologist, neurologist, resident")] = "",
) -> int:
    """Open a recording in the window, or the folder of a study bundle, which is checked first; or a report's link.

    A link “eegview:page?recording=…” opens the recording that it names; where that is not known, give it with --file.

    Example: eegview open night.edf --video night.mp4 --at 00:12:40
    """
    return open_files(
        [*(files or ()), *(file or ())], video or (), montage, at, page, library, reviewer, role, encoding
    )
