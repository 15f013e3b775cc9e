"""Report how complete a review is: sleep and waking, what was read, what was signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.app.marks.layers import layer_text
from eegview.app.review.coverage import RULE, share_text
from eegview.app.review.signing import SignatureState, details_text, state_text
from eegview.clinical.coverage import WANTED_AFTER_WAKING_MIN, SleepCoverage
from eegview.clinical.stages import STAGES
from eegview.model.annotation import Annotation, marks_text
from eegview.model.suggestion.judgement import n_unseen

STAGE_LABELS = {
    "W": "wake",
    "N1": "N1",
    "N2": "N2",
    "N3": "N3",
    "R": "REM",
    "A": "active",
    "Q": "quiet",
    "I": "indeterminate",
    "S": "asleep, no stage",
}
SEEN, MISSING, UNKNOWN = "✓", "–", "?"


@dataclass(frozen=True, slots=True)
class CompletenessLine:
    """One line of the panel.

    sign : SEEN, MISSING or UNKNOWN, "" where there is nothing to judge
    """

    name: str
    sign: str
    text: str
    tip: str = ""


def sleep_lines(
    coverage: SleepCoverage, clock: Mapping[float, str], stages_of: str = ""
) -> tuple[CompletenessLine, ...]:
    """Return lines on the sleep stages; `clock` holds the texts of the times named in `coverage`.

    stages_of : the layer whose stages hold for want of stages in the counted one, "" where that has its own
    """
    staged = f"{_staged_text(coverage)}{f' (stages: {stages_of})' if stages_of else ''}"
    return (
        CompletenessLine("Staged", "", staged, "Stage epochs in sleep staging, or mark with 4."),
        CompletenessLine(
            "Sleep and awakening",
            *_cycle(coverage, clock),
            "One full sleep–wake cycle with its awakening should be recorded. Only staged epochs count; an awakening "
            "is seen where wakefulness follows sleep with neither a gap nor unstaged time in between.",
        ),
        CompletenessLine(
            "After awakening",
            *_after_waking(coverage),
            f"Some guidelines ask for {_WANTED} minutes recorded after waking.",
        ),
    )


def reviewed_line(
    share: float, share_with_video: float, others: Mapping[str, float], rule: str = RULE
) -> CompletenessLine:
    """Return a line on what was read, by whom.

    rule : what counts as read
    """
    text = f"{share_text(share)} by you"
    text += f", {share_text(share_with_video)} with video shown" if rule == RULE else ""
    text += "".join(f"; {share_text(of)} by {name}" for name, of in others.items())
    sign = SEEN if share > 0.9995 else MISSING
    return CompletenessLine("Reviewed", sign, text, rule)


def unseen_lines(marks: Iterable[Annotation]) -> tuple[CompletenessLine, ...]:
    """Return a line on marks that were accepted together with their group, none where there are none."""
    n_found = n_unseen(marks)
    if not n_found:
        return ()
    tip = "Accepted with their group in triage, never viewed one by one. Each counts as seen once it is decided on."
    return (CompletenessLine("Accepted unseen", MISSING, marks_text(n_found), tip),)


def signature_lines(states: Iterable[SignatureState], author: str) -> tuple[CompletenessLine, ...]:
    """Return a line for the last signature under each layer, or that there is none."""
    lines = []
    for state in states:
        layer = layer_text(state.signature.layer, author)
        text = f"{layer}: {state_text(state)}"
        sign = SEEN if state.is_matching else MISSING
        lines.append(CompletenessLine("Signed", sign, text, details_text(state)))
    return tuple(lines) or (CompletenessLine("Signed", MISSING, "Not signed"),)


_WANTED = "–".join(map(str, WANTED_AFTER_WAKING_MIN))


def _staged_text(coverage: SleepCoverage) -> str:
    if not coverage.staged_s and not coverage.unsure_s:
        return "No sleep stages yet."
    stages = zip(STAGES, coverage.seconds, strict=True)
    parts = [f"{STAGE_LABELS[stage]} {minutes_text(seconds)}" for stage, seconds in stages if seconds]
    if coverage.unsure_s:
        parts.append(f"not scorable {minutes_text(coverage.unsure_s)}")
    rest_s = max(0.0, coverage.recorded_s - coverage.staged_s - coverage.unsure_s)
    if rest_s >= 0.5:
        parts.append(f"not staged {minutes_text(rest_s)}")
    return f"{share_text(coverage.staged_share)} of the recording: {', '.join(parts)}"


def _cycle(coverage: SleepCoverage, clock: Mapping[float, str]) -> tuple[str, str]:
    asleep = f"{minutes_text(coverage.sleep_s)} of sleep"
    if coverage.woke_s is not None:
        began = "from falling asleep" if coverage.fell_asleep_s is not None else "falling asleep not staged"
        return SEEN, f"Seen: {asleep}, awake at {clock[coverage.woke_s]}, {began}"
    if coverage.sleep_s:
        if coverage.awake_again_s is not None:
            again = f"awake again at {clock[coverage.awake_again_s]}"
            return MISSING, f"{asleep}, {again}, with a gap or unstaged time in between: no awakening found"
        if coverage.arousal_s is not None:
            return MISSING, f"{asleep}, with an arousal at {clock[coverage.arousal_s]}; no waking staged after it"
        return MISSING, f"{asleep}, no awakening after it"
    if coverage.staged_s:
        return MISSING, "Only wakefulness staged"
    return UNKNOWN, "Not known (nothing staged)"


def _after_waking(coverage: SleepCoverage) -> tuple[str, str]:
    if coverage.after_waking_s is None:
        return UNKNOWN, "Not known (no awakening staged)"
    is_enough = coverage.after_waking_s >= WANTED_AFTER_WAKING_MIN[0] * 60
    return SEEN if is_enough else MISSING, f"{minutes_text(coverage.after_waking_s)} recorded after the last awakening"


def times_named(coverage: SleepCoverage) -> tuple[float, ...]:
    """Return the times that `sleep_lines` may name."""
    named = coverage.woke_s, coverage.arousal_s, coverage.awake_again_s
    return tuple(time_s for time_s in named if time_s is not None)


def minutes_text(seconds: float) -> str:
    """Return `12 min`, under ten minutes `4.5 min`, under a minute `30 s`."""
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min".replace(".0 ", " ") if seconds < 600 else f"{seconds / 60:.0f} min"
