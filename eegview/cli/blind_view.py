"""What a reader is not shown yet, for commands that list, draw, count or write marks.

Of a study that is read blind: all that others, detectors and the file say, until the reader's own marks are signed. Of
an epoch that they score: other readers' evidence, until both have committed.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.blind_reading.blindness import NOT_BLIND, Blindness, blindness_of
from eegview.app.blind_reading.texts import hidden_sentence
from eegview.app.blind_reading.visibility import sealed_from, seen_marks
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.scoring import blindness
from eegview.cli.output import print_message
from eegview.model.annotation import Annotation

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.model.recording import SignalSource

ViewerOption = Annotated[
    str | None,
    typer.Option(
        "--reviewer",
        envvar="EEGVIEW_REVIEWER",
        metavar="NAME",
        help="Who looks: others' work that this reader may not see yet is left out. A study that is read blind shows "
        "nothing of readers where nobody is named.",
    ),
]


def viewers_library(
    library_url: str | None, viewer: str | None, opened: "SignalSource | None" = None
) -> "SealedLibrary":
    """Open the study library as a reader may see it; every command that shows what is in it opens it so.

    opened : the recording that is asked about, which the library then knows
    """
    from eegview.app.blind_reading.sealed_library import sealed_library

    library = sealed_library(library_url, viewer)
    if opened is not None:
        note_opened(library, known_source(opened))
    return library


def hidden_from(viewer: str | None, stored: Iterable[Annotation]) -> Callable[[Annotation], bool]:
    """Return whether a mark or record is kept from a reader for now.

    stored : all that the library holds of the recording, records included
    """
    stored = tuple(stored)
    is_sealed = sealed_from(viewer, stored)
    is_evidence = _nothing if viewer is None else blindness.hidden_from(viewer, stored)
    return lambda mark: is_sealed(mark) or is_evidence(mark)


def without_hidden(viewer: str | None, stored: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return the marks and records without those that a reader may not see yet; says that some were left out."""
    stored = tuple(stored)
    tell_blind(blindness_of(stored, viewer))
    seen = seen_marks(stored, blindness_of(stored, viewer))
    is_hidden = _nothing if viewer is None else blindness.hidden_from(viewer, seen)
    shown = tuple(mark for mark in seen if not is_hidden(mark))
    if len(shown) < len(seen):
        print_message(f"Other readers' evidence for a score is hidden from {viewer} until both have committed.")
    return shown


def shown_notes(
    viewer: str | None, library_url: str | None, fingerprint: str, notes: Iterable[Annotation]
) -> tuple[Annotation, ...]:
    """Return the notes of a file as far as a reader may see them, all or none; says where they are hidden."""
    found = blindness_in(library_url, viewer, fingerprint)
    tell_blind(found)
    return () if found.is_blind else tuple(notes)


def blindness_in(library_url: str | None, viewer: str | None, fingerprint: str) -> Blindness:
    """Return how a reader stands to blind reading of a recording; a library that is not there yet is not made."""
    from eegview.app.library.opening import is_library_there

    if not is_library_there(library_url):
        return NOT_BLIND
    library = viewers_library(library_url, viewer)
    try:
        return library.blindness(fingerprint)
    finally:
        library.close()


def tell_blind(found: Blindness) -> None:
    """Say on stderr that much is hidden, where it is; never how much."""
    if found.is_blind:
        print_message(hidden_sentence(found))


def _nothing(_mark: Annotation) -> bool:
    return False
