"""The texts about detections and verdicts: from the model's nouns to shown values. No widgets."""

from collections.abc import Mapping, Sequence

from eegview.app.suggestions.not_final import NOT_FINAL_WORD, count_text, reasons
from eegview.app.suggestions.suggestions import Suggestions
from eegview.model.suggestion.detection import Detection, ScoreTerm
from eegview.model.suggestion.judgement import Verdict
from eegview.model.text.language import tr
from eegview.ui.suggestions.view_data import ChipState, ShownChip, ShownTerm

STATES = {
    None: ChipState.OPEN,
    Verdict.ACCEPT: ChipState.ACCEPTED,
    Verdict.REJECT: ChipState.REJECTED,
    Verdict.UNSURE: ChipState.UNSURE,
}
NUDGE_S = 0.02
LEAST_S = 0.02  # of an event whose edges are moved
BASELINE = "baseline"  # with this word a detector names it
N_REASONS, LEAST_REASONS = 7, 3  # shown one by one; the smaller ones are summed up


def shown_terms(detection: Detection) -> tuple[ShownTerm, ...]:
    """Return the terms of a score, those with the most to say first; the baseline, which says nothing, last.

    That a suggestion is not final is no reason for its score, and is told apart.
    """
    terms = sorted(reasons(detection.terms), key=lambda term: (is_baseline(term.name), -abs(term.points)))
    return tuple(ShownTerm(term.name, value_text(term), term.points) for term in terms)


def folded(terms: Sequence[ShownTerm], n_most: int = N_REASONS) -> tuple[tuple[ShownTerm, ...], str]:
    """Return the terms with the most points, most first, and the others in one line, "" where there are none.

    The baseline stands last, is never among the others, and is left out where three or fewer are shown.
    """
    ranked = sorted(terms, key=lambda term: (is_baseline(term.name), -abs(term.points)))
    if len(ranked) <= n_most + 1:  # a line for one would take the room of that one
        return tuple(ranked), ""
    why = [term for term in ranked if not is_baseline(term.name)]
    last = ranked[len(why) :] if n_most > LEAST_REASONS else []  # else a reason takes its place
    n_shown = max(n_most - len(last), 0)
    rest = why[n_shown:]
    together = f"{sum(term.points for term in rest):+.1f}".replace("-", "−")
    return (*why[:n_shown], *last), tr("{n_rest} minor factors {together}", n_rest=len(rest), together=together)


def is_baseline(name: str) -> bool:
    """Check whether a term holds the points that every suggestion of its detector begins with."""
    return name.startswith(BASELINE)


def value_text(term: ScoreTerm) -> str:
    """Return `5.2 z`, `−0.4`, `14 rows`, `3276 µV`; a baseline has no value."""
    if is_baseline(term.name):
        return ""
    number = f"{term.value:.0f}" if 1000 <= abs(term.value) < 1e6 else f"{term.value:.3g}"
    number = number.replace("-", "−")
    return f"{number} {term.unit}".strip().replace("uV", "µV")


def shown_chips(
    group: Sequence[Detection],
    current: Detection | None,
    verdicts: Mapping[int, Verdict],
    times: Sequence[str],
    is_blind: bool,
) -> tuple[ShownChip, ...]:
    """Return the chips of a group.

    verdicts : by number of the detection
    times : clock times of the group, in its order
    """
    chips = []
    for position, (detection, time) in enumerate(zip(group, times, strict=True), 1):
        verdict = verdicts.get(detection.number)
        score = "" if is_blind else f"{detection.score:.2f}"
        state = STATES[verdict]
        final = "" if detection.is_final else NOT_FINAL_WORD
        tip = " · ".join(filter(None, (time, f"score {score}" if score else "", final, state.value)))
        is_current = current is not None and detection.number == current.number
        chips.append(ShownChip(str(position), score, state, is_current, tip))
    return tuple(chips)


def counts_text(counts: Mapping[Verdict, int]) -> str:
    """Return `12 accepted, 3 rejected, 1 unsure`."""
    texts = ((Verdict.ACCEPT, "accepted"), (Verdict.REJECT, "rejected"), (Verdict.UNSURE, "unsure"))
    return ", ".join(f"{counts.get(verdict, 0)} {text}" for verdict, text in texts)


def onset_text(time: str, is_edited: bool, key: str) -> str:
    """Return what is written below the onset."""
    return tr("onset {time} — {tr}", time=time, tr="edited" if is_edited else tr("{key} to nudge", key=key))


def run_counts_text(suggestions: Suggestions) -> str:
    """Return `41 of 63 at 0.50 · 2.3 per hour · 10 accepted, 12 rejected`."""
    counts = suggestions.counts
    judged = ((counts.accepted, "accepted"), (counts.rejected, "rejected"), (counts.unsure, "unsure"))
    verdicts = ", ".join(f"{n} {text}" for n, text in judged if n)
    every = f"{counts.per_hour:.1f} per hour" if counts.searched_s else ""
    shown = suggestions.shown
    n_always = shown.candidates.n_always if shown is not None else 0
    if shown is not None and not shown.has_threshold:
        first = "1 suggestion" if counts.total == 1 else f"{counts.total} suggestions"
    else:
        first = f"{counts.shown} of {counts.total} at {suggestions.threshold:.2f}"
        first += f", {n_always} of them regardless of score" if n_always else ""
    n_not_final = shown.n_not_final if shown is not None else 0
    return " · ".join(filter(None, (first, every, verdicts, count_text(n_not_final))))
