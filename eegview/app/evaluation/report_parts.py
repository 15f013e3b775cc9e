"""The parts of a report that simulated and real recordings share."""

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.evaluation.measured import Measured
from eegview.app.evaluation.report_calibration import calibration_section
from eegview.app.evaluation.states import ASLEEP, AWAKE
from eegview.app.evaluation.tables import (
    number_text,
    plural,
    seconds_text,
    share_text,
    table_text,
    with_interval,
)
from eegview.app.evaluation.trials import (
    NOTHING_KNOWN,
    Outcome,
    Trial,
    false_by_circumstance,
    found_by_trait,
    with_probable,
)
from eegview.app.evaluation.units import FEW_PATIENTS, Figures, Part, Unit, figures_of
from eegview.clinical.agreement import Spread
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.intervals import exact_share_interval, wilson_interval
from eegview.clinical.szcore_scores import szcore_scores

OTHER_TOLERANCES_S = (0.5, 2.0)
_SZCORE_MEASURES = ("sensitivity", "precision", "f1", "fp_per_day")


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The sections on some trials.

    unit : what is drawn anew for intervals, in words; trial : what one trial is
    """

    measured: Measured
    trials: tuple[Trial, ...]
    heading: str
    unit: str
    trial: str

    def units(self, threshold: float | None = None, tolerance_s: float | None = None) -> tuple[Unit, ...]:
        return self.measured.units(self.trials, threshold, tolerance_s)

    def outcomes(self) -> list[Outcome]:
        return [self.measured.outcome(trial) for trial in self.trials]

    def sections(self) -> list[str]:
        """Return the sections, "" for those that have nothing to say."""
        if not self.trials:
            return [f"## {self.heading}\n\nNone could be counted."]
        units, outcomes = self.units(), self.outcomes()
        return [
            self._summary(units, outcomes),
            self._clusters(units),
            self._timing(outcomes),
            self._szcore(outcomes),
            _traits(outcomes),
            _falls(outcomes, "simulated" if self.unit == "infant" else "marked"),
            self._sweep(),
            calibration_section(self.measured, self.trials),
        ]

    def _summary(self, units: Sequence[Unit], outcomes: Sequence[Outcome]) -> str:
        parts: list[tuple[str, Part]] = [
            ("all", lambda outcome: outcome.whole),
            ("awake", lambda outcome: outcome.state(AWAKE)),
            ("asleep", lambda outcome: outcome.state(ASLEEP)),
            ("state not known", lambda outcome: outcome.unknown),
        ]
        shown = [(name, figures_of(units, part)) for name, part in parts]
        whole = shown[0][1]
        rows = [_summary_row(name, figures) for name, figures in shown if figures.units or name == "all"]
        free = tuple(one.trial for one in outcomes if not one.whole.tp + one.whole.fn)
        if 0 < len(free) < len(outcomes):
            rows.append(_summary_row(f"{self.trial}s without an event", self._figures(self.measured.units(free))))
        if whole.whole.tp + whole.whole.fn:
            for tolerance_s in OTHER_TOLERANCES_S:
                figures = self._figures(self.units(tolerance_s=tolerance_s))
                rows.append(_summary_row(f"all, within {tolerance_s:g} s", figures))
        if any(trial.probable for trial in self.trials):
            sure = tuple(map(with_probable, self.trials))
            rows.append(_summary_row("all, probable marks as true", self._figures(self.measured.units(sure))))
        columns = ("", "true", "found", "sensitivity", "precision", "F1", "false", "hours", "false per hour")
        text = table_text((*columns, "onset error"), rows)
        heading = f"## {self.heading}, all {self.unit}s together"
        lines = [heading, "", text, "", self._intervals(whole), "", self._each(whole)]
        known_h = sum(figures.whole.hours or 0.0 for name, figures in shown if name in ("awake", "asleep"))
        if known_h + 0.005 < (whole.whole.hours or 0.0):
            lines += ["", f"Awake or asleep is known for {known_h:.2f} of {whole.whole.hours:.2f} h."]
        return "\n".join(lines)

    def _figures(self, units: Sequence[Unit]) -> Figures:
        return figures_of(units, lambda outcome: outcome.whole)

    def _intervals(self, whole: Figures) -> str:
        error = "Onset error: candidate minus true, median (interquartile range)."
        if whole.is_few:
            return (
                f"**{plural(len(whole.units), self.unit)}: fewer than {FEW_PATIENTS} are too few to be drawn anew.** "
                "In brackets 95 % intervals of shares (Wilson) and rates (exact Poisson). They take events as "
                f"independent, which those of one {self.unit} are not: the true uncertainty about another {self.unit} "
                f"is wider. {error}"
            )
        return (
            f"In brackets 95 % intervals, from drawing {self.unit}s again (2000 times), all events of one together; in "
            f"a row of fewer than {FEW_PATIENTS} of them, or where all are alike, Wilson's or the exact Poisson "
            f"interval, which take events as independent and are too narrow. {error}"
        )

    def _each(self, whole: Figures) -> str:
        sensitivities = whole.values(lambda one: one.sensitivity)
        rates = whole.values(lambda one: one.fp_per_hour)
        parts: list[str] = []
        if sensitivities:
            spread = Spread.of(sensitivities)
            parts.append(
                f"sensitivity mean {number_text(whole.mean(lambda one: one.sensitivity))}, median "
                f"{number_text(spread.median)} (IQR {number_text(spread.iqr)}), from {min(sensitivities):.2f} to "
                f"{max(sensitivities):.2f} in the {len(sensitivities)} with events"
            )
        if rates:
            spread = Spread.of(rates)
            parts.append(
                f"false per hour mean {number_text(whole.mean(lambda one: one.fp_per_hour))}, median "
                f"{number_text(spread.median)} (IQR {number_text(spread.iqr)}), from {min(rates):.2f} to "
                f"{max(rates):.2f}"
            )
        return f"Over {self.unit}s, each counting the same: {'; '.join(parts)}." if parts else ""

    def _clusters(self, units: Sequence[Unit]) -> str:
        found = [outcome.clusters for unit in units for outcome in unit.outcomes]
        n_reference, n_detected = sum(one.n_reference for one in found), sum(one.n_detected for one in found)
        if not n_reference or self.measured.term_id != SPASM_TERM:
            return ""
        errors = Spread.of([error for one in found for error in one.spasm_count_errors])
        held = [unit for unit in units if any(outcome.clusters.n_reference for outcome in unit.outcomes)]
        n_any = sum(any(outcome.clusters.n_detected for outcome in unit.outcomes) for unit in held)
        n_candidate = sum(one.n_candidate for one in found)
        return "\n".join(
            [
                f"### Clusters ({ClusterRule().text})",
                "",
                "- found, that is at least one of its spasms: "
                f"{share_text(n_detected, n_reference, wilson_interval(n_detected, n_reference))}",
                f"- proposed: {n_candidate}, {n_candidate - n_reference:+d} against the true ones",
                f"- proposals in a cluster minus its spasms: median {number_text(errors.median)} "
                f"(IQR {number_text(errors.iqr)})",
                f"- {self.unit}s in whom any cluster was found: "
                f"{share_text(n_any, len(held), exact_share_interval(n_any, len(held)))} (exact interval)",
            ]
        )

    def _timing(self, outcomes: Sequence[Outcome]) -> str:
        onsets = [error_s for outcome in outcomes for error_s in outcome.whole.errors_s]
        lengths = [error_s for outcome in outcomes for error_s in outcome.duration_errors_s]
        if not onsets:
            return ""
        lines = ["### Onset and duration", ""]
        for name, errors in (("onset", onsets), ("duration", lengths)):
            size = Spread.of([abs(error_s) for error_s in errors])
            if errors:
                lines.append(
                    f"- {name}, proposed minus true: median {seconds_text(Spread.of(errors))}, in brackets the "
                    f"interquartile range; absolute error median {number_text(size.median)} s; {len(errors)} pairs"
                )
        if len(lengths) < len(onsets):
            lines.append(f"- {len(onsets) - len(lengths)} true events are points: no duration to compare")
        return "\n".join(lines)

    def _szcore(self, outcomes: Sequence[Outcome]) -> str:
        held = [outcome for outcome in outcomes if outcome.trial.truth]
        if not held:
            return ""
        scores = [
            szcore_scores(o.trial.truth, o.found, o.trial.length_s or o.trial.duration_s, o.trial.duration_s)
            for o in held
        ]
        rows: list[list[str]] = []
        for kind, number in (("events", 0), ("samples", 1)):
            some = [score[number] for score in scores if score is not None]
            cells = [
                Spread.of([v for one in some if (v := getattr(one, name)) is not None]) for name in _SZCORE_MEASURES
            ]
            rows.append([kind, *(number_text(cell.median) for cell in cells)])
        return "\n".join(
            [
                "### SzCORE (cluster-like)",
                "",
                f"By `timescoring` with its defaults, median over the {plural(len(held), self.trial)} with events. It "
                "merges what lies within 90 s, so it says at most whether clusters were found: one hit in each would "
                "score full marks.",
                "",
                table_text(("by", "sensitivity", "precision", "F1", "false per 24 h"), rows),
            ]
        )

    def _sweep(self) -> str:
        least = self.measured.least_score
        thresholds = [t for t in self.measured.sweep if least is None or t >= least - 1e-9]
        if not thresholds:
            return ""
        rows = [[f"{t:g}", *_sweep_cells(self._figures(self.units(threshold=t)))] for t in thresholds]
        lines = ["### Other thresholds", ""]
        if least is not None and least > min(self.measured.sweep):
            lines += [f"Below a score of {least:g} it was not asked to propose anything (`minimum_score`).", ""]
        columns = ("score from", "sensitivity", "precision", "F1", "false per hour")
        lines += ["A threshold chosen from this table is fitted on this data.", "", table_text(columns, rows)]
        return "\n".join(lines)

    def each_infant(self) -> str:
        """Return the table of simulated infants."""
        columns = (
            *("infant", "hours", "true", "found", "missed", "false", "sensitivity", "false per hour"),
            *("awake, found", "asleep, found", "awake, false", "asleep, false", "clusters"),
        )
        rows: list[list[str]] = []
        for outcome in self.outcomes():
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
        notes = self._notes()
        return "\n".join(["### Each infant", "", table_text(columns, rows), *([""] if notes else []), *notes])

    def notes(self) -> list[str]:
        """Return what there is to say of single trials, as a section; none where there is nothing."""
        notes = self._notes()
        return ["\n".join(["### To know", "", *notes])] if notes else []

    def _notes(self) -> list[str]:
        return [f"- {t.name}: {s}" for t in self.trials for s in (*filter(None, (t.message,)), *t.notes, *t.outside)]


def _summary_row(name: str, figures: Figures) -> list[str]:
    whole = figures.whole
    return [
        name,
        str(whole.tp + whole.fn),
        str(whole.tp),
        with_interval(whole.sensitivity, figures.sensitivity_interval),
        with_interval(whole.precision, figures.precision_interval),
        with_interval(whole.f1, figures.f1_interval),
        str(whole.fp),
        number_text(whole.hours, 2),
        with_interval(whole.fp_per_hour, figures.fp_per_hour_interval),
        seconds_text(whole.onset_error),
    ]


def _sweep_cells(figures: Figures) -> list[str]:
    whole = figures.whole
    return [
        with_interval(whole.sensitivity, figures.sensitivity_interval),
        with_interval(whole.precision, figures.precision_interval),
        number_text(whole.f1),
        with_interval(whole.fp_per_hour, figures.fp_per_hour_interval),
    ]


def _traits(outcomes: Sequence[Outcome]) -> str:
    traits = found_by_trait(outcomes)
    rows = [[name, str(n), str(k), with_interval(k / n, wilson_interval(k, n))] for name, (k, n) in traits.items() if n]
    return (
        "\n".join(["### Which are found", "", table_text(("", "true", "found", "sensitivity"), rows)]) if rows else ""
    )


def _falls(outcomes: Sequence[Outcome], how: str) -> str:
    counted = false_by_circumstance(outcomes)
    if not any(outcome.trial.circumstances for outcome in outcomes) or not counted:
        return ""
    order = sorted(counted.items(), key=lambda item: (item[0] == NOTHING_KNOWN, -item[1], item[0]))
    rows = [[f"nothing {how} there" if name == NOTHING_KNOWN else name, str(n)] for name, n in order]
    return "\n".join(["### What false alarms fall on", "", table_text(("within 2 s of", "false"), rows)])
