"""Settled studies as a source of items: their candidates, and the clips that are cut from them without identity."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eegview.app.exchange.part_choice import ExportRequest, Identity
from eegview.app.exchange.recording_export import export_recording
from eegview.app.training.cases.candidate import Candidate
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.settled.epoch_items import epoch_items
from eegview.app.training.cases.settled.event_items import Experts, event_items
from eegview.app.training.cases.settled.film import check_tells_nothing, rows_of_film
from eegview.app.training.cases.settled.film_picture import film_picture
from eegview.app.training.cases.settled.study import SettledStudy
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.anonymize import Withheld
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.film.video import VideoClip
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.training.item import FilmRow


class SettledStudies:
    """The settled studies of a set, with their recordings open; `close` closes them.

    seed : of the experts' numbers, so that their order says nothing
    pseudonyms : what experts are called, by their layer; others get a number
    """

    def __init__(
        self,
        studies: Sequence[tuple[SettledStudy, SignalSource]],
        seed: int = 1,
        pseudonyms: Mapping[str, str] | None = None,
    ) -> None:
        self.studies = tuple(study for study, _source in studies)
        self._sources = {study.key: source for study, source in studies}
        self._locks = {study.key: threading.Lock() for study in self.studies}
        self._by_key = {study.key: study for study in self.studies}
        self.experts = Experts(_named({e for study in self.studies for e in study.experts}, seed, pseudonyms or {}))

    def close(self) -> None:
        """Close the recordings."""
        for source in self._sources.values():
            source.close()

    def candidates(
        self, settings: MakeSettings, asked: Mapping[str, AskedQuestion], progress: Progress = no_progress
    ) -> Iterator[Candidate]:
        """Yield all candidates for the questions that are asked."""
        for number, study in enumerate(self.studies):
            progress(number / len(self.studies))
            for one in (
                *event_items(study, asked, settings, self.experts),
                *epoch_items(study, asked, settings, self.experts),
            ):
                needs_video = one.is_film or asked[one.question_id].needs_video
                if not needs_video or (settings.has_video and one.has_video):
                    yield one

    def open_stretch(self, candidate: Candidate) -> tuple[SignalSource, float]:
        """Open the recording once more, to look at a stretch; close it afterwards."""
        with self._locks[candidate.study]:
            return self._sources[candidate.study].reopen(), 0.0

    def film_picture(self, candidate: Candidate, width_px: int, height_px: int) -> bytes:
        """Return pictures around what is asked about, as PNG.

        Raises
        ------
        UnreadableFile : the clip is gone
        """
        clip = self._clip_of(candidate)
        if clip is None:
            raise UnreadableFile("No clip shows this stretch.", "Leave the item out.")
        return film_picture(clip, candidate.span, candidate.ask_s, width_px, height_px)

    def write_eeg(self, candidate: Candidate, out: Path) -> float:
        """Write a stretch as EDF without name, date, clock and marks; return the time of its first sample."""
        study = self._by_key[candidate.study]
        request = ExportRequest(out, candidate.span, identity=Identity.NONE, withheld=Withheld(drop_notes=True))
        with self._locks[study.key]:
            source = self._sources[study.key]
            return export_recording(source, request, (), load_vocabulary(), study.paths).start_s

    def write_video(self, candidate: Candidate, out: Path) -> float | None:
        """Write the pictures of a stretch, no sound; return when in the study the first is shown."""
        from eegview.readers.video.cutting import cut_pictures

        clip = self._clip_of(candidate)
        if clip is None:
            return None
        sync = clip.sync
        span = Span(sync.to_video_s(candidate.span.start_s), sync.to_video_s(candidate.span.stop_s))
        written = cut_pictures(Path(clip.path), out, span)
        if written is not None and candidate.is_film:
            check_tells_nothing(out)
        return None if written is None else sync.to_recording_s(written.start_s)

    def film_rows(self, candidate: Candidate) -> tuple[FilmRow, ...]:
        """Return movement and level of the sound in the film of a stretch."""
        clip = self._clip_of(candidate)
        if clip is None:
            return ()
        with self._locks[candidate.study]:
            return rows_of_film(clip, candidate.span)

    def _clip_of(self, candidate: Candidate) -> VideoClip | None:
        """Return the video that shows all of a stretch."""
        clips = (one.clip for one in self._by_key[candidate.study].videos)
        shown = (one for one in clips if one.span.start_s <= candidate.span.start_s)
        return next((one for one in shown if candidate.span.stop_s <= one.span.stop_s), None)


def _named(layers: set[str], seed: int, pseudonyms: Mapping[str, str]) -> dict[str, str]:
    """Return what each expert is called.

    Raises
    ------
    UsageError : two would be called alike
    """
    order = sorted(layers)
    random.Random(f"{seed} experts").shuffle(order)
    found = {layer: pseudonyms.get(layer, "").strip() or f"expert {number}" for number, layer in enumerate(order, 1)}
    if len(set(found.values())) < len(found):
        raise UsageError("Two experts have the same pseudonym.", "Give each expert another one.")
    return found
