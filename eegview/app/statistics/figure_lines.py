"""The figures of a study as lines of a table in the window: each with its interval, definition and where it is from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from eegview.app.marks.layers import layer_text
from eegview.app.statistics.figure_texts import (
    csv_rows,
    interval_text,
    number_text,
    percent_text,
    time_text,
    value_text,
)
from eegview.app.statistics.figures import RATE_END, SHARE_END, TIME_END, StatisticFigure, statistic_figures
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.app.study.preview import length_text
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.exchange.plain_table import comma_text
from eegview.model.span import Span

NO_INTERVAL = "no interval"
_ENDS = (SHARE_END, TIME_END, RATE_END)
_OF_RECORDED = frozenset({"reviewed", "reviewed_with_video", "video", "matched_video", "close_video", "not_staged"})
_ESTIMATED = frozenset({"per_hour", "share"})


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure.

    group, name : title it stands under, and what it is called
    value : with its unit: `12.6 /h`; a count with its rate or share: `12 (57.9 /h)`
    interval : 95 %, `8.1–19.5 /h`, "no interval", `≤ 3.7 runs/h` where none was seen, or "" where none is meant
    tip : definition and method, a sentence each line
    marks : ids of the marks it was counted from; () where it comes from none
    span : of the recording, where it begins, for a figure that is a time of it
    """

    group: str
    name: str
    value: str
    interval: str = ""
    tip: str = ""
    marks: tuple[str, ...] = ()
    span: Span | None = None


def figure_lines(study: StudyStatistics, author: str, clock: Callable[[float], str]) -> tuple[FigureLine, ...]:
    """Return the lines of all figures, in order; what belongs to a count stands in its line.

    author : the reviewer at the window, whose layer is called "My marks"
    clock : writes a time of the recording
    """
    figures = {figure.name: figure for figure in statistic_figures(study)}
    found: list[FigureLine] = []
    for name, figure in figures.items():
        is_same = name == "spasms.sure_per_hour_recorded" and not study.spasms.doubted
        if name.endswith(_ENDS) or is_same or _is_empty(figure, figures):
            continue
        beside = {end: figures.get(f"{name}{end}") for end in _ENDS}
        line = _line(figure, beside[RATE_END] or beside[SHARE_END], beside[TIME_END], study, clock)
        if name == "spasms.total":
            others = ", ".join(f"{layer_text(one, author)} {n}" for one, n in study.not_counted.items())
            whose = f"Marks of “{layer_text(study.layer, author)}”."
            more = [f"Not counted, marks of other layers: {others}."] if others else []
            line = _with_tip(line, [whose, line.tip, *more])
        found.append(line)
        if name == "clusters.total":
            found += [_cluster(one, clock) for one in study.spasms.clusters]
    return tuple(found)


def _is_empty(figure: StatisticFigure, figures: dict[str, StatisticFigure]) -> bool:
    """Whether a line would only say that there is nothing: an answer nobody gave, a stage that was not there."""
    if figure.value:
        return False
    seconds = figures.get(f"{figure.name}{TIME_END}")
    if figure.name.startswith("spasms.by_state."):
        return seconds is None or not (seconds.value or 0.0) >= 1.0
    return figure.name.startswith(("semiology.", "others.", "spasms.un", "coverage.gaps"))


def _line(
    figure: StatisticFigure,
    estimate: StatisticFigure | None,
    time: StatisticFigure | None,
    study: StudyStatistics,
    clock: Callable[[float], str],
) -> FigureLine:
    value, held = value_text(figure.value, figure.unit), estimate or figure
    if figure.value is None:
        value = "not known"
    if estimate is not None:
        value += f" ({value_text(estimate.value, estimate.unit)})"
    tips = [figure.definition, estimate.definition if estimate is not None else ""]
    if time is not None and time.value:
        tips.append(f"Recorded in this state: {time_text(time.value)}.")
    if figure.name.removeprefix("coverage.") in _OF_RECORDED and figure.value is not None and study.coverage.recorded_s:
        value += f" ({percent_text(figure.value / study.coverage.recorded_s)})"
        tips.append("Share of what was recorded.")
    if held.least is not None and held.most is not None:
        low, high = value_text(held.lower_quartile, held.unit), value_text(held.upper_quartile, held.unit)
        least, most = value_text(held.least, held.unit), value_text(held.most, held.unit)
        tips.append(f"Of {held.n}; middle half {low} to {high}, range {least} to {most}.")
    interval = interval_text(held)
    if held.run_limit is not None:
        interval = f"≤ {number_text(held.run_limit)} runs/h"
    elif (
        not interval and held.value is not None and (held.unit in _ESTIMATED or held.least is not None) and held.method
    ):
        interval = NO_INTERVAL
    if held.method:
        tips.append(f"95 % interval: {held.method}." if interval_text(held) else f"{_capital(held.method)}.")
    span = figure.spans[0] if figure.spans and not figure.marks else None
    if figure.name.startswith("spasms.longest_free") and span is not None:
        tips.append(f"From {clock(span.start_s)}.")
    return FigureLine(figure.group, figure.label, value, interval, "\n".join(filter(None, tips)), figure.marks, span)


def _cluster(one: ClusterSummary, clock: Callable[[float], str]) -> FigureLine:
    ids = tuple(mark.annotation_id for mark in one.cluster.spasms)
    name = f"   {one.number} at {clock(one.span.start_s)}"
    return FigureLine("Clusters", name, f"{one.n_spasms} in {length_text(one.duration_s)}", "", one.text, ids)


def _with_tip(line: FigureLine, tips: Iterable[str]) -> FigureLine:
    text = "\n".join(filter(None, tips))
    return FigureLine(line.group, line.name, line.value, line.interval, text, line.marks, line.span)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def figures_csv(study: StudyStatistics, author: str) -> str:
    """Return all figures as a table with commas; layer, rule and warnings stand at its end."""
    rows = csv_rows(statistic_figures(study))
    blank = ("",) * (len(rows[0]) - 4)
    rows.append(("Counted", "layer", "Layer", layer_text(study.layer, author), *blank))
    rows.append(("Counted", "cluster_rule", "Cluster rule", study.spasms.rule.text, *blank))
    for one in study.coverage.warnings:
        source = f"{one.basis}. Source: {one.source}"
        rows.append(("Warning", f"warning.{one.code}", one.sentence, "", *blank[:-1], source))
    return comma_text(rows)
