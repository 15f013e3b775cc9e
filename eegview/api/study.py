"""An open study: its recording, its marks in the library, its film, and what detectors found in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.api.frames import told
from eegview.api.marked import MarkedStudy
from eegview.api.tables import detection_table, run_table, run_trend_table
from eegview.api.trend_kinds import CURVES
from eegview.app.library.opening import kept_slowness, open_source
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.model.errors import UsageError
from eegview.model.study.bad_channels import bad_channels

if TYPE_CHECKING:
    import mne
    from mne.io import RawArray
    from pandas import DataFrame

    from eegview.api.film import StudyFilm
    from eegview.api.signals import StudySignals

REVIEWER_VARIABLE = "EEGVIEW_REVIEWER"  # who looks, as on the command line
Picks = str | Sequence[str] | None


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
    return Study(open_source(files, slowness=kept_slowness(library)), files, library, reader)


class Study(MarkedStudy):
    """An open study; made by `open_study`, and closed at the end of its `with` block.

    Times are seconds from the start of the recording, gaps included. A stretch ends before `tmax`.
    """

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

        Channels that the library says are bad are in `raw.info["bads"]`, and left out of averages. All rows have the
        highest rate among them: of slower ones each value is held until the next, and `raw.info["description"]` names
        them.

        Parameters
        ----------
        montage : its id, see `eegview montages`; “none” = the channels as recorded
        tmin, tmax : seconds; None = the end
        preset : id of the display preset whose filters are used; None = unfiltered
        picks : rows by name, or kinds as “eeg”; None = all
        file_labels : call channels as the file does

        Raises
        ------
        UsageError : there is no such montage, preset, row or time, or the memory does not hold it
        """
        from eegview.api.signals import checked_span

        span = checked_span(self._source.recording, tmin, tmax)
        return self._signals(montage, preset, picks, file_labels).raw(span)

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
        runs = self._library.runs()
        return told(run_table(runs), self._library.provenance(runs))

    def detections(self, run: int | str = -1) -> DataFrame:
        """Return what a run proposed; it counts for nothing until a person accepts it.

        run : its number in `runs` (-1 = the newest), or its id

        Raises
        ------
        UsageError : there is no such run
        """
        self._check_open()
        found = self._library.run(run)
        return told(detection_table(found, self._library.detections(found)), self._library.provenance([found]))

    def run_trends(self, run: int | str = -1) -> DataFrame:
        """Return what a run measured through the recording: name, unit, time_s, step_s, value.

        run : as of `detections`
        """
        self._check_open()
        found = self._library.run(run)
        return told(run_trend_table(found, self._library.run_trends(found)), self._library.provenance([found]))

    def trends(self, kind: str = CURVES) -> DataFrame:
        """Return the trends of the study: one row each 10 s, one column a curve, its unit at the end of its name.

        kind : “curves”; or “spectrogram”, whose columns are the bins of each spectrogram: `cdsa_left_4hz_db`

        They are computed where they were not yet, which takes a minute for a night, and kept; NaN is not measured.
        `attrs["definitions"]` says what each column is, `attrs["missing"]` what this recording cannot give and why.

        Raises
        ------
        UsageError : there is no such kind
        """
        from eegview.api.trends import trend_table

        table = trend_table(self._source, frozenset(bad_channels(self._library.unscored())), kind)
        return told(table, self._library.provenance())

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
        return told(detection_table(run, detections), self._library.provenance([run]))

    def _signals(self, montage: str, preset: str | None, picks: Picks, file_labels: bool) -> StudySignals:
        from eegview.api.signals import SignalChoice, StudySignals
        from eegview.app.montage.store import montage_by_id
        from eegview.app.presets import preset_by_id
        from eegview.model.display.filters import NO_FILTERS

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
