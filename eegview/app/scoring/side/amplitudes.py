"""What the table of amplitudes beside a score sheet says: medians by region, and waves measured with the caliper."""

from collections.abc import Callable
from dataclasses import dataclass

from eegview.app.scoring.amplitudes import EpochAmplitudes, RegionAmplitudes, RowAmplitude
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.side.texts import Part, count_text
from eegview.model.scoring.evidence import AmplitudeEvidence


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """One wave measured with the caliper, as it is listed."""

    annotation_id: str
    parts: tuple[Part, ...]
    spoken: str
    is_high: bool
    is_posterior: bool


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One line of the table of amplitudes; `note` is what was not measured or holds artifact."""

    name: str
    limit: str
    above: str
    highest: tuple[Part, ...]
    is_posterior: bool
    is_any_high: bool


def amplitude_note(amplitudes: EpochAmplitudes) -> str:
    """Return what holds artifact or was not measured: `Artifact in 12 of 2,700 windows, not removed.`."""
    texts = []
    if amplitudes.n_artifact:
        n_windows, n_artifact = amplitudes.n_windows, amplitudes.n_artifact
        texts.append(f"Artifact in {n_artifact:,} of {n_windows:,} windows, not removed")
    left_out = sum(row.n_left_out for row in amplitudes.rows)
    if left_out:
        texts.append(f"{count_text(left_out, 'window')} with a gap not measured")
    missing = [f"{row.label} ({row.problem})" for row in amplitudes.rows if row.problem]
    if missing:
        texts.append(f"Not measured: {', '.join(missing)}")
    bad = [row.label for row in amplitudes.rows if row.is_bad and not row.problem]
    if bad:
        texts.append(f"Bad, not counted: {', '.join(bad)}")
    return ". ".join(texts) + ("." if texts else "")


def region_lines(amplitudes: EpochAmplitudes) -> tuple[RegionLine, ...]:
    """Return the table: all rows but the posterior ones, and these apart."""
    lines = []
    for is_posterior in (False, True):
        region = amplitudes.region(is_posterior=is_posterior)
        if region.n_counted or any(row.is_posterior == is_posterior for row in amplitudes.rows):
            lines.append(_region_line(region))
    return tuple(lines)


def _region_line(region: RegionAmplitudes) -> RegionLine:
    name = "Posterior, judged apart" if region.is_posterior else "Anterior, central, temporal"
    limit = f"{region.limit_uv:g} µV" if region.limit_uv is not None else "–"
    highest: tuple[Part, ...] = ("–",)
    if region.highest is not None and region.highest.median_uv is not None:
        highest = ((f"{region.highest.label} {uv_text(region.highest.median_uv)}", region.highest.typical),)
    above = f"{region.n_high} of {region.n_counted}"
    return RegionLine(name, limit, above, highest, region.is_posterior, region.n_high > 0)


def row_tip(row: RowAmplitude) -> str:
    """Return what is behind a row's median, a line each, with what it would be without artifact."""
    if row.median_uv is None:
        return f"{row.label}: not measured, {row.problem or 'no samples'}"
    limit = ""
    if row.limit_uv is not None:
        limit = f" ({'posterior, judged apart' if row.is_posterior else 'limit'}: {uv_text(row.limit_uv)})"
    windows = count_text(row.n_windows, "window")
    texts = [f"{row.label}: median {uv_text(row.median_uv)} peak to peak of {windows} of 2 s{limit}"]
    if row.highest_uv is not None:
        texts.append(f"highest {uv_text(row.highest_uv)}")
    if row.n_artifact:
        whats = ", ".join(f"{what} {n}" for what, n in row.artifacts)
        without = f"{uv_text(row.clean_median_uv)} without" if row.clean_median_uv is not None else "in every window"
        texts.append(f"artifact in {row.n_artifact} ({whats}), {without}")
    if row.n_left_out:
        texts.append(f"{count_text(row.n_left_out, 'window')} with a gap not measured")
    if row.is_bad:
        texts.append("a channel of this row is marked bad")
    return "\n".join(texts)


def uv_text(value_uv: float) -> str:
    """Return `330 µV`."""
    return f"{value_uv:,.0f} µV"


def measured_lines(sheet: ScoreSheet, clock: Callable[[float], str]) -> tuple[MeasuredLine, ...]:
    """Return the waves that were measured with the caliper, by time."""
    return tuple(_measured(found, clock) for found in sorted(sheet.amplitudes, key=lambda found: found.span))


def _measured(found: AmplitudeEvidence, clock: Callable[[float], str]) -> MeasuredLine:
    value = f"{found.row} {uv_text(found.value_uv)}"
    length = f"{found.span.duration_s * 1000:.0f} ms"
    if not found.is_counted:
        state = f"not counted: measured with {found.filters}"
    else:
        state = f"{'at or above' if found.is_high else 'below'} {uv_text(found.limit_uv)}"
    parts: tuple[Part, ...] = ((value, found.span), f" · {length} · {clock(found.span.start_s)} · {state}")
    spoken = f"{value}, {length}, {clock(found.span.start_s)}, {state}"
    return MeasuredLine(found.record.annotation_id, parts, spoken, found.is_high, found.is_posterior)
