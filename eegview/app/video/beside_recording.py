"""Whether clips were filmed during a recording, by clocks and names: asked before they are laid beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from eegview.app.video.opening import open_kept_video
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap
from eegview.model.recording import Recording
from eegview.model.text.dates import iso_day, iso_time
from eegview.model.text.language import tr


@dataclass(frozen=True, slots=True)
class FilmedBeside:
    """What is known of clips beside a recording that is open.

    belongs : their clocks, their names or side files say that they were filmed during it; all of them
    sentence : that, for people
    """

    belongs: bool
    sentence: str


def filmed_beside(recording: Recording, paths: Sequence[str]) -> FilmedBeside:
    """Return whether clips were filmed during a recording; it opens them, so call it on a lane."""
    from eegview.readers.companion_files import companion_videos, first_guess

    named = {Path(path).absolute() for path in companion_videos(recording.path)}
    syncs = []
    for path in paths:
        if Path(path).absolute() in named:
            syncs.append(SyncMap(source="name of the recording"))
            continue
        try:
            source = open_kept_video(path, 0.0)
        except EegViewError:  # told when it is opened, in the way that is chosen
            syncs.append(SyncMap())
            continue
        try:
            syncs.append(first_guess(recording, source, path))
        finally:
            source.close()
    return _judged(recording, syncs)


def _judged(recording: Recording, syncs: Sequence[SyncMap]) -> FilmedBeside:
    one = len(syncs) == 1
    if all(sync.is_known for sync in syncs):
        said = syncs[0].source
        if one:
            return FilmedBeside(True, tr("It was filmed during this EEG ({source}).", source=said))
        return FilmedBeside(True, tr("All of them were filmed during this EEG ({source}).", source=said))
    elsewhere = next((sync for sync in syncs if sync.is_elsewhere), None)
    if elsewhere is not None:
        during = _span_text(recording.started_at, recording.duration_s)
        if one:
            sentence = tr("By its clock it was filmed at {at}; {during}.", at=elsewhere.elsewhere_at, during=during)
        else:
            sentence = tr("One was filmed at {at} by its clock; {during}.", at=elsewhere.elsewhere_at, during=during)
        return FilmedBeside(False, sentence)
    if recording.started_at is None:
        return FilmedBeside(False, tr("This EEG has no date, so nothing says whether it was filmed during it."))
    return FilmedBeside(False, tr("Nothing says when it was filmed."))


def _span_text(began: datetime | None, duration_s: float) -> str:
    """Return when the EEG runs, in the words of the sentence that it stands in."""
    if began is None:
        return tr("the EEG has no date")
    ended = began + timedelta(seconds=duration_s)
    stop = iso_time(ended, has_seconds=False)
    if ended.date() != began.date():
        stop = f"{iso_day(ended)} {stop}"
    start = f"{iso_day(began)} {iso_time(began, has_seconds=False)}"
    return tr("the EEG runs from {start} to {stop}", start=start, stop=stop)
