"""Where the evidence of a score is, in order of time: what `Z` goes through."""

from dataclasses import dataclass

from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.scoring.evidence import EXAMPLE_TERMS, GMFS, PVA
from eegview.model.span import Span

_NAMES = {GMFS: "grouped multifocal spikes, example", PVA: "paroxysmal voltage attenuation, example"}


@dataclass(frozen=True, slots=True)
class EvidenceStop:
    """One piece of evidence.

    text : what it is
    rows : labels of the rows it is about, empty for all
    """

    span: Span
    text: str
    rows: tuple[str, ...] = ()


def evidence_stops(sheet: ScoreSheet) -> tuple[EvidenceStop, ...]:
    """Return the examples, the measured waves and the runs of bins with the same foci on a page, by onset."""
    stops = [EvidenceStop(wave.span, f"{wave.row} {wave.value_uv:.0f} µV", (wave.row,)) for wave in sheet.amplitudes]
    for question, flag in ((GMFS, sheet.gmfs), (PVA, sheet.pva)):
        assert question in EXAMPLE_TERMS
        stops += [EvidenceStop(mark.span, _NAMES[question], mark.channels) for mark in flag.examples]
    stops += _runs(sheet)
    return tuple(sorted(stops, key=lambda stop: (stop.span.start_s, stop.span.stop_s, stop.text)))


def _runs(sheet: ScoreSheet) -> list[EvidenceStop]:
    found: list[EvidenceStop] = []
    run: list[int] = []
    spikes = {number: one for number, one in sheet.bins.items() if one.is_spike}
    for number in sorted(spikes):
        goes_on = run and number == run[-1] + 1 and sheet.page_of(number) == sheet.page_of(run[0])
        if goes_on and spikes[number].foci == spikes[run[0]].foci:
            run.append(number)
            continue
        if run:
            found.append(_stop(sheet, run))
        run = [number]
    return [*found, _stop(sheet, run)] if run else found


def _stop(sheet: ScoreSheet, run: list[int]) -> EvidenceStop:
    foci = ", ".join(sheet.bins[run[0]].foci) or "no focus named"
    bins = "1 spike bin" if len(run) == 1 else f"{len(run)} spike bins"
    span = Span(sheet.bin_span(run[0]).start_s, sheet.bin_span(run[-1]).stop_s)
    return EvidenceStop(span, f"{bins}, {foci}")


def next_stop(stops: tuple[EvidenceStop, ...], after: EvidenceStop | None, here_s: float) -> EvidenceStop | None:
    """Return the stop after the one shown last, else the first from a time on; after the last comes the first."""
    if not stops:
        return None
    if after in stops:
        return stops[(stops.index(after) + 1) % len(stops)]
    return next((stop for stop in stops if stop.span.start_s >= here_s - 1e-6), stops[0])
