"""What is said of spans compared by time: as lines of text, and as an object for --json."""

from typing import Any

from eegview.app.evaluation.span_figures import SpanFigures, TimeMeasure, time_interval
from eegview.app.evaluation.tables import UNDEFINED, number_text, plural, with_interval
from eegview.app.evaluation.units import FEW_PATIENTS
from eegview.clinical.agreement import Spread
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.intervals import Interval
from eegview.clinical.span_scores.epoch_table import EpochTable
from eegview.clinical.span_scores.overlaps import SpanCounts, SpanOverlap
from eegview.clinical.span_scores.span_agreement import SpanAgreement
from eegview.clinical.span_scores.time_agreement import TimeAgreement, summed

ONE_RECORDING = (
    "One recording: no interval over patients. The intervals of counted spans are 95 % (Wilson) and take spans as "
    "independent; the seconds of one recording are not independent, so shares of time have none."
)
NO_DURATION = "The length searched is not known, so nothing is said of the time that neither covers; give --duration-s."
TIME_ROWS = ("time", "in both", "sensitivity", "precision", "F1", "overlap")


def figures_json(figures: SpanFigures) -> dict[str, Any]:
    """Return the agreement by time of several recordings as an object for --json, with intervals over patients."""
    units = figures.of_all()
    measures: tuple[tuple[str, TimeMeasure], ...] = (
        ("sensitivity", lambda one: one.sensitivity),
        ("precision", lambda one: one.precision),
        ("f1", lambda one: one.f1),
        ("overlap", lambda one: one.overlap),
    )
    return {
        **_time(figures.time),
        "share_agreed": figures.share_agreed,
        "doubted_s": _rounded(sum(one.doubted_s for one in figures.agreements)),
        "spans": _spans(figures.overlap),
        "classes": [{"class": label} | _time(summed(figures.of_class(label))) for label in figures.classes],
        "intervals": {
            **{name: _pair(time_interval(units, measure)) for name, measure in measures},
            "share_agreed": _pair(figures.share_agreed_interval),
        },
        "n_units": len(units),
        "why_no_interval": f"Fewer than {FEW_PATIENTS} patients are too few for an interval." if figures.is_few else "",
        "epochs": epochs_json(figures.epochs, figures.kappa),
        "units": [{"name": name} | _time(time) for (name, _), time in zip(figures.units, units, strict=True)],
    }


def time_json(found: SpanAgreement) -> dict[str, Any]:
    """Return the agreement by time as an object for --json; seconds, shares from 0 to 1, unknown = null."""
    return {
        **_time(found.time),
        "agreed_s": _rounded(found.agreed_s),
        "share_agreed": found.share_agreed,
        "classed_s": _rounded(found.classed_s),
        "doubted_s": _rounded(found.doubted_s),
        "spans": _spans(found.overlap, with_pairs=True),
        "classes": [{"class": label} | _time(time) | {"spans": _spans(spans)} for label, time, spans in found.by_class],
        "interval": None,
        "why_no_interval": ONE_RECORDING,
    }


def epochs_json(table: EpochTable | None, kappa: AgreementNumber | None = None) -> dict[str, Any] | None:
    """Return the agreement by epochs as an object for --json, None where it is not known.

    kappa : None = that of the table alone
    """
    if table is None:
        return None
    kappa = kappa or table.kappa()
    return {
        "epoch_s": table.epoch_s,
        "n": table.n,
        "n_agreed": table.n_agreed,
        "share_agreed": table.share_agreed,
        "classes": list(table.classes),
        "counts": [list(row) for row in table.counts],
        "n_only_reference": table.n_only_reference,
        "n_only_candidate": table.n_only_candidate,
        "kappa": {
            "value": kappa.value,
            "low": kappa.low,
            "high": kappa.high,
            "n": kappa.n_items,
            "method": kappa.method,
            "remark": kappa.remark,
        },
    }


def time_cells(time: TimeAgreement) -> list[str]:
    """Return the cells of the column next to `TIME_ROWS`."""
    return [
        f"{time.reference_s:.1f} s reference, {time.candidate_s:.1f} s candidate",
        f"{time.both_s:.1f} s",
        *map(number_text, (time.sensitivity, time.precision, time.f1, time.overlap)),
    ]


def span_lines(found: SpanAgreement) -> list[str]:
    """Return sentences on time in agreement, on the spans one by one, and on their edges."""
    lines: list[str] = []
    if found.classed_s is not None:
        lines.append(
            f"Same class in {found.time.both_s:.1f} of the {found.classed_s:.1f} s that both class"
            f" ({_percent(found.share_agreed)})."
        )
    elif found.agreed_s is not None and found.time.compared_s is not None:
        lines.append(
            f"In agreement for {found.agreed_s:.1f} of {found.time.compared_s:.1f} s ({_percent(found.share_agreed)})."
        )
    else:
        lines.append(NO_DURATION)
    if found.doubted_s:
        lines.append(f"Doubted by the reference's reader and counted neither way: {found.doubted_s:.1f} s.")
    overlap = found.overlap
    lines += [
        f"Reference spans: {counts_text(overlap.reference)}",
        f"Candidate spans: {counts_text(overlap.candidate)}",
        f"Overlap of a reference span with its best candidate: {_spread(overlap.overlap, '')}",
        edges_text(overlap),
    ]
    return lines


def edges_text(overlap: SpanOverlap) -> str:
    """Return how the edges of pairs of overlapping spans differ, as a sentence."""
    n_cut = sum(not one.has_onsets for one in overlap.pairs) + sum(not one.has_offsets for one in overlap.pairs)
    cut = f"; left out, as uncertainty or a gap cuts the span there: {plural(n_cut, 'edge')}" if n_cut else ""
    return (
        f"Edges of {plural(len(overlap.pairs), 'pair')}, candidate minus reference, median (interquartile range): "
        f"onset {_spread(overlap.onset_error, ' s', '+')}, end {_spread(overlap.offset_error, ' s', '+')}{cut}"
    )


def epoch_lines(table: EpochTable, kappa: AgreementNumber | None = None) -> list[str]:
    """Return kappa and what goes with it as sentences."""
    kappa = kappa or table.kappa()
    interval = (kappa.low, kappa.high) if kappa.low is not None and kappa.high is not None else None
    value = with_interval(kappa.value, interval)
    lines = [
        f"Epochs of {table.epoch_s:g} s: {table.n_agreed} of {table.n} alike ({_percent(table.share_agreed)}), "
        f"kappa {value}. {kappa.method}"
    ]
    if kappa.remark:
        lines.append(kappa.remark)
    if table.n_only_reference or table.n_only_candidate:
        lines.append(
            f"Not compared: {table.n_only_reference} epochs that the reference alone classes, "
            f"{table.n_only_candidate} the candidate alone."
        )
    return lines


def _percent(share: float | None) -> str:
    return UNDEFINED if share is None else f"{100 * share:.1f} %"


def counts_text(counts: SpanCounts) -> str:
    """Return how many spans the other side overlaps, with their shares, as a sentence."""
    if not counts.n:
        return "none."
    any_text = f"{counts.any} of {counts.n} overlapped at all, {with_interval(counts.any_share, counts.any_interval)}"
    return f"{any_text}; {counts.half} by half, {with_interval(counts.half_share, counts.half_interval)}."


def _spread(spread: Spread, unit: str, sign: str = "") -> str:
    if spread.median is None or spread.iqr is None:
        return UNDEFINED
    return f"{spread.median:{sign}.2f}{unit} ({spread.iqr:.2f})"


def _time(time: TimeAgreement) -> dict[str, Any]:
    return {
        "reference_s": _rounded(time.reference_s),
        "candidate_s": _rounded(time.candidate_s),
        "both_s": _rounded(time.both_s),
        "only_reference_s": _rounded(time.reference_s - time.both_s),
        "only_candidate_s": _rounded(time.candidate_s - time.both_s),
        "neither_s": _rounded(time.neither_s),
        "compared_s": _rounded(time.compared_s),
        "sensitivity": time.sensitivity,
        "precision": time.precision,
        "f1": time.f1,
        "overlap": time.overlap,
        "false_s_per_hour": _rounded(time.false_s_per_hour),
    }


def _spans(overlap: SpanOverlap, with_pairs: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {
        "reference": _counts_json(overlap.reference),
        "candidate": _counts_json(overlap.candidate),
        "overlap": _spread_json(overlap.overlap),
        "onset_error_s": _spread_json(overlap.onset_error),
        "offset_error_s": _spread_json(overlap.offset_error),
    }
    if with_pairs:
        found["pairs"] = [
            {
                "reference_s": [one.reference.start_s, one.reference.stop_s],
                "candidate_s": [one.candidate.start_s, one.candidate.stop_s],
                "overlap": round(one.overlap, 6),
            }
            for one in overlap.pairs
        ]
    return found


def _counts_json(counts: SpanCounts) -> dict[str, Any]:
    return {
        "n": counts.n,
        "any": counts.any,
        "half": counts.half,
        "any_share": counts.any_share,
        "half_share": counts.half_share,
        "intervals": {"any": _pair(counts.any_interval), "half": _pair(counts.half_interval)},
    }


def _spread_json(spread: Spread) -> dict[str, float | None]:
    return {"median": _rounded(spread.median), "iqr": _rounded(spread.iqr)}


def _pair(interval: Interval | None) -> list[float] | None:
    return list(interval) if interval else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
