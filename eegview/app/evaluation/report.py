"""The table of an evaluation, in Markdown: the same trials always give the same text, without dates or times taken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eegview.app.evaluation.comparing import ASLEEP, AWAKE
from eegview.app.evaluation.trials import (
    NOTHING_KNOWN,
    Outcome,
    Trial,
    false_by_circumstance,
    found_by_trait,
    outcome_at,
)
from eegview.clinical.agreement import Agreement, Spread, pooled
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.intervals import Interval, bootstrap_interval, poisson_rate_interval, wilson_interval
from eegview.clinical.szcore_scores import szcore_scores

OTHER_TOLERANCES_S = (0.5, 2.0)
UNDEFINED = "–"  # what is not known


@dataclass(frozen=True, slots=True)
class Measured:
    """The trials of an evaluation and everything their numbers depend on.

    term_id : what the detector proposes
    versions : (what, version) of everything the numbers depend on
    parameters : (name, value) of the detector
    threshold : proposals below it are not counted; None = the detector's own choice
    sweep : further thresholds to report
    simulated, real : trials; the real ones hold no event that is looked for
    """

    detector_id: str
    title: str
    term_id: str
    versions: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    command: str
    threshold: float | None
    tolerance_s: float
    sweep: tuple[float, ...]
    simulated: tuple[Trial, ...] = ()
    real: tuple[Trial, ...] = ()

    def outcomes(self, threshold: float | None = None, tolerance_s: float | None = None) -> list[Outcome]:
        threshold = self.threshold if threshold is None else threshold
        return [outcome_at(trial, threshold, tolerance_s or self.tolerance_s) for trial in self.simulated]


def report_text(measured: Measured) -> str:
    """Return the whole report in Markdown."""
    parts = [_head(measured)]
    if measured.simulated:
        outcomes = measured.outcomes()
        parts += [
            _summary(measured, outcomes),
            _clusters(measured, outcomes),
            _szcore(outcomes),
            _traits(outcomes),
            _falls(outcomes),
            _sweep(measured),
            _per_trial(outcomes),
        ]
    if measured.real:
        parts.append(_real(measured))
    parts.append(_how())
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(measured: Measured) -> str:
    versions = ", ".join(f"{what} {version}" for what, version in measured.versions)
    parameters = ", ".join(f"{name} = {value}" for name, value in measured.parameters) or "none"
    threshold = "all that it proposes" if measured.threshold is None else f"score {measured.threshold:g} and more"
    lines = [
        f"# {measured.title}: how good",
        "",
        f"Made by `{measured.command}`; the same command on the same versions gives the same text. "
        "For research and education; the numbers are of the data named here and of no other.",
        "",
        f"- versions: {versions}",
        f"- parameters: {parameters}",
        f"- counted: {measured.term_id}, {threshold}; onsets within {measured.tolerance_s:g} s, one to one",
    ]
    if measured.simulated:
        hours = sum(trial.duration_s for trial in measured.simulated) / 3600
        n_events = sum(len(trial.truth) for trial in measured.simulated)
        names = ", ".join(trial.name.removeprefix("seed ") for trial in measured.simulated)
        lines.append(
            f"- simulated: {len(measured.simulated)} infants (seeds {names}), {hours:g} h, {n_events} true events; "
            "with artifacts and mimics, without video"
        )
    if measured.real:
        lines.append(f"- real: {', '.join(trial.name for trial in measured.real)}")
    return "\n".join(lines)


def _summary(measured: Measured, outcomes: Sequence[Outcome]) -> str:
    parts: list[tuple[str, Callable[[Outcome], Agreement]]] = [
        ("all", lambda outcome: outcome.whole),
        ("awake", lambda outcome: outcome.state(AWAKE)),
        ("asleep", lambda outcome: outcome.state(ASLEEP)),
    ]
    rows = [_summary_row(name, outcomes, part) for name, part in parts]
    for tolerance_s in OTHER_TOLERANCES_S:
        others = measured.outcomes(tolerance_s=tolerance_s)
        rows.append(_summary_row(f"all, within {tolerance_s:g} s", others, parts[0][1]))
    columns = ("", "true", "found", "sensitivity", "precision", "F1", "false", "hours", "false per hour", "onset error")
    per_infant = Spread.of([s for outcome in outcomes if (s := outcome.whole.sensitivity) is not None])
    mean = _mean([outcome.whole for outcome in outcomes])
    return "\n".join(
        [
            "## Simulated studies, all infants together",
            "",
            _table(columns, rows),
            "",
            "In brackets 95 % intervals, from drawing infants anew (2000 times); where that tells nothing Wilson's or "
            "the exact Poisson interval. Onset error: candidate minus true, median (interquartile range).",
            "",
            f"Mean over infants: sensitivity {number_text(mean[0])}, false per hour {number_text(mean[1])}; "
            f"median sensitivity of an infant {number_text(per_infant.median)} (IQR {number_text(per_infant.iqr)}).",
        ]
    )


def _mean(agreements: Sequence[Agreement]) -> tuple[float | None, float | None]:
    def mean(values: Iterable[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    return mean(one.sensitivity for one in agreements), mean(one.fp_per_hour for one in agreements)


def _summary_row(name: str, outcomes: Sequence[Outcome], part: Callable[[Outcome], Agreement]) -> list[str]:
    agreements = [part(outcome) for outcome in outcomes]
    whole = pooled([one for one in agreements if one.hours or one.tp or one.fp or one.fn])

    def drawn(measure: Callable[[Agreement], float | None]) -> Interval | None:
        interval = bootstrap_interval(agreements, lambda some: measure(pooled([one for one in some if one.hours])))
        return interval if interval and interval[0] < interval[1] else None  # all alike: drawing them shows nothing

    error = whole.onset_error
    return [
        name,
        str(whole.tp + whole.fn),
        str(whole.tp),
        with_interval(whole.sensitivity, drawn(lambda a: a.sensitivity) or whole.sensitivity_interval),
        with_interval(whole.precision, drawn(lambda a: a.precision) or whole.precision_interval),
        with_interval(whole.f1, drawn(lambda a: a.f1)),
        str(whole.fp),
        number_text(whole.hours, 1),
        with_interval(whole.fp_per_hour, drawn(lambda a: a.fp_per_hour) or whole.fp_per_hour_interval),
        UNDEFINED if error.median is None else f"{error.median:+.2f} s ({error.iqr:.2f})",
    ]


def _clusters(measured: Measured, outcomes: Sequence[Outcome]) -> str:
    found = [outcome.clusters for outcome in outcomes]
    n_reference, n_detected = sum(one.n_reference for one in found), sum(one.n_detected for one in found)
    if not n_reference or measured.term_id != SPASM_TERM:
        return ""
    errors = Spread.of([error for one in found for error in one.spasm_count_errors])
    n_infants = sum(one.n_reference > 0 for one in found)
    n_any = sum(one.n_detected > 0 for one in found)
    return "\n".join(
        [
            f"## Clusters ({ClusterRule().text})",
            "",
            f"- found, that is at least one of its spasms: {n_detected} of {n_reference} "
            f"{interval_text(wilson_interval(n_detected, n_reference))}",
            f"- proposed: {sum(one.n_candidate for one in found)}",
            f"- proposals in a cluster minus its spasms: median {number_text(errors.median)} "
            f"(IQR {number_text(errors.iqr)})",
            f"- infants in whom any cluster was found: {n_any} of {n_infants} "
            f"{interval_text(wilson_interval(n_any, n_infants))}",
        ]
    )


def _szcore(outcomes: Sequence[Outcome]) -> str:
    scores = [szcore_scores(outcome.trial.truth, outcome.found, outcome.trial.duration_s) for outcome in outcomes]
    rows = []
    for kind, number in (("events", 0), ("samples", 1)):
        some = [score[number] for score in scores if score is not None]
        cells = [Spread.of([v for one in some if (v := getattr(one, name)) is not None]) for name in _SZCORE_MEASURES]
        rows.append([kind, *(number_text(cell.median) for cell in cells)])
    return "\n".join(
        [
            "## SzCORE (cluster-like)",
            "",
            "By `timescoring` with its defaults, median over infants. It merges what lies within 90 s, so it says at "
            "most whether clusters were found: one hit in each would score full marks.",
            "",
            _table(("by", "sensitivity", "precision", "F1", "false per 24 h"), rows),
        ]
    )


_SZCORE_MEASURES = ("sensitivity", "precision", "f1", "fp_per_day")


def _traits(outcomes: Sequence[Outcome]) -> str:
    traits = found_by_trait(outcomes)
    rows = [[name, str(n), str(k), with_interval(k / n, wilson_interval(k, n))] for name, (k, n) in traits.items()]
    return "\n".join(["## Which are found", "", _table(("", "true", "found", "sensitivity"), rows)]) if rows else ""


def _falls(outcomes: Sequence[Outcome]) -> str:
    counted = false_by_circumstance(outcomes)
    if not counted:
        return ""
    order = sorted(counted.items(), key=lambda item: (item[0] == NOTHING_KNOWN, -item[1], item[0]))
    return "\n".join(
        ["## What false alarms fall on", "", _table(("within 2 s of", "false"), [[name, str(n)] for name, n in order])]
    )


def _sweep(measured: Measured) -> str:
    rows = []
    for threshold in measured.sweep:
        whole = pooled([outcome.whole for outcome in measured.outcomes(threshold)])
        rows.append(
            [
                f"{threshold:g}",
                with_interval(whole.sensitivity, whole.sensitivity_interval),
                with_interval(whole.precision, whole.precision_interval),
                number_text(whole.f1),
                with_interval(whole.fp_per_hour, whole.fp_per_hour_interval),
            ]
        )
    if not rows:
        return ""
    columns = ("score from", "sensitivity", "precision", "F1", "false per hour")
    return "\n".join(
        ["## Other thresholds", "", "Intervals here take events as independent.", "", _table(columns, rows)]
    )


def _per_trial(outcomes: Sequence[Outcome]) -> str:
    columns = (
        *("infant", "hours", "true", "found", "missed", "false", "sensitivity", "false per hour"),
        *("awake, found", "asleep, found", "awake, false", "asleep, false", "clusters"),
    )
    rows = []
    for outcome in outcomes:
        one, awake, asleep = outcome.whole, outcome.state(AWAKE), outcome.state(ASLEEP)
        rows.append(
            [
                outcome.trial.name,
                number_text(one.hours, 1),
                *map(str, (one.tp + one.fn, one.tp, one.fn, one.fp)),
                number_text(one.sensitivity),
                number_text(one.fp_per_hour),
                f"{awake.tp} of {awake.tp + awake.fn}",
                f"{asleep.tp} of {asleep.tp + asleep.fn}",
                *map(str, (awake.fp, asleep.fp)),
                f"{outcome.clusters.n_detected} of {outcome.clusters.n_reference}",
            ]
        )
    reported = [f"- {o.trial.name}: {sentence}" for o in outcomes for sentence in _notes_on(o.trial)]
    return "\n".join(["## Each infant", "", _table(columns, rows), *([""] if reported else []), *reported])


def _notes_on(trial: Trial) -> list[str]:
    return [*([trial.message] if trial.message else []), *trial.outside]


def _real(measured: Measured) -> str:
    columns = ("recording", "hours", "false", "false per hour", "awake", "asleep", "state not known")
    rows = []
    for trial in measured.real:
        outcome = outcome_at(trial, measured.threshold, measured.tolerance_s)
        known = [outcome.state(AWAKE), outcome.state(ASLEEP)]
        rest_hours = max(trial.duration_s / 3600 - sum(one.hours or 0.0 for one in known), 0.0)
        rest = Agreement(0, outcome.whole.fp - sum(one.fp for one in known), 0, rest_hours or None)
        rows.append(
            [
                trial.name,
                number_text(outcome.whole.hours),
                str(outcome.whole.fp),
                rate_text(outcome.whole),
                *(rate_with_hours(one) for one in (*known, rest)),
            ]
        )
    reported = [f"- {trial.name}: {sentence}" for trial in measured.real for sentence in _notes_on(trial)]
    lines = [
        "## Real recordings",
        "",
        "No such event is known in them, so every proposal counts as false. Awake and asleep as the technologist's "
        "notes say.",
        "",
        _table(columns, rows),
        *([""] if reported else []),
        *reported,
    ]
    if measured.sweep:
        found = [
            [f"{threshold:g}", *(rate_text(outcome_at(trial, threshold).whole) for trial in measured.real)]
            for threshold in measured.sweep
        ]
        lines += ["", _table(("score from", *(trial.name for trial in measured.real)), found)]
    return "\n".join(lines)


def _how() -> str:
    return "\n".join(
        [
            "## How it was counted",
            "",
            "One true event and one proposal make a pair where their onsets are close enough: as many pairs as can be, "
            "then the least sum of differences. A second proposal on the same event is false, so is a stretch over "
            "several. Awake and asleep: true events by their own state, false ones by theirs.",
        ]
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def rate_text(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7)`, false ones per hour."""
    return with_interval(agreement.fp_per_hour, agreement.fp_per_hour_interval, 1)


def rate_with_hours(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7): 7 in 5.00 h`."""
    if not agreement.hours:
        return UNDEFINED
    interval = poisson_rate_interval(agreement.fp, agreement.hours)
    return f"{with_interval(agreement.fp_per_hour, interval, 1)}: {agreement.fp} in {agreement.hours:.2f} h"


def number_text(value: float | None, decimals: int = 2) -> str:
    """Return `0.92`; a dash for an unknown number."""
    return UNDEFINED if value is None else f"{value + 0.0:.{decimals}f}"


def interval_text(interval: Interval | None, decimals: int = 2) -> str:
    """Return `(0.88–0.95)`, "" for an unknown interval."""
    return f"({interval[0]:.{decimals}f}–{interval[1]:.{decimals}f})" if interval else ""


def with_interval(value: float | None, interval: Interval | None, decimals: int = 2) -> str:
    """Return `0.92 (0.88–0.95)`; a dash for an unknown number."""
    return " ".join(
        filter(None, (number_text(value, decimals), interval_text(interval, decimals) if value is not None else ""))
    )
