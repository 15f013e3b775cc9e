"""Has a library seen by one reader, without loading what talks to databases before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.store.library import Library


def sealed(library: Library, viewer: str | None) -> SealedLibrary:
    """Return an open library as one reader may see it; one that is sealed stays as it is."""
    from eegview.app.blind_reading.sealed_library import SealedLibrary

    return library if isinstance(library, SealedLibrary) else SealedLibrary(library, viewer)


def is_hidden(library: object, fingerprint: str) -> bool:
    """Whether a library is seen by a reader who is blind to a recording."""
    from eegview.app.blind_reading.sealed_library import SealedLibrary

    return isinstance(library, SealedLibrary) and library.blindness(fingerprint).is_blind
