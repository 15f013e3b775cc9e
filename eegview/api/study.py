"""An open study: its recording, its marks in the library, its film, and what detectors found in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from eegview.api.seen import SeenLibrary
from eegview.api.tables import (
    channel_table,
    detection_table,
    history_table,
    mark_table,
    run_table,
    run_trend_table,
)
from eegview.app.library.opening import open_source
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import known_term
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.clock import elapsed_text
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.model.study.bad_channels import bad_channels
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    import mne
    from mne.io import RawArray
    from pandas import DataFrame

    from eegview.api.editing import StudyEdit
    from eegview.api.film import StudyFilm
    from eegview.api.signals import StudySignals

REVIEWER_VARIABLE = "EEGVIEW_REVIEWER"  # who looks, as on the command line
DEFAULT_ROLE = "technologist"
_FILE_NOTE = "file_note"  # the term of the recorder's own annotations
Picks = str | Sequence[str] | None


class StudyClosed(UsageError):
    """A study was used after it was closed."""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """The facts of a recording, without who was recorded.

    started_at : the recorder's local wall clock at 0 s, None where the file has none
    duration_s : to the end of the last sample, gaps included
    sfreq : the highest rate of its channels, Hz
    is_simulated : made by the simulator, no patient
    """

    format: str
    fingerprint: str
    started_at: datetime | None
    duration_s: float
    sfreq: float
    n_channels: int
    n_segments: int
    is_simulated: bool


def open_study(*paths: str | os.PathLike[str], library: str | None = None, reviewer: str | None = None) -> Study:
    """Open a recording, or several files of one study on one timeline; use it in a `with` block.

    Parameters
    ----------
    paths : of the recording's files; they are only read, whatever is done with the study
    library : the study library: a path, `sqlite:///PATH` or `postgresql+psycopg://…`; None = the one in
        EEGVIEW_LIBRARY, else the one in your data folder. It is opened when it is first needed.
    reviewer : who looks, so that nothing is shown that they may not see yet; None = the one in EEGVIEW_REVIEWER

    Raises
    ------
    UnreadableFile : a file cannot be read
    UsageError : no file was named
    """
    if not paths:
        raise UsageError("No recording was given.", "Give its path: eegview.open_study(“night.edf”).")
    files = [os.fspath(path) for path in paths]
    reader = reviewer or os.environ.get(REVIEWER_VARIABLE) or None
    return Study(open_source(files), files, library, reader)


class Study:
    """An open study; made by `open_study`, and closed at the end of its `with` block.

    Times are seconds from the start of the recording, gaps included. A stretch ends before `tmax`.
    """

    def __init__(self, source: SignalSource, paths: Sequence[str], library: str | None, reviewer: str | None) -> None:
        self._open_source: SignalSource | None = source
        self._paths = tuple(paths)
        self._library = SeenLibrary(library, source.recording.fingerprint, reviewer)
        self._film: StudyFilm | None = None
        self._notes: tuple[Annotation, ...] | None = None

    def __enter__(self) -> Self:
        self._source  # noqa: B018 - a closed study says so
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._open_source is None:
            return "<Study, closed>"
        info = self.info
        return f"<Study, {info.format}, {info.n_channels} channels, {elapsed_text(info.duration_s, 0)}>"

    def close(self) -> None:
        """Close the files and the library; safe to call twice."""
        source, self._open_source = self._open_source, None
        film, self._film = self._film, None
        try:
            if film is not None:
                film.close()
        finally:
            try:
                self._library.close()
            finally:
                if source is not None:
                    source.close()

    @property
    def info(self) -> StudyInfo:
        """Return format, start, duration and identity of the recording."""
        recording = self._source.recording
        return StudyInfo(
            recording.format,
            recording.fingerprint,
            recording.started_at,
            recording.duration_s,
            max((channel.rate_hz for channel in recording.channels), default=0.0),
            len(recording.channels),
            len(recording.segments),
            patient_of(self._source).is_simulated,
        )

    @property
    def ch_names(self) -> list[str]:
        """Return the names of the channels, in the file's order; electrodes by the 10–10 system."""
        return [channel.name for channel in self._source.recording.channels]

    @property
    def segments(self) -> tuple[Span, ...]:
        """Return where there are samples, as `start_s` and `stop_s`; between segments nothing was recorded."""
        return self._source.recording.segments

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return what is wrong with the recording, as `code` and `message`."""
        return self._source.recording.issues

    @property
    def bad_channels(self) -> tuple[str, ...]:
        """Return the channels that are marked bad in the library, by name."""
        self._check_open()
        return tuple(sorted(bad_channels(self._library.unscored())))

    def channels(self) -> DataFrame:
        """Return the channels: name, label in the file, kind, rate_hz, unit, limits, prefilter."""
        return channel_table(self._source.recording)

    def raw(
        self,
        montage: str = "none",
        tmin: float = 0.0,
        tmax: float | None = None,
        preset: str | None = None,
        *,
        picks: Picks = None,
        file_labels: bool = False,
    ) -> RawArray:
        """Return the signals as MNE's Raw, in V; gaps are annotated as `BAD_ACQ_SKIP`.

        Parameters
        ----------
        montage : its id, see `eegview montages`; “none” = the channels as recorded
        tmin, tmax : seconds; None = the end
        preset : id of the display preset whose filters are used; None = unfiltered
        picks : rows by name, or kinds as “eeg”; None = all
        file_labels : call channels as the file does

        Channels that the library says are bad are in `raw.info["bads"]`, and left out of averages. All rows have the
        highest rate among them: of slower ones each value is held until the next, and `raw.info["description"]` names
        them.

        Raises
        ------
        UsageError : there is no such montage, preset, row or time, or the memory does not hold it
        """
        from eegview.api.signals import checked_span

        span = checked_span(self._source.recording, tmin, tmax)
        return self._signals(montage, preset, picks, file_labels).raw(span)

    def marks(self, term: str | None = None, layer: str | None = None) -> DataFrame:
        """Return the marks by onset; of one term, with a column for each of its questions.

        Parameters
        ----------
        term : id of a term of the vocabulary, as “spasm”; None = all
        layer : a reviewer's name, “final”, or “file” for the annotations in the recording; None = all but the file's

        Raises
        ------
        UsageError : there is no such term or layer
        """
        return mark_table(self._marks(term, layer), self._term(term) if term else None)

    def annotations(self, term: str | None = None, layer: str | None = None) -> mne.Annotations:
        """Return the marks for MNE's `raw.set_annotations`; the description is the term's id, of file notes the text.

        Onsets count from the start of the recording by its clock. Where the file has no start time, they count from
        the first sample of the raw that they are set on.

        term, layer : as of `marks`
        """
        from eegview.api.mne_marks import annotations_of

        return annotations_of(self._marks(term, layer), self._source.recording)

    def epochs(
        self,
        term: str,
        tmin: float,
        tmax: float,
        *,
        layer: str | None = None,
        montage: str = "none",
        preset: str | None = None,
        picks: Picks = None,
        baseline: tuple[float | None, float | None] | None = None,
        same_event: float = SAME_EVENT_S,
    ) -> mne.Epochs:
        """Return the signals around each event of a term as MNE's Epochs, with its mark as metadata.

        Only the stretches around the events are read, so that a whole night needs no more memory than its events.
        What lies over a gap or reaches out of the recording is left out, see `epochs.drop_log`.

        Parameters
        ----------
        tmin, tmax : seconds from each onset; as everywhere in MNE's Epochs, the sample at `tmax` is part of it
        baseline : as MNE has it; None = none
        same_event : marks of several readers that begin within so many seconds are one event, at the first onset

        Raises
        ------
        UsageError : there is no such term, layer, montage, preset or row, or no mark of the term
        """
        from eegview.api.mne_marks import epochs_at

        marks = self._marks(term, layer)
        signals = self._signals(montage, preset, picks, file_labels=False)
        about = self._term(term)
        return epochs_at(signals, self._source.recording, marks, term, about, (tmin, tmax), baseline, same_event)

    def runs(self) -> DataFrame:
        """Return the runs of detectors over the recording, the oldest first."""
        self._check_open()
        return run_table(self._library.runs())

    def detections(self, run: int | str = -1) -> DataFrame:
        """Return what a run proposed; it counts for nothing until a person accepts it.

        run : its number in `runs` (-1 = the newest), or its id

        Raises
        ------
        UsageError : there is no such run
        """
        self._check_open()
        found = self._library.run(run)
        return detection_table(found, self._library.detections(found))

    def run_trends(self, run: int | str = -1) -> DataFrame:
        """Return what a run measured through the recording: name, unit, time_s, step_s, value.

        run : as of `detections`
        """
        self._check_open()
        found = self._library.run(run)
        return run_trend_table(found, self._library.run_trends(found))

    def trends(self) -> DataFrame:
        """Return the trends of the study: one row each 10 s, one column a curve, its unit at the end of its name.

        They are computed where they were not yet, which takes a minute for a night, and kept; NaN is not measured.
        `attrs["definitions"]` says what each column is, `attrs["missing"]` what this recording cannot give and why.
        """
        from eegview.api.trends import trend_table

        return trend_table(self._source, frozenset(bad_channels(self._library.unscored())))

    def scores(self) -> DataFrame:
        """Return the scored epochs of all readers (BASED); of a sheet that the reviewer may not see yet no score."""
        from eegview.api.scores import score_table

        self._check_open()
        self._library.warn_if_blind()
        return score_table(self._library.unscored(), self._library.reader or "", self.segments, self.info.duration_s)

    def history(self) -> DataFrame:
        """Return the log: who did what and when, the oldest first."""
        self._check_open()
        return history_table(self._library.edits())

    def frame(self, t: float, camera: str | None = None) -> npt.NDArray[np.uint8]:
        """Return the picture that the video shows at a time of the recording.

        camera : where several filmed; None = the first

        Returns
        -------
        (height_px, width_px, 3) uint8, RGB, turned upright

        Raises
        ------
        UsageError : the study has no video, none there, or the video's time is not known
        """
        return self._opened_film().frame(t, camera)

    def detect(
        self, detector: str, *, tmin: float = 0.0, tmax: float | None = None, store: bool = True, **parameters: object
    ) -> DataFrame:
        """Run a detector and return what it proposes; it is kept in the library as a run.

        Parameters
        ----------
        detector : its id, see `eegview detectors`
        tmin, tmax : seconds; None = the end
        store : keep run and proposals in the library
        parameters : those that differ from the defaults

        Raises
        ------
        DetectorFailed : it did not come to its end (what it found is kept as a partial run), or was not approved
        UsageError : there is no such detector or parameter, it cannot work on this recording, or who asks reads blind
        """
        from eegview.api.detecting import detect_in
        from eegview.api.signals import checked_span

        source = self._source
        span = checked_span(source.recording, tmin, tmax) if tmin or tmax is not None else None
        run, detections = detect_in(
            detector, self._paths, source, self._library, span, store, self._opened_film, parameters
        )
        return detection_table(run, detections)

    def edit(self, *, reviewer: str | None = None, role: str = DEFAULT_ROLE, reason: str = "") -> StudyEdit:
        """Return a `with` block in which marks are added, changed and deleted; its end logs all of it as one act.

        Where the block fails, nothing is done.

        Parameters
        ----------
        reviewer : who acts, and the layer of the marks; None = who opened the study
        role : technologist, neurologist or resident
        reason : for the log

        Raises
        ------
        UsageError : nobody is named, or the name or role is not allowed
        """
        from eegview.api.editing import StudyEdit

        source = self._source
        who = reviewer or self._library.reader
        if not who:
            raise UsageError("It is not stated who edits.", "Give reviewer=“NAME” here, or to eegview.open_study.")
        return StudyEdit(self._library.whole, source.recording, who, role, reason)

    @property
    def _source(self) -> SignalSource:
        if self._open_source is None:
            raise StudyClosed("This study is closed.", "Open it again, and use it inside its “with” block.")
        return self._open_source

    def _check_open(self) -> None:
        self._source  # noqa: B018 - says so where it is closed

    def _marks(self, term: str | None, layer: str | None) -> tuple[Annotation, ...]:
        """Return the marks of a term and layer, by onset."""
        source = self._source
        if layer == FILE_LAYER and self._library.blindness().is_blind:
            self._library.warn_if_blind()
            found = ()
        elif layer == FILE_LAYER:
            if self._notes is None:
                notes = source.scan_events().annotations
                self._notes = tuple(sorted(notes, key=lambda mark: mark.onset_s))
            found = self._notes
        else:
            marks = self._library.marks()
            self._check_layer(layer, marks)
            found = tuple(mark for mark in marks if layer in (None, mark.layer))
        if term is not None and not any(mark.term_id == term for mark in found) and term != _FILE_NOTE:
            known_term(load_vocabulary(), term)
        return tuple(mark for mark in found if term in (None, mark.term_id))

    def _term(self, term: str) -> Term | None:
        return load_vocabulary().term(term)

    def _check_layer(self, layer: str | None, marks: Iterable[Annotation]) -> None:
        known = dict.fromkeys(mark.layer for mark in marks)
        if layer is not None and layer not in (*known, self._library.reader, FINAL_LAYER):
            there = ", ".join(f"“{name}”" for name in (*known, FILE_LAYER))
            raise UsageError(f"There is no mark of the layer “{layer}”.", f"There are: {there}.")

    def _signals(self, montage: str, preset: str | None, picks: Picks, file_labels: bool) -> StudySignals:
        from eegview.api.signals import SignalChoice, StudySignals
        from eegview.app.montage.store import montage_by_id
        from eegview.app.presets import preset_by_id
        from eegview.model.filters import NO_FILTERS

        source = self._source
        chosen = montage_by_id(montage)
        filters = preset_by_id(preset).filters if preset is not None else NO_FILTERS
        wanted = (picks,) if isinstance(picks, str) else None if picks is None else tuple(picks)
        bad = frozenset(self.bad_channels)
        return StudySignals(source, SignalChoice(chosen, filters, wanted, bad, file_labels))

    def _opened_film(self) -> StudyFilm:
        from eegview.api.film import StudyFilm

        source = self._source
        if self._film is None:
            self._film = StudyFilm(source, self._library)
        return self._film
