"""Which events filmed at home readers said resemble an event of a recorded study: the links, seen from the EEG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.app.blind_reading.sealing import sealed
from eegview.model.study.records import RESEMBLES_TERM
from eegview.model.study.resemblance import Resemblance, resemblances_of

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class HomeEvent:
    """An event of a clip that a reader linked to one of a recorded study.

    clip : fingerprint of the clip, in whose log the link stands
    said : its `other_id` is the event of the recorded study
    """

    clip: str
    said: Resemblance


def home_events_of(library: Library, fingerprint: str, viewer: str | None) -> tuple[HomeEvent, ...]:
    """Return the links to a study that a reader may see, by the study's time; call it on a lane.

    Of a study or a clip that is read blind others' links are hidden, see `SealedLibrary`.

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    seen = sealed(library, viewer)
    found = [
        HomeEvent(clip, said)
        for clip, records in seen.records_everywhere({RESEMBLES_TERM}).items()
        for said in resemblances_of(records)
        if said.study == fingerprint
    ]
    return tuple(sorted(found, key=lambda one: (one.said.onset_s, one.clip, one.said.at_s, one.said.layer)))
