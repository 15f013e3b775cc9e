"""Marks as MNE has them: annotations, and epochs around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from eegview.api.frames import load_pandas
from eegview.api.signals import GAP, StudySignals, check_memory, fill_gaps, meas_date
from eegview.api.tables import mark_table
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    import mne


def annotations_of(marks: Sequence[Annotation], recording: Recording) -> mne.Annotations:
    """Return marks as annotations; the description is the term's id, of the recorder's own the text."""
    import mne

    return mne.Annotations(
        [mark.onset_s for mark in marks],
        [mark.duration_s for mark in marks],
        [mark.text if mark.layer == FILE_LAYER else mark.term_id for mark in marks],
        orig_time=meas_date(recording),
    )


def epochs_at(
    signals: StudySignals,
    recording: Recording,
    marks: Sequence[Annotation],
    term_id: str,
    term: Term | None,
    around_s: tuple[float, float],
    baseline: tuple[float | None, float | None] | None,
    same_event_s: float,
) -> mne.Epochs:
    """Return the rows around each event, read stretch by stretch.

    around_s : first and last second, from the onset

    Raises
    ------
    UsageError : there is no mark, or the stretch has no length
    """
    import mne

    load_pandas()
    tmin, tmax = around_s
    if not marks:
        raise UsageError(
            f"There is no mark of “{term_id}” to cut epochs at.",
            "See study.marks() for what is marked, and in which layer.",
        )
    if not tmin < tmax:
        raise UsageError("An epoch has no length.", "Give tmin before tmax, in seconds from the onset.")
    firsts = [event[0] for event in SameEventRule(same_event_s).events(marks)]
    sfreq = signals.sfreq
    check_memory(len(signals.rows), len(firsts) * ((tmax - tmin) * sfreq + 1))
    raw = _raw_on_demand(signals, recording)
    samples = np.array([round(mark.onset_s * sfreq) for mark in firsts])
    events = np.stack([samples, np.zeros_like(samples), np.ones_like(samples)], axis=1)
    return mne.Epochs(
        raw,
        events,
        {term_id: 1},
        tmin,
        tmax,
        baseline=baseline,
        preload=True,
        metadata=mark_table(firsts, term),
        event_repeated="drop",
        verbose="error",
    )


def _raw_on_demand(signals: StudySignals, recording: Recording) -> mne.io.BaseRaw:
    """Return a raw of the whole recording that reads what is asked of it; its gaps are annotated."""
    import mne

    class _RawOnDemand(mne.io.BaseRaw):
        """A recording that MNE reads through the program's own readers."""

        def _read_segment_file(
            self,
            data: npt.NDArray[np.float64],
            idx: Any,
            fi: int,
            start: int,
            stop: int,
            cals: Any,
            mult: npt.NDArray[np.float64] | None,
        ) -> None:
            values = signals.values(Span(start / sfreq, stop / sfreq))
            fill_gaps(values)
            data[:] = values[idx] if mult is None else mult @ values

    sfreq = signals.sfreq
    n_samples = round(recording.duration_s * sfreq)
    raw = _RawOnDemand(signals.info(), last_samps=[n_samples - 1], filenames=[None], verbose="error")
    gaps = recording.gaps
    raw.set_annotations(
        mne.Annotations([gap.start_s for gap in gaps], [gap.duration_s for gap in gaps], [GAP] * len(gaps)),
        verbose="error",
    )
    return cast("mne.io.BaseRaw", raw)
