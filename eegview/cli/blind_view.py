"""What a reader who scores an epoch is not shown of other readers' evidence, for commands that list or write marks."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from eegview.app.scoring import blindness
from eegview.cli.output import print_message
from eegview.model.annotation import Annotation

ViewerOption = Annotated[
    str | None,
    typer.Option(
        "--reviewer",
        envvar="EEGVIEW_REVIEWER",
        metavar="NAME",
        help="Who looks: of an epoch that they score, other readers' evidence is left out until both have committed.",
    ),
]


def hidden_from(viewer: str | None, stored: Iterable[Annotation]) -> Callable[[Annotation], bool]:
    """Return whether a mark or record is evidence that a reader may not see yet; nothing is, where nobody is named.

    stored : all that the library holds of the recording, records included
    """
    if viewer is None:
        return _nothing
    return blindness.hidden_from(viewer, stored)


def without_hidden(viewer: str | None, stored: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return the marks and records without those that a reader may not see yet; says that some were left out."""
    stored = tuple(stored)
    is_hidden = hidden_from(viewer, stored)
    shown = tuple(mark for mark in stored if not is_hidden(mark))
    if len(shown) < len(stored):
        print_message(f"Other readers' evidence for a score is hidden from {viewer} until both have committed.")
    return shown


def _nothing(_mark: Annotation) -> bool:
    return False
