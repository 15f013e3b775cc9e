"""The studies of the library whose recordings are known on this computer, as places to gather from."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.agreement.places import StudyPlace
from eegview.app.library.editing import study_library
from eegview.app.links.recordings import known_recordings

if TYPE_CHECKING:
    from collections.abc import Callable


def library_places(
    folder: Path, library_url: str | None, known: Callable[[Path, str], tuple[tuple[str, ...], ...]] = known_recordings
) -> tuple[tuple[StudyPlace, ...], tuple[str, ...]]:
    """Return the studies of the library, and a sentence for those that are left out.

    Parameters
    ----------
    folder : where it is noted which recordings were opened on this computer
    known : returns where a recording was opened, by its fingerprint

    Raises
    ------
    EegViewError : the library cannot be read
    """
    with closing(study_library(library_url)) as library:
        fingerprints = library.fingerprints()
    places: list[StudyPlace] = []
    n_several = n_missing = 0
    for fingerprint in fingerprints:
        there = [paths for paths in known(folder, fingerprint) if all(Path(path).exists() for path in paths)]
        alone = next((paths for paths in there if len(paths) == 1), None)
        if alone is not None:
            places.append(StudyPlace(Path(alone[0]), is_bundle=False))
        elif there:
            n_several += 1
        else:
            n_missing += 1
    left_out: list[str] = []
    if n_missing:
        left_out.append(f"{_studies(n_missing)} left out: no file of it was opened on this computer, or it has moved.")
    if n_several:
        left_out.append(f"{_studies(n_several)} left out: it is of several files. Choose a folder of bundles instead.")
    return tuple(sorted(places, key=lambda place: (place.path.name, place.path))), tuple(left_out)


def _studies(count: int) -> str:
    return "1 study is" if count == 1 else f"{count} studies are"
