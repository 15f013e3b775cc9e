"""Try a detector on one real recording; whatever is wrong with it is said of it alone, in words that name nobody."""

import re
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from eegview.app.evaluation.archive.truth import NoTruth, Truth, truth_in, truth_in_notes
from eegview.app.evaluation.compared_term import classes_of, is_timed, usual_epoch_s
from eegview.app.evaluation.states import StateSpan
from eegview.app.evaluation.trials import TimedTruth, Trial, states_from_notes
from eegview.app.evaluation.trying import TrialJob, opened, tried
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.event_matching import Onset
from eegview.detect.process.hidden_names import HiddenNames
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import Cancelled, DetectorFailed, EegViewError, UnreadableFile, UsageError
from eegview.model.recording import Progress, Recording, SignalSource
from eegview.model.span import Span

NO_TRUTH = "nobody says what is true of it"
UNREADABLE = "the recording cannot be read: damaged, cut short, or of no known format"
TRUTH_UNREADABLE = "its truth cannot be read"
FAULT = "a fault of the program"
NOTES, NONE_THERE = "its own notes", "known to hold none"
_NEAR_S = 2.0  # the largest tolerance that is reported
_AGE = re.compile(r"^The infant's age is [\d.]+ months; (?=made for )")


def refused_trial(job: TrialJob, why: str, *said: str) -> Trial:
    """Return a trial that counts nothing, and why.

    said : sentences for the local key alone
    """
    return Trial(job.name, 0.0, (), (), patient=job.patient, refused=why, message=f"not counted: {why}", said=said)


def real_trial(job: TrialJob, progress: Progress, stopped: Callable[[], bool]) -> Trial:
    """Return the trial of a file; one that cannot be read, judged or searched says so, and counts nothing."""
    if job.refused:
        return refused_trial(job, job.refused)
    path = Path(job.path)
    try:
        with closing(opened(path)) as source:
            return _tried_on(source, job, path, progress, stopped)
    except (DetectorFailed, Cancelled):  # of the detector and the person, not of this recording
        raise
    except NoTruth as error:
        return refused_trial(job, _clause(error.sentence))
    except UsageError as error:
        return refused_trial(job, f"it does not fit: {HiddenNames([job.path]).hide(error.sentence)}", _said(error))
    except (EegViewError, OSError) as error:
        return refused_trial(job, UNREADABLE, _said(error))
    except Exception as error:  # noqa: BLE001 - a bug met on one recording must not cost the others their results
        return refused_trial(job, FAULT, "".join(traceback.format_exception(error)))


def _tried_on(
    source: SignalSource, job: TrialJob, path: Path, progress: Progress, stopped: Callable[[], bool]
) -> Trial:
    recording = source.recording
    notes = [mark for mark in source.scan_events().annotations if mark.layer == FILE_LAYER]
    try:
        truth, basis = _truth(job, recording, notes)
    except (UnreadableFile, OSError) as error:
        return refused_trial(job, TRUTH_UNREADABLE, _said(error))
    if truth is None:
        return refused_trial(job, NO_TRUTH)
    counted = _common(recording.segments, truth.read) if truth.read else recording.segments
    states = truth.states or states_from_notes(notes, recording.duration_s)
    trial = Trial(
        name=job.name,
        duration_s=sum(span.duration_s for span in counted),
        length_s=recording.duration_s,
        truth=truth.events,
        probable=truth.probable,
        traits=truth.traits,
        found=(),
        states=_states_in(states, counted),
        circumstances=truth.circumstances,
        patient=job.patient,
        basis=basis,
        notes=(*truth.notes, *_gap_notes(recording), *_issue_notes(recording)),
        said=(*truth.said, *(issue.message for issue in recording.issues)),
        timed=_timed(job.term_id, truth, counted),
    )
    done = tried(trial, job, source, path, progress, stopped, None)
    if done.refused:
        return refused_trial(job, done.refused, done.message)
    outside = tuple(_AGE.sub("The infant's age lies outside its range; ", sentence) for sentence in done.outside)
    done = replace(done, outside=outside)
    return _within(done, counted) if truth.read else done


def _truth(job: TrialJob, recording: Recording, notes: Sequence[Annotation]) -> tuple[Truth | None, str]:
    """Return what is true of a recording and what says so; None where nothing does."""
    vocabulary = load_vocabulary()
    if job.truth is not None:
        return truth_in(job.truth, recording, vocabulary, job.term_id, job.layer), job.truth.kind.value
    if job.takes_notes and (found := truth_in_notes(notes, recording, vocabulary, job.term_id)) is not None:
        return found, NOTES
    return (Truth() if job.holds_none else None), NONE_THERE


def _timed(term_id: str, truth: Truth, counted: Sequence[Span]) -> TimedTruth | None:
    """Return what is compared by time, None for a term that is counted only."""
    term = load_vocabulary().term(term_id)
    if not is_timed(term):
        return None
    return TimedTruth(bool(classes_of(term_id)), usual_epoch_s(term), truth.spans, tuple(counted))


def _within(trial: Trial, counted: Sequence[Span]) -> Trial:
    """Return the trial with what lies in the stretches that were read; the rest counts neither way.

    Near an end of such a stretch one of a pair may lie without: a proposal there is kept for an event within, and an
    event there explains a proposal within.
    """
    near = [span.widened(_NEAR_S) for span in counted]
    kept = [k for k, event in enumerate(trial.truth) if _holds(near, event)]
    events = [trial.truth[k] for k in kept]
    truth = tuple(event if _holds(counted, event) else replace(event, is_uncertain=True) for event in events)
    within_s = [event.onset_s for event in truth if _holds(counted, event)]
    left_out = len(trial.truth) - len(within_s)
    what = "1 true event lies" if left_out == 1 else f"{left_out} true events lie"
    note = f"{what} where nobody is said to have read: left out."
    return replace(
        trial,
        truth=truth,
        traits=tuple(trial.traits[k] for k in kept),
        probable=frozenset(n for n, k in enumerate(kept) if k in trial.probable and _holds(counted, trial.truth[k])),
        found=tuple(
            event
            for event in trial.found
            if _holds(counted, event) or any(abs(event.onset_s - onset_s) <= _NEAR_S for onset_s in within_s)
        ),
        notes=(*trial.notes, note) if left_out else trial.notes,
    )


def _holds(spans: Iterable[Span], event: Onset) -> bool:
    return any(span.contains(event.onset_s) for span in spans)


def _common(first: Iterable[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(common for one in first for other in second if (common := one.intersection(other)) is not None)


def _states_in(states: Iterable[StateSpan], counted: Sequence[Span]) -> tuple[StateSpan, ...]:
    return tuple(StateSpan(span, one.state) for one in states for span in _common([one.span], counted))


def _gap_notes(recording: Recording) -> tuple[str, ...]:
    gaps = recording.gaps
    if not gaps:
        return ()
    n = "1 gap" if len(gaps) == 1 else f"{len(gaps)} gaps"
    return (f"{n} of {sum(gap.duration_s for gap in gaps):.0f} s in all, not counted as read.",)


def _issue_notes(recording: Recording) -> tuple[str, ...]:
    """Return the kinds of imperfections of the file; the sentences on them may quote it, so only the key has these."""
    codes = sorted({issue.code.replace("_", " ") for issue in recording.issues})
    return (f"imperfections found when it was opened: {', '.join(codes)}.",) if codes else ()


def _clause(sentence: str) -> str:
    """Return a sentence as the reason in a list: without its full stop and capital."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _said(error: Exception) -> str:
    return f"{error.sentence} {error.advice}" if isinstance(error, EegViewError) else str(error)
