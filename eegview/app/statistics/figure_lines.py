"""The figures of a study as lines of a table: each with its interval, its definition and the marks it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from eegview.app.marks.layers import layer_text
from eegview.app.statistics.study_coverage import StudyCoverage
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.app.study.preview import length_text
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.clinical.statistics.estimate import Estimate, Median
from eegview.clinical.statistics.spasm_statistics import SpasmStatistics
from eegview.exchange.plain_table import comma_text
from eegview.model.span import Span

_NONE = "–"
NO_INTERVAL = "no interval"
SECTION_IDS = ("count", "state", "clusters", "waking", "evidence", "semiology", "others", "coverage")
TITLES = dict(
    zip(
        SECTION_IDS,
        ("Spasms", "By state", "Clusters", "After waking", "Seen in", "Semiology", "Other events", "Coverage"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure.

    section : one of `SECTION_IDS`
    name, value : as they are read: `Per hour recorded`, `12.6 /h`
    interval : 95 %, `8.1–19.5`, "no interval", or "" where it is a count or a fact
    tip : definition and method, a sentence each line
    marks : ids of the marks it was counted from; () where it comes from none
    span : of the recording, for a figure that is a time of it
    """

    section: str
    name: str
    value: str
    interval: str = ""
    tip: str = ""
    marks: tuple[str, ...] = ()
    span: Span | None = None


def figure_lines(study: StudyStatistics, author: str, clock: Callable[[float], str]) -> tuple[FigureLine, ...]:
    """Return the lines of all sections, in order.

    author : the reviewer at the window, whose layer is called "My marks"
    clock : writes a time of the recording
    """
    spasms = study.spasms
    return (
        *_count(spasms, study, author, clock),
        *_states(spasms),
        *_clusters(spasms, clock),
        *_waking(spasms),
        *_evidence(spasms),
        *_semiology(spasms),
        *_others(spasms),
        *_coverage(study.coverage, author),
    )


def _count(
    spasms: SpasmStatistics, study: StudyStatistics, author: str, clock: Callable[[float], str]
) -> Iterable[FigureLine]:
    others = ", ".join(f"{layer_text(name, author)} {n}" for name, n in study.not_counted.items())
    tip = [f"Marks of “{layer_text(spasms.layer, author)}”.", spasms.counting_text]
    tip += [f"Not counted, marks of other layers: {others}."] if others else []
    yield FigureLine("count", "Spasms", f"{spasms.n_total:,}", "", "\n".join(tip), spasms.marks)
    if spasms.doubted:
        tip_doubted = "The reader was not certain that these are spasms; they are counted."
        yield FigureLine("count", "of these doubted", f"{spasms.n_doubted:,}", "", tip_doubted, spasms.doubted)
    hours = length_text(spasms.recorded_s)
    rate = f"Spasms that begin in recorded time, divided by it: {hours}, gaps left out."
    yield _estimate("count", "Per hour recorded", spasms.per_hour_recorded, rate)
    if spasms.reviewed_s is not None:
        seen = f"Spasms that begin in reviewed time, divided by it: {length_text(spasms.reviewed_s)}."
        yield _estimate("count", "Per hour reviewed", spasms.per_hour_reviewed, seen)
    else:
        yield FigureLine("count", "Per hour reviewed", "not known", "", "No reviewed time is known for this layer.")
    if spasms.doubted:
        yield _estimate("count", "Per hour, without doubted", spasms.sure, "Per hour recorded, of spasms not doubted.")
    if spasms.unrecorded:
        tip_gap = "Their marks begin in a gap or outside the recording; they count in no rate."
        yield FigureLine("count", "Begin in a gap", f"{len(spasms.unrecorded)}", "", tip_gap, spasms.unrecorded)
    if spasms.unreviewed:
        tip_unseen = "Their marks lie in time that nobody of the counted layer has reviewed on this computer."
        yield FigureLine(
            "count", "Not in reviewed time", f"{len(spasms.unreviewed)}", "", tip_unseen, spasms.unreviewed
        )
    default = f" {spasms.n_default_duration} have just the length of a fresh mark." if spasms.n_default_duration else ""
    yield _median("count", "Duration", spasms.duration_s, f"Median length of the marks that have one.{default}")
    free = spasms.longest_free
    if free is not None:
        tip_free = "The longest recorded time without a gap in which no spasm is marked."
        name = f"Spasm-free from {clock(free.start_s)}"
        yield FigureLine("count", name, length_text(free.duration_s), "", tip_free, span=free)


def _states(spasms: SpasmStatistics) -> Iterable[FigureLine]:
    for row in spasms.by_state:
        if not row.count and (row.seconds or 0.0) < 1.0:
            continue
        name = f"  {row.label}" if row.is_part else row.label[:1].upper() + row.label[1:]
        name += f", {length_text(row.seconds or 0.0)}" if (row.seconds or 0.0) >= 1.0 else ""
        tip = ["State at the onset, by the sleep stages; where none is staged, the reader's answer on the spasm."]
        if row.n_answered:
            tip.append(f"{row.n_answered} by the reader's answer; they have no hours and count in no rate.")
        value, interval = f"{row.count:,}", ""
        if row.rate is not None:
            value += f" ({_number(row.rate.value)} /h)"
            interval = _interval(row.rate)
            tip.append(_method(row.rate))
        yield FigureLine("state", name, value, interval, "\n".join(tip), row.marks)


def _clusters(spasms: SpasmStatistics, clock: Callable[[float], str]) -> Iterable[FigureLine]:
    in_clusters = tuple(mark.annotation_id for one in spasms.clusters for mark in one.cluster.spasms)
    rule = f"A cluster: {spasms.rule.text}. There is no agreed definition."
    yield FigureLine("clusters", "Clusters", f"{len(spasms.clusters):,}", "", rule, in_clusters)
    yield _share("clusters", "Spasms in clusters", spasms.in_clusters, spasms.n_in_clusters, "Of all spasms.")
    yield _median("clusters", "Spasms a cluster", spasms.spasms_per_cluster, "Median over clusters.")
    yield _median("clusters", "Interval", spasms.interval_s, "Median time between successive onsets within clusters.")
    yield _median("clusters", "Duration of a cluster", spasms.cluster_duration_s, "From first onset to last end.")
    for one in spasms.clusters:
        yield _cluster(one, clock)


def _cluster(one: ClusterSummary, clock: Callable[[float], str]) -> FigureLine:
    ids = tuple(mark.annotation_id for mark in one.cluster.spasms)
    name = f"  {one.number} at {clock(one.span.start_s)}"
    return FigureLine("clusters", name, f"{one.n_spasms} in {length_text(one.duration_s)}", "", one.text, ids)


def _waking(spasms: SpasmStatistics) -> Iterable[FigureLine]:
    known = f"{spasms.n_waking_known} of {len(spasms.clusters)} clusters follow an awakening with no sleep in between."
    minutes = f"Median time from waking to a cluster's first onset. {known}"
    yield _median("waking", "Waking to cluster", spasms.minutes_after_waking, minutes)
    limit = f"{spasms.within_waking_min:g} min"
    soon = spasms.soon_after_waking
    n_soon = round(soon.value * soon.n) if soon is not None else 0
    tip = f"Clusters that begin within {limit} of waking, of those with a known awakening."
    yield _share("waking", f"Clusters within {limit}", soon, n_soon, tip)
    tip = "Marked arousals, and wakefulness staged after sleep."
    yield FigureLine("waking", "Awakenings", f"{len(spasms.wakings_s)}", "", tip)


def _evidence(spasms: SpasmStatistics) -> Iterable[FigureLine]:
    for row in spasms.evidence:
        tip = "The reader's answer on the spasm; shares are of those in which it was answered."
        yield _share("evidence", row.label, row.share, row.count, tip, row.marks)


def _semiology(spasms: SpasmStatistics) -> Iterable[FigureLine]:
    for row in spasms.semiology:
        if row.count:
            tip = f"{row.attribute_label}: answered in {row.n_answered} of {row.n_asked} spasms."
            if row.n_first is not None:
                tip += f" First in {row.n_first}."
            name = f"{row.attribute_label}: {row.choice_label}"
            yield _share("semiology", name, row.share, row.count, tip, row.marks)
    asked = dict.fromkeys((row.attribute_label, row.n_answered, row.n_asked) for row in spasms.semiology)
    for label, n_answered, n_asked in asked:
        if n_asked and not n_answered:
            yield FigureLine("semiology", label, "not assessed", "", f"Not answered in any of {n_asked} spasms.")


def _others(spasms: SpasmStatistics) -> Iterable[FigureLine]:
    for row in spasms.others:
        if row.count:
            kinds = "; ".join(f"{kind.label} {kind.count}" for kind in row.kinds if kind.kind)
            doubted = f"{row.n_doubted} doubted." if row.n_doubted else ""
            yield FigureLine("others", row.label, f"{row.count:,}", "", f"{kinds}\n{doubted}".strip(), row.marks)
    if not any(row.count for row in spasms.others):
        yield FigureLine("others", "Other seizures, mimics", "none marked")


def _coverage(coverage: StudyCoverage, author: str) -> Iterable[FigureLine]:
    def of_recorded(name: str, seconds: float | None, tip: str) -> FigureLine:
        if seconds is None:
            return FigureLine("coverage", name, "not known", "", tip)
        share = f" ({100 * seconds / coverage.recorded_s:.0f} %)" if coverage.recorded_s else ""
        return FigureLine("coverage", name, f"{length_text(seconds)}{share}", "", f"{tip} Share of what was recorded.")

    gaps = f"{len(coverage.gaps)} gaps, {length_text(coverage.gaps_s)}." if coverage.gaps else "No gaps."
    yield FigureLine("coverage", "Recorded", length_text(coverage.recorded_s), "", gaps)
    by = ", ".join(layer_text(name, author) for name in coverage.reviewed_by)
    tip = f"Viewed on pages short enough to be read, on this computer{f', by {by}' if by else ''}."
    yield of_recorded("Reviewed", coverage.reviewed_s, tip)
    yield of_recorded("Reviewed with video", coverage.reviewed_with_video_s, tip)
    unplaced = f"{coverage.n_unplaced} of {coverage.n_clips} videos have no known time and are left out."
    tip = unplaced if coverage.n_unplaced else "Of any camera."
    yield of_recorded("Video", coverage.video_s, tip)
    tip = "Where pairs say that video and EEG are at most 250 ms apart."
    yield of_recorded("Video matched to EEG", coverage.matched_video_s, tip)
    whose = f"Stages of “{layer_text(coverage.stages_layer, author)}”." if coverage.stages_layer else "Nobody staged."
    stages = ", ".join(f"{one.label} {length_text(one.seconds)}" for one in coverage.stages)
    yield FigureLine("coverage", "Sleep stages", stages or "none staged", "", whose)
    yield FigureLine("coverage", "REM sleep", "captured" if coverage.rem_captured else "not captured", "", whose)
    woke = f"{len(coverage.awakenings_s)} awakenings" if coverage.awakenings_s else "captured"
    yield FigureLine("coverage", "Awakening", woke if coverage.awakening_captured else "not captured", "", whose)
    if coverage.artifact_share is not None:
        tip = "Share of rows and time that the trends call artifact."
        yield FigureLine("coverage", "Artifact", f"{100 * coverage.artifact_share:.1f} %", "", tip)


def _number(value: float) -> str:
    if abs(value) < 0.0005:  # rounding of an interval's end
        return "0"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def _interval(one: Estimate, times: float = 1.0) -> str:
    if one.low is None or one.high is None:
        return NO_INTERVAL
    return f"{_number(one.low * times)}–{_number(one.high * times)}"


def _estimate(section: str, name: str, one: Estimate | None, tip: str) -> FigureLine:
    if one is None:
        return FigureLine(section, name, _NONE, "", tip)
    return FigureLine(section, name, f"{_number(one.value)} /h", _interval(one), f"{tip}\n{_method(one)}", one.marks)


def _share(
    section: str, name: str, one: Estimate | None, count: int, tip: str, marks: tuple[str, ...] = ()
) -> FigureLine:
    if one is None:
        return FigureLine(section, name, f"{count:,}", "", tip, marks)
    value = f"{count:,} of {one.n:,} ({100 * one.value:.0f} %)"
    return FigureLine(section, name, value, _percent(one), f"{tip}\n{_method(one)}", marks or one.marks)


def _percent(one: Estimate) -> str:
    return f"{_interval(one, 100)} %" if one.has_interval else NO_INTERVAL


_UNITS = {"s": " s", "min": " min", "count": ""}


def _median(section: str, name: str, one: Median | None, tip: str) -> FigureLine:
    if one is None:
        return FigureLine(section, name, _NONE, "", tip)
    unit = _UNITS.get(one.unit, f" {one.unit}")
    spread = (
        f"Median of {one.n}; middle half {_number(one.lower_quartile)}–{_number(one.upper_quartile)}{unit}, "
        f"range {_number(one.least)}–{_number(one.most)}{unit}."
    )
    value = f"{_number(one.value)}{unit}"
    return FigureLine(section, name, value, _interval(one), f"{tip}\n{spread}\n{_method(one)}", one.marks)


def _method(one: Estimate) -> str:
    return f"95 % interval: {one.method}." if one.has_interval else f"{one.method[:1].upper()}{one.method[1:]}."


def figures_csv(study: StudyStatistics, lines: Iterable[FigureLine], author: str) -> str:
    """Return the lines as a table with commas; layer and rule stand in the first rows."""
    rows: list[tuple[str, ...]] = [("section", "figure", "value", "interval_95", "definition", "spasms")]
    rows.append(("Counted", "Layer", layer_text(study.layer, author), "", "", ""))
    rows.append(("Counted", "Cluster rule", study.spasms.rule.text, "", "", ""))
    for line in lines:
        tip = " ".join(line.tip.split("\n"))
        rows.append(
            (TITLES[line.section], line.name.strip(), line.value, line.interval, tip, str(len(line.marks) or ""))
        )
    rows += [
        ("Coverage", "Warning", one.sentence, "", f"{one.source}; {one.basis}", "") for one in study.coverage.warnings
    ]
    return comma_text(rows)
