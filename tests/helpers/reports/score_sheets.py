"""Score sheets made of plain values, for tests of what shows them: `from reports.score_sheets import made_sheet`."""

from collections.abc import Mapping, Sequence

from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.scoring.evidence import (
    BY_HAND,
    GMFS_TERM,
    HIGH_TERM,
    SPIKE,
    AmplitudeEvidence,
    BinEvidence,
    FlagEvidence,
    SheetKey,
)
from eegview.model.scoring.terms import AMPLITUDE_TERM
from eegview.model.span import Span

START_S = 600.0


def made_bins(foci: Mapping[int, Sequence[str]], start_s: float = START_S) -> dict[int, BinEvidence]:
    """Return bins with a spike at these electrodes, by number."""
    return {
        number: BinEvidence(number, Span(start_s + number, start_s + number + 1), tuple(named), SPIKE, BY_HAND, ())
        for number, named in sorted(foci.items())
    }


def made_amplitude(row: str, value_uv: float, start_s: float, filters: str | None = None) -> AmplitudeEvidence:
    """Return a wave of 0.2 s measured with the caliper; filters of the scale unless others are named."""
    parameters = scale_parameters()
    span = Span(start_s, start_s + 0.2)
    limit_uv = parameters.limit_of(row)
    term_id = HIGH_TERM if value_uv >= limit_uv else AMPLITUDE_TERM
    used = parameters.filters_text if filters is None else filters
    record = Annotation(f"{row}-{start_s:g}", term_id, start_s, 0.2, (row,), layer="ada")
    return AmplitudeEvidence(
        row, value_uv, span, parameters.is_posterior(row), limit_uv, used, used == parameters.filters_text, record
    )


def example(start_s: float, duration_s: float = 1.0) -> Annotation:
    """Return a mark of grouped multifocal spikes."""
    return Annotation(f"gmfs-{start_s:g}", GMFS_TERM, start_s, duration_s, ("P4",), layer="ada")


def made_sheet(
    foci: Mapping[int, Sequence[str]] | None = None, n_read: int = 0, reader: str = "ada", **fields: object
) -> ScoreSheet:
    """Return a sheet of the epoch that begins at 600 s; the first `n_read` pages are read."""
    values: dict[str, object] = {
        "gmfs": FlagEvidence(""),
        "pva": FlagEvidence(""),
        "amplitudes": (),
        **fields,
    }
    bins = made_bins(foci or {})
    named = tuple(sorted({name for one in bins.values() for name in one.foci}))
    values.setdefault("study_foci", named)
    return ScoreSheet(
        SheetKey("based2021", START_S),
        reader,
        scale_parameters(),
        bins,
        frozenset(range(n_read)),
        **values,  # type: ignore[arg-type]
    )
