"""What a detector's scores were worth: the table, and the rows for its manifest."""

import json

from eegview.app.evaluation.measured import Measured
from eegview.app.evaluation.tables import number_text, table_text, with_interval
from eegview.app.evaluation.trials import Trial
from eegview.clinical.calibration import Calibration


def calibration_section(measured: Measured, trials: tuple[Trial, ...]) -> str:
    """Return the section on the scores' calibration, "" where nothing has a score."""
    found = measured.calibration(trials)
    if not found.n:
        return ""
    rows = [
        [
            f"{one.score_from:.1f}–{one.score_to:.1f}",
            str(one.n),
            str(one.n_true),
            number_text(one.mean_score),
            with_interval(one.share_true, one.interval),
        ]
        for one in found.bins
        if one.n
    ]
    columns = ("score", "proposed", "true", "mean score", "share true")
    return "\n".join(
        [
            "### What a score was worth",
            "",
            table_text(columns, rows),
            "",
            f"Of all {found.n} proposals with a score, whatever the threshold, {found.n_true} were true. Expected "
            f"calibration error {number_text(found.error, 3)}: mean score and share of true ones, their difference "
            f"averaged over the rows by their proposals. Brier score {number_text(found.brier, 3)}: 0 is best, 0.25 is "
            "a score of 0.5 for everything. In brackets Wilson's 95 % intervals, which take proposals as independent. "
            "How many are true depends on how frequent the events are: the same scores are worth less where they are "
            f"rare{_rate_text(trials)}.{_how_to_see_more(measured)}",
        ]
    )


def _rate_text(trials: tuple[Trial, ...]) -> str:
    """Return `; here there were 16 an hour`, "" where nothing was read."""
    hours = sum(trial.hours for trial in trials)
    n = sum(not event.is_uncertain for trial in trials for event in trial.truth)
    return f"; here there were {n / hours:.1f} an hour" if hours else ""


def _how_to_see_more(measured: Measured) -> str:
    least = measured.least_score
    if least is None or least <= 0.1:
        return ""
    counted = f"{least:g}" if measured.threshold is None else f"{measured.threshold:g}"
    return (
        f" It was asked for no scores below {least:g}; `--set minimum_score=0.02 --threshold {counted}` shows what "
        "they are worth and counts the rest as now."
    )


def manifest_rows(calibration: Calibration, data: str) -> str:
    """Return the `[[calibration]]` tables of a manifest; ranges without proposals stay out.

    data : where they were counted
    """
    return "\n".join(
        f"[[calibration]]\nscore_from = {one.score_from:.1f}\nscore_to = {one.score_to:.1f}\nn = {one.n}\n"
        f"n_true = {one.n_true}\ndata = {json.dumps(data, ensure_ascii=False)}\n"
        for one in calibration.bins
        if one.n
    )
