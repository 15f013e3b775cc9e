"""The figures of a study's statistics in one order, for tables and JSON, each with unit, interval and definition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eegview.app.statistics.study_coverage import StudyCoverage
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.clinical.statistics.estimate import Estimate, Median
from eegview.clinical.statistics.spasm_statistics import SpasmStatistics
from eegview.model.span import Span

# Ends of the names of figures that belong to the count before them: its share, the time it is of, its rate.
SHARE_END, TIME_END, RATE_END = ".share", ".recorded", ".per_hour"
_UNOPENED = "the videos were not opened"


_NO_RATE = "families film when something happens: no rate follows from clips"
_NOT_REVIEWED = "no reviewed time of this layer's reader is known here"


@dataclass(frozen=True, slots=True)
class StatisticFigure:
    """One figure.

    group, name, label : stable name "spasms.per_hour_recorded"; group and label as printed
    value : in `unit` ("count", "per_hour", "share", "s", "min"); None where it is not known
    low, high, method : of its 95 % interval; `method` also says why there is none, "" where none is meant
    n : how many observations it rests on, None where that is the value itself
    definition : what it is, in one sentence
    marks, spans : where it came from
    lower_quartile, upper_quartile, least, most : of a median
    run_limit : see `Estimate.run_limit`
    """

    group: str
    name: str
    label: str
    value: float | None
    unit: str
    definition: str = ""
    low: float | None = None
    high: float | None = None
    method: str = ""
    n: int | None = None
    marks: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    least: float | None = None
    most: float | None = None
    run_limit: float | None = None


def statistic_figures(statistics: StudyStatistics) -> tuple[StatisticFigure, ...]:
    """Return all figures of a study, in the order in which they are printed."""
    spasms = statistics.spasms
    return (
        *_counts(spasms),
        *_rates(spasms, statistics.coverage.warning("film_alone") is not None),
        *_states(spasms, _stages_text(statistics)),
        *_clusters(spasms, _stages_text(statistics)),
        *_evidence(spasms),
        *_semiology(spasms),
        *_others(spasms),
        *_coverage(statistics.coverage),
    )


def _stages_text(statistics: StudyStatistics) -> str:
    """Return whose sleep stages hold, where it is not the counted layer."""
    layer = statistics.coverage.stages_layer
    if layer in ("", statistics.layer):
        return ""
    return f"Sleep stages and arousals of layer “{layer}”, as the counted one has no stages."


def _count(
    group: str, name: str, label: str, marks: tuple[str, ...], definition: str = "", count: int | None = None
) -> StatisticFigure:
    return StatisticFigure(group, name, label, len(marks) if count is None else count, "count", definition, marks=marks)


def _estimate(
    group: str, name: str, label: str, estimate: Estimate | None, unit: str, definition: str, missing: str
) -> StatisticFigure:
    """Return a figure with an interval; `missing` says why it is not known."""
    if estimate is None:
        return StatisticFigure(group, name, label, None, unit, definition, method=missing)
    spread = estimate if isinstance(estimate, Median) else None
    return StatisticFigure(
        group,
        name,
        label,
        estimate.value,
        estimate.unit,
        definition,
        estimate.low,
        estimate.high,
        estimate.method,
        estimate.n,
        estimate.marks,
        (),
        spread.lower_quartile if spread else None,
        spread.upper_quartile if spread else None,
        spread.least if spread else None,
        spread.most if spread else None,
        estimate.run_limit,
    )


def _counts(spasms: SpasmStatistics) -> Iterator[StatisticFigure]:
    group = "Spasms"
    yield _count(group, "spasms.total", "Total", spasms.marks, spasms.counting_text)
    yield _count(
        group, "spasms.doubted", "Uncertain, in total", spasms.doubted, "Possible, or noted with a question mark."
    )
    yield _count(
        group,
        "spasms.unrecorded",
        "Where nothing was recorded",
        spasms.unrecorded,
        "In a gap or outside the recording; not in any rate.",
    )
    if spasms.per_hour_reviewed is not None:
        yield _count(
            group,
            "spasms.unreviewed",
            "Where nothing was reviewed",
            spasms.unreviewed,
            "Not in any rate per hour reviewed.",
        )
    for free, name, label in (
        (spasms.longest_free, "longest_free", "Longest time without"),
        (spasms.longest_free_reviewed, "longest_free_reviewed", "Longest time without, reviewed"),
    ):
        if free is not None:
            definition = "From the end of a marked spasm, or where recording begins, to the next; gaps end it."
            yield StatisticFigure(group, f"spasms.{name}", label, free.duration_s, "s", definition, spans=(free,))


def _rates(spasms: SpasmStatistics, is_film: bool) -> Iterator[StatisticFigure]:
    group, nothing = "Spasms per hour", _NO_RATE if is_film else "nothing recorded"
    yield _estimate(
        group, "spasms.per_hour_recorded", "Recorded", spasms.per_hour_recorded, "per_hour",
        "Spasms that begin in recorded time / hours recorded.", nothing,
    )  # fmt: skip
    yield _estimate(
        group, "spasms.per_hour_reviewed", "Reviewed", spasms.per_hour_reviewed, "per_hour",
        "Spasms that begin in reviewed time / hours recorded and reviewed.",
        _NO_RATE if is_film else _NOT_REVIEWED if spasms.reviewed_s is None else "nothing reviewed",
    )  # fmt: skip
    yield _estimate(
        group, "spasms.sure_per_hour_recorded", "Recorded, without uncertain ones", spasms.sure, "per_hour",
        "The same without uncertain spasms.", nothing,
    )  # fmt: skip


def _states(spasms: SpasmStatistics, stages: str) -> Iterator[StatisticFigure]:
    group = "State at onset"
    for row in spasms.by_state:
        label = f"of them {row.label}" if row.is_part else row.label.capitalize()
        note = f"{row.n_answered} by the answer on the spasm, because no stage is set." if row.n_answered else ""
        name = f"spasms.by_state.{row.state}"
        yield _count(group, name, label, row.marks, " ".join(filter(None, (note, stages))))
        if row.seconds is not None:
            yield StatisticFigure(
                group, f"{name}{TIME_END}", f"{label}: recorded", row.seconds, "s", "", spans=row.spans
            )
        if row.rate is not None:
            yield _estimate(
                group, f"{name}{RATE_END}", f"{label}: per hour", row.rate, "per_hour",
                "Spasms in recorded time of this state / its hours.", "",
            )  # fmt: skip


def _clusters(spasms: SpasmStatistics, stages: str) -> Iterator[StatisticFigure]:
    group = "Clusters"
    rule = spasms.rule.text
    starts = tuple(one.cluster.spasms[0].annotation_id for one in spasms.clusters)
    yield StatisticFigure(
        group, "clusters.total", "Clusters", len(spasms.clusters), "count",
        f"{rule[:1].upper()}{rule[1:]}.", marks=starts, spans=tuple(one.span for one in spasms.clusters),
    )  # fmt: skip
    none = "no cluster" if not spasms.clusters else "not known"
    limit = f"{spasms.within_waking_min:g} min"
    yield _estimate(
        group, "clusters.share_of_spasms", "Spasms in clusters", spasms.in_clusters, "share",
        "Of all spasms.", "no spasm",
    )  # fmt: skip
    for name, label, estimate, unit, definition in (
        ("size", "Spasms per cluster, median", spasms.spasms_per_cluster, "count", ""),
        ("interval", "Interval within clusters, median", spasms.interval_s, "s", "Between successive onsets."),
        ("duration", "Duration of clusters, median", spasms.cluster_duration_s, "s", "First onset to last end."),
        (
            "after_waking", "After waking, median", spasms.minutes_after_waking, "min",
            f"From the last awakening or arousal to the cluster's onset, with no sleep in between; known of "
            f"{spasms.n_waking_known} of {len(spasms.clusters)}.{stages and f' {stages}'}",
        ),
        ("soon_after_waking", f"Within {limit} of waking", spasms.soon_after_waking, "share", "Of those known."),
    ):  # fmt: skip
        yield _estimate(group, f"clusters.{name}", label, estimate, unit, definition, none)
    note = (
        f"Of spasms whose mark has a duration; {spasms.n_default_duration} of them have the default duration of a "
        "new mark and were probably not measured."
    )
    yield _estimate(
        group, "spasms.duration", "Duration of spasms, median", spasms.duration_s, "s", note, "no spasm with a duration"
    )


def _evidence(spasms: SpasmStatistics) -> Iterator[StatisticFigure]:
    for row in spasms.evidence:
        name = f"spasms.evidence.{row.evidence or 'not_said'}"
        yield from _with_share("Evidence", name, row.label, row.marks, row.share)


def _semiology(spasms: SpasmStatistics) -> Iterator[StatisticFigure]:
    for row in spasms.semiology:
        if row.attribute == "clinical":
            continue
        first = f"The first of several in {row.n_first}." if row.n_first else ""
        group = f"{row.attribute_label} ({row.n_answered} of {row.n_asked} answered)"
        name = f"semiology.{row.attribute}.{row.choice}"
        yield from _with_share(group, name, row.choice_label, row.marks, row.share, first)


def _with_share(
    group: str, name: str, label: str, marks: tuple[str, ...], share: Estimate | None, definition: str = ""
) -> Iterator[StatisticFigure]:
    """Yield a count, and where anything was answered its share of those answered."""
    yield _count(group, name, label, marks, definition)
    if share is not None:
        yield _estimate(group, f"{name}{SHARE_END}", label, share, "share", "Of those answered.", "")


def _others(spasms: SpasmStatistics) -> Iterator[StatisticFigure]:
    for row in spasms.others:
        note = f"{row.n_doubted} uncertain." if row.n_doubted else ""
        yield _count("Other events", f"others.{row.term_id}", row.label, row.marks, note)
        for kind in row.kinds:
            name = f"others.{row.term_id}.{kind.kind or 'not_said'}"
            yield _count("Other events", name, f"of them: {kind.label}", kind.marks)


def _coverage(coverage: StudyCoverage) -> Iterator[StatisticFigure]:
    group = "Coverage"

    def time(name: str, label: str, spans: Iterable[Span] | None, definition: str = "", missing: str = ""):
        held = None if spans is None else tuple(spans)
        seconds = None if held is None else sum(span.duration_s for span in held)
        return StatisticFigure(
            group, f"coverage.{name}", label, seconds, "s", definition, method="" if held is not None else missing,
            spans=held or (),
        )  # fmt: skip

    unknown = "no reviewed time of this layer's reader is known here"
    yield time("recorded", "Recorded", coverage.segments)
    yield time("gaps", "Gaps", coverage.gaps)
    by = f"By {', '.join(coverage.reviewed_by)}. " if coverage.reviewed_by else ""
    yield time("reviewed", "Reviewed", coverage.reviewed, f"{by}On the screen on pages of at most 60 s.", unknown)
    yield time("reviewed_with_video", "Reviewed with video shown", coverage.reviewed_with_video, "", unknown)
    for reader in coverage.readers:
        if reader.reader not in coverage.reviewed_by:
            yield time(
                f"reviewed_by.{reader.reader}", f"Reviewed by {reader.reader}", reader.spans, "Not counted here."
            )
    placed = f"{coverage.n_unplaced} clips whose time is not known are left out." if coverage.n_unplaced else ""
    video, matched, close = (
        spans if coverage.is_video_known else None for spans in (coverage.video, coverage.matched, coverage.close)
    )
    yield time("video", "With video", video, placed, _UNOPENED)
    confirming = "A mark may be confirmed on video there."
    yield time("matched_video", "Video matched within 250 ms", matched, confirming, _UNOPENED)
    yield time("close_video", "Video matched within 100 ms", close, "", _UNOPENED)
    for stage in coverage.stages:
        yield time(f"stage.{stage.stage}", f"Staged {stage.label}", stage.spans)
    yield StatisticFigure(group, "coverage.not_staged", "Not staged", coverage.not_staged_s, "s")
    yield StatisticFigure(
        group, "coverage.awakenings", "Awakenings from sleep", len(coverage.awakenings_s), "count",
        "Wake of at least 20 s directly after sleep.", spans=tuple(Span(t, t) for t in coverage.awakenings_s),
    )  # fmt: skip
    after_s = coverage.sleep.after_waking_s
    if after_s is not None:
        yield StatisticFigure(group, "coverage.after_waking", "Recorded after the last awakening", after_s, "s")
    if coverage.artifact_share is not None:
        yield StatisticFigure(
            group, "coverage.artifact", "Artifact", coverage.artifact_share, "share",
            "Share of rows × time in the trends; nothing is removed.",
        )  # fmt: skip
