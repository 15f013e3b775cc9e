"""The statistics of a study as one JSON object: figures with intervals, definitions, ids of marks and spans."""

from collections.abc import Iterable
from typing import Any

from eegview.app.statistics.figures import StatisticFigure, statistic_figures
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.model.span import Span


def statistics_json(statistics: StudyStatistics, problems: Iterable[str] = ()) -> dict[str, Any]:
    """Return the statistics of a study as an object; times in seconds from recording start, shares 0–1.

    problems : sentences on what could not be read
    """
    spasms, coverage = statistics.spasms, statistics.coverage
    return {
        "fingerprint": statistics.fingerprint,
        "layer": statistics.layer,
        "not_counted": dict(statistics.not_counted),
        "rule": {
            "text": spasms.rule.text,
            "min_spasms": spasms.rule.min_spasms,
            "max_interval_s": spasms.rule.max_interval_s,
        },
        "same_event_s": spasms.same_event.within_s,
        "within_waking_min": spasms.within_waking_min,
        "counting": spasms.counting_text,
        "n_spasms": spasms.n_total,
        "n_marks": spasms.n_marks,
        "figures": {one.name: figure_json(one) for one in statistic_figures(statistics)},
        "clusters": [_cluster(one) for one in spasms.clusters],
        "stages_layer": coverage.stages_layer or None,
        "awakenings_s": list(coverage.awakenings_s),
        "reviewed_by": list(coverage.reviewed_by),
        "warnings": [
            {"code": one.code, "sentence": one.sentence, "source": one.source, "basis": one.basis}
            for one in coverage.warnings
        ],
        "problems": list(problems),
    }


def figure_json(figure: StatisticFigure) -> dict[str, Any]:
    """Return a figure as an object; quartiles and range only of medians."""
    found: dict[str, Any] = {
        "label": figure.label,
        "group": figure.group,
        "value": figure.value,
        "unit": figure.unit,
        "low_95": figure.low,
        "high_95": figure.high,
        "interval_method": figure.method,
        "n": figure.n,
        "definition": figure.definition,
        "marks": list(figure.marks),
        "spans": _spans(figure.spans),
    }
    if figure.least is not None:
        found |= {
            "lower_quartile": figure.lower_quartile,
            "upper_quartile": figure.upper_quartile,
            "least": figure.least,
            "most": figure.most,
        }
    if figure.run_limit is not None:
        found["upper_limit_95_runs_per_hour"] = figure.run_limit
    return found


def _cluster(one: ClusterSummary) -> dict[str, Any]:
    return {
        "number": one.number,
        "span": [one.span.start_s, one.span.stop_s],
        "n_spasms": one.n_spasms,
        "median_interval_s": one.median_interval_s,
        "state": one.state,
        "minutes_after_waking": one.minutes_awake,
        "marks": [mark.annotation_id for mark in one.cluster.spasms],
    }


def _spans(spans: Iterable[Span]) -> list[list[float]]:
    return [[span.start_s, span.stop_s] for span in spans]
