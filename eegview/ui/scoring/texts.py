"""What the workbench says of an epoch: strip, cards, lane, spoken lines."""

from collections.abc import Callable, Sequence

from eegview.app.scoring.place import ScoringPlace
from eegview.app.scoring.scales import Scale
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.trends.candidates import WHY_MEANS, EpochCandidate
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.scoring.bin_lane import LaneBins
from eegview.ui.scoring.epoch_card import ShownEpoch

BLIND_TIP = tr("Another reader committed a score of this epoch. You see nothing of it until you have committed yours.")


def distance_text(distance_s: float) -> str:
    """Return how far a spasm is from an epoch or page, before (below 0) or after it: `8 min before`."""
    if distance_s == 0:
        return "within"
    side = "before" if distance_s < 0 else "after"
    away_s = abs(distance_s)
    if away_s < 90:
        return f"{away_s:.0f} s {side}"
    return f"{away_s / 60:.0f} min {side}" if away_s < 5400 else f"{away_s / 3600:.1f} h {side}"


def nearest_spasm(spasms_s: Sequence[float], span: Span) -> float | None:
    """Return the way to the nearest spasm (s): 0 within, below 0 before the span, above 0 after; None without any."""

    def away(onset_s: float) -> float:
        return min(onset_s - span.start_s, 0.0) or max(onset_s - span.stop_s, 0.0)

    return min(map(away, spasms_s), key=abs, default=None)


def spasm_text(distance_s: float | None) -> str:
    """Return how far the nearest spasm is, as a card says it: `nearest spasm 8 min before`, `a spasm within`."""
    if distance_s is None:
        return tr("no spasm marked")
    return (
        tr("a spasm within")
        if distance_s == 0
        else tr("nearest spasm {distance_text}", distance_text=distance_text(distance_s))
    )


def locked_text(parameters: ScaleParameters, montage: str) -> str:
    """Return how the page is locked: `Longitudinal bipolar · 0.5–70 Hz, notch off, causal`."""
    return f"{montage} · {parameters.filters_text.replace('-', '–')}"


def locked_tip(scale: Scale) -> str:
    """Return why the page is locked, and what is unsure of the scale's numbers."""
    parameters = scale.parameters
    assert parameters is not None
    low_hz = parameters.low_cut_hz
    lines = [
        tr("Montage, filters, page length and sensitivity are locked, so that scores can be compared."),
        tr(
            "The low cut is {low_hz:g} Hz: one at 1 Hz would leave 212 µV of a 1 Hz "
            "wave of 300 µV, or 150 µV where it is run in both directions.",
            low_hz=low_hz,
        ),
        tr("They are stored with the score. Your own display returns when you leave the workbench."),
        tr(
            "Parameter set {parameters_id}: confirm {confirm}.",
            parameters_id=parameters.parameters_id,
            confirm=parameters.confirm,
        )
        if parameters.confirm
        else "",
        *scale.unsure,
    ]
    return "\n".join(filter(None, lines))


def lane_bins(sheet: ScoreSheet, place: ScoringPlace, proposed: dict[int, tuple[str, ...]], colour: str) -> LaneBins:
    """Return the bins of the page that is shown."""
    first, n_bins = place.page * sheet.n_bins, sheet.n_bins
    held = {number - first: one for number, one in sheet.bins.items() if first <= number < first + n_bins}
    marked = {number: one.foci for number, one in held.items() if one.is_spike}
    n_needed = sheet.parameters.bins_of_page
    is_met = len(marked) >= n_needed
    is_read = place.page in sheet.read_pages
    rule = f"page counts (≥ {n_needed})" if is_met else f"counts from {n_needed}"
    open_bins = {number - first: foci for number, foci in proposed.items() if first <= number < first + n_bins}
    return LaneBins(
        n_bins,
        place.bin,
        marked,
        frozenset(number for number, one in held.items() if not one.is_spike),
        {number: foci for number, foci in open_bins.items() if number not in held},
        tr("{n_marked} / {n_bins} bins", n_marked=len(marked), n_bins=n_bins),
        tr("{rule} · read", rule=rule) if is_read else rule,
        is_met,
        colour,
    )


def read_text(sheet: ScoreSheet | None) -> str:
    """Return how far an epoch is read: `read 18 / 20`, `committed`, `not read`."""
    if sheet is None or not sheet.has_record:
        return tr("not read")
    if sheet.is_committed:
        return tr("committed, changed") if sheet.is_changed else "committed"
    return tr("read {n_read_pages} / {n_pages}", n_read_pages=len(sheet.read_pages), n_pages=sheet.n_pages)


def candidate_card(
    candidate: EpochCandidate, number: int, sheet: ScoreSheet | None, clock: Callable[[float], str], is_current: bool
) -> ShownEpoch:
    """Return the card of a candidate."""
    spasm = candidate.nearest_spasm_s
    near = spasm_text(spasm)
    shares = [part for part in candidate.why if not part.startswith("artifact")]
    artifact = [part for part in candidate.why if part.startswith("artifact")]
    text = " · ".join((candidate.state or tr("not staged"), *shares, near, *artifact))
    corner, start_s = read_text(sheet), candidate.span.start_s
    tip = "\n".join((tr("Proposed by the trends, not scored."), *text.split(" · "), corner, *WHY_MEANS))
    return ShownEpoch(start_s, str(number), clock(start_s), text, corner, is_current, tip)


def own_card(
    start_s: float, name: str, sheet: ScoreSheet | None, about: str, clock: Callable[[float], str], is_current: bool
) -> ShownEpoch:
    """Return the card of an epoch that no trend proposes: the reader's own, or one that another reader scored."""
    text = tr("same epoch, blind · {about}", about=about) if name == "blind" else tr("your own · {about}", about=about)
    tip = BLIND_TIP if name == "blind" else ""
    return ShownEpoch(start_s, name, clock(start_s), text, read_text(sheet), is_current, tip)


def spoken_bin(lane: LaneBins, place: ScoringPlace) -> str:
    """Return the page and the bin as said."""
    return tr(
        "Page {page} of {n_pages}. {tip}. {counter}.",
        page=place.page + 1,
        n_pages=place.shape.n_pages,
        tip=lane.tip(place.bin),
        counter=lane.counter,
    )
