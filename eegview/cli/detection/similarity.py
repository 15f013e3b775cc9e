"""What readers said that events of a home clip resemble, for `eegview events` of the clip and of the recorded study."""

from collections import defaultdict
from contextlib import closing
from typing import Any

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.resembling.home_events import HomeEvent, home_events_of
from eegview.model.study.records import RESEMBLES_TERM
from eegview.model.study.resemblance import Resemblance, resemblances_of
from eegview.model.time.clock import elapsed_text

Similarities = dict[str, list[Resemblance]]


def similarities_in(library_url: str | None, viewer: str | None, fingerprint: str) -> Similarities:
    """Return what each reader said, by the id of the event's mark, as a viewer may see it.

    Raises
    ------
    LibraryRefused : the library cannot be opened
    """
    with closing(sealed_library(library_url, viewer)) as library:
        said = resemblances_of(library.annotations(fingerprint, RESEMBLES_TERM))
    found: Similarities = defaultdict(list)
    for one in said:
        found[one.mark_id].append(one)
    return dict(found)


def home_events_in(library_url: str | None, viewer: str | None, fingerprint: str) -> dict[str, list[HomeEvent]]:
    """Return the home events that were linked to those of a recorded study, by the id of the study's mark.

    Raises
    ------
    LibraryRefused : the library cannot be opened
    """
    with closing(sealed_library(library_url, viewer)) as library:
        linked = home_events_of(library, fingerprint, viewer)
    found: dict[str, list[HomeEvent]] = defaultdict(list)
    for one in linked:
        found[one.said.other_id].append(one)
    return dict(found)


def home_event_json(linked: HomeEvent) -> dict[str, Any]:
    """Return an event of a clip that was linked to a mark as an object for --json."""
    said = linked.said
    return {
        "clip": linked.clip,
        "annotation_id": said.mark_id,
        "onset_s": said.at_s,
        "how_alike": said.how_alike,
        "note": said.note,
        "reader": said.layer,
    }


def home_event_line(linked: HomeEvent) -> str:
    """Return it as one line: `  resembled by (similar): event at 00:00:01.00 of clip 025001ec…  [Ana]`."""
    said = linked.said
    return (
        f"  resembled by ({said.how_alike}): event at {elapsed_text(said.at_s)} of clip {linked.clip[:8]}…  "
        f"[{said.layer}]"
    )


def similarity_json(said: Resemblance) -> dict[str, Any]:
    """Return what was said as an object for --json; `study` is null where no recorded event is meant."""
    return {
        "label": said.label,
        "how_alike": said.how_alike,
        "study": said.study or None,
        "annotation_id": said.other_id or None,
        "onset_s": said.onset_s if said.is_recorded else None,
        "note": said.note,
        "reader": said.layer,
    }


def similarity_line(said: Resemblance) -> str:
    """Return what was said as one line: `  resembles (similar): Spasm · Flexor at 00:02:31.50 of 025001ec… [Ana]`."""
    where = f" at {elapsed_text(said.onset_s)} of {said.study[:8]}…" if said.is_recorded else ""
    return f"  resembles ({said.how_alike}): {said.label}{where}  [{said.layer}]"
