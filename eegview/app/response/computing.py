"""Compare studies from their recordings: their trends by the same rows, what the library says of them, the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from eegview.app.response.comparison import DEFAULT_STATE, Comparison, check_studies, compare
from eegview.app.response.rules import ResponseRules
from eegview.app.response.same_rows import shared_rows
from eegview.app.response.study_facts import StudyFacts, gather_facts
from eegview.app.response.study_order import BY_DATE, order_of
from eegview.app.review.coverage import ReviewedTime
from eegview.app.trends.cache import TrendCache
from eegview.app.trends.computing import compute_trends
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.response_state import RecordedDay
from eegview.model.annotation import Annotation
from eegview.model.infant.study_of_infant import study_in_records
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording, SignalSource, no_progress
from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.clip_start import with_typed_starts
from eegview.model.treatment.as_of import AsOf


@dataclass(frozen=True, slots=True, eq=False)
class ComparedStudy:
    """One study that is to be compared.

    source : open; it is read on the threads of the trends with handles of their own
    stored : all that the library holds of it
    reviewed : who reviewed what; None = not known
    layer : which is counted; None = see `counted_layer`
    """

    source: SignalSource
    stored: tuple[Annotation, ...] = ()
    reviewed: Mapping[str, ReviewedTime] | None = None
    layer: str | None = None


def compare_studies(
    studies: Sequence[ComparedStudy],
    as_of: AsOf,
    viewer: str = "",
    state: str = DEFAULT_STATE,
    cache: TrendCache | None = None,
    progress: Progress = no_progress,
    issues: list[Issue] | None = None,
    rules: ResponseRules | None = None,
    rule: ClusterRule | None = None,
    with_trends: bool = True,
    infant_records: Sequence[Annotation] = (),
    filmed: Sequence[RecordedDay] = (),
) -> Comparison:
    """Return the comparison of studies; call it on a worker thread, it computes the trends that are not kept yet.

    Parameters
    ----------
    as_of : the day as of which the response is told
    progress : of all studies together; raises Cancelled to stop, what was computed is kept
    issues : what the disk refused is added here
    with_trends : False leaves the trends' markers out, which is done at once
    infant_records : of the log of the infant that the studies belong to
    filmed : what the infant's clips say for the response, see `compare`

    Raises
    ------
    UsageError : see `check_studies`; a study lasts too long for trends
    Cancelled : `progress` raised it
    UnreadableFile : a file went away
    """
    check_studies([study.source.recording.fingerprint for study in studies])
    order = order_of(
        [_started(with_typed_starts(study.source.recording, study.stored), infant_records) for study in studies]
    )
    ordered = [studies[number] for number in order]
    facts, notes = gather_studies(ordered, viewer, cache, progress, issues, rule, with_trends, infant_records)
    found = compare(facts, as_of, state, rules=rules, infant_records=infant_records, filmed=filmed)
    moved = () if list(order) == sorted(order) else (BY_DATE,)
    return replace(found, notes=(*moved, *notes, *found.notes))


def gather_studies(
    studies: Sequence[ComparedStudy],
    viewer: str = "",
    cache: TrendCache | None = None,
    progress: Progress = no_progress,
    issues: list[Issue] | None = None,
    rule: ClusterRule | None = None,
    with_trends: bool = True,
    infant_records: Sequence[Annotation] = (),
) -> tuple[tuple[StudyFacts, ...], tuple[str, ...]]:
    """Return what each study gives, in the order given, and sentences on rows that were left out of all."""
    bad = [frozenset(bad_channels(study.stored)) for study in studies]
    shared = shared_rows([study.source.recording for study in studies], bad)
    whole_s = sum(study.source.recording.duration_s for study in studies) or 1.0
    done_s = 0.0
    found: list[StudyFacts] = []
    for study, left_out in zip(studies, shared.left_out, strict=True):
        own_s = study.source.recording.duration_s
        table = None
        if with_trends:
            table = compute_trends(
                study.source, left_out, None, cache, _part(progress, done_s / whole_s, own_s / whole_s), issues
            )
        done_s += own_s
        of_infant = study_in_records(infant_records, study.source.recording.fingerprint)
        found.append(
            gather_facts(
                study.source, study.stored, table, viewer, study.layer, study.reviewed, rule, of_infant=of_infant
            )
        )
    progress(1.0)
    return tuple(found), shared.notes if with_trends else ()


def _started(recording: Recording, infant_records: Sequence[Annotation]) -> datetime | None:
    """Return when a recording began, on the day that is entered for it in its infant's log."""
    of_infant = study_in_records(infant_records, recording.fingerprint)
    if of_infant is None:
        return recording.started_at
    moved = of_infant.moved(recording.started_at)
    if moved is None and of_infant.on is not None:
        return datetime.combine(of_infant.on, time())
    return moved


def _part(progress: Progress, begun: float, share: float) -> Callable[[float], None]:
    return lambda done: progress(min(begun + share * done, 1.0))
