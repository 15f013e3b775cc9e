"""What is said after an answer: right or missed, the votes, the onsets, why, and why not the answer given."""

from dataclasses import dataclass

from eegview.app.training.session.judging import ONSET_TOLERANCE_S
from eegview.app.training.session.plan import Feedback
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question
from eegview.ui.training.card.vote_bars import VoteBar

SIMULATORS_TRUTH = tr("Simulator's truth")
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class FeedbackTexts:
    """All words of one feedback.

    verdict : `Right: epileptic spasm`
    source : who says so: `12 experts`, `Simulator's truth`
    bars : votes by answer, () where there are none
    onset : how the learner's onset differs, "" where it was not asked
    why_title, why_not_title, why_not : "" where nothing is told
    note : of the maker, and of the session
    """

    verdict: str
    is_right: bool
    source: str
    bars: tuple[VoteBar, ...]
    onset: str
    why_title: str
    why_not_title: str
    why_not: str
    note: str


def feedback_texts(feedback: Feedback, question: Question) -> FeedbackTexts:
    """Return what is said of an answer to this question."""
    answer, key = feedback.answer, feedback.key
    label, own = question.label_of(key.answer), question.label_of(answer.value)
    why_not = dict(key.why_not).get(answer.value, "") if answer.value != key.answer else ""
    return FeedbackTexts(
        _verdict(feedback, question),
        answer.is_correct,
        source_text(key),
        vote_bars(key, question, answer.value),
        onset_text(answer.onset_difference_s, key) if question.kind == ONSET else "",
        tr("Why {lower_first}", lower_first=lower_first(label)) if question.kind != ONSET and label else tr("Why"),
        tr("Why not {lower_first}", lower_first=lower_first(own)) if why_not else "",
        why_not,
        " ".join(filter(None, (key.note, feedback.note))),
    )


def _verdict(feedback: Feedback, question: Question) -> str:
    answer, key = feedback.answer, feedback.key
    label = question.label_of(key.answer)
    if question.kind == ONSET:
        return _onset_verdict(answer.is_correct, key)
    if answer.is_correct:
        return tr("Right: {lower_first}", lower_first=lower_first(label))
    if key.answer in question.positive:
        word = "Missed" if answer.value not in question.positive else "Another type"
        return f"{word}: {lower_first(label)}"
    if answer.value in question.positive:
        return tr("False alarm: {lower_first}", lower_first=lower_first(label))
    return tr("Not right: {lower_first}", lower_first=lower_first(label))


def _onset_verdict(is_right: bool, key: Key) -> str:
    """Return how an onset was judged: by the program's tolerance, or by the experts' own range where it is wider."""
    tolerance, within = f"{ONSET_TOLERANCE_S:g} s", key_range(key)
    whose = "the simulator's onset" if key.is_simulated else "the experts' median"
    is_wide = within is not None and key.onset_s is not None and _reach_s(key.onset_s, within) > ONSET_TOLERANCE_S
    if is_right:
        return tr(
            "Right: within {tolerance} of {whose}{tr}",
            tolerance=tolerance,
            whose=whose,
            tr=tr(", or between their onsets") if is_wide else "",
        )
    return tr(
        "Not right: more than {tolerance} from {whose}{tr}",
        tolerance=tolerance,
        whose=whose,
        tr=tr(" and not between their onsets") if is_wide else "",
    )


def _reach_s(middle_s: float, within: Span) -> float:
    return max(middle_s - within.start_s, within.stop_s - middle_s)


def source_text(key: Key) -> str:
    """Return whose answer the key is; that experts read blind only where the program saw to it."""
    if key.is_simulated:
        return SIMULATORS_TRUTH
    if not key.n_votes:
        return tr("Settled answer; single votes are not known")
    experts = f"{key.n_votes} {'expert' if key.n_votes == 1 else 'experts'}"
    return (
        tr("{experts}, each without the others", experts=experts) if key.is_blind_read and key.n_votes > 1 else experts
    )


def vote_bars(key: Key, question: Question, own: str) -> tuple[VoteBar, ...]:
    """Return a bar for each choice, most votes first; none for simulated items, where nobody voted."""
    if key.is_simulated or not key.n_votes or question.kind == ONSET:
        return ()
    of = {vote.value: vote.n for vote in key.votes}
    values = [option.value for option in question.options]
    values += [value for value in of if value not in values]
    bars = [
        VoteBar(question.label_of(value), of.get(value, 0), key.n_votes, value == key.answer, value == own)
        for value in values
        if value in of or value == own or len(values) <= 6
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.n))


def key_range(key: Key) -> Span | None:
    """Return the earliest and the latest of the experts' onsets, None where they are not known or all the same."""
    low_s, high_s = key.onset_low_s, key.onset_high_s
    if key.is_simulated or low_s is None or high_s is None or high_s <= low_s:
        return None
    return Span(low_s, high_s)


def onset_text(difference_s: float | None, key: Key) -> str:
    """Return how far an onset is from the experts': `Yours is 0.12 s after the experts' (3.20 s).`, and their range."""
    if key.onset_s is None or difference_s is None:
        return tr("Nobody gave an onset for this item.")
    whose = "the simulator's" if key.is_simulated else "the experts'"
    if abs(difference_s) < 0.005:
        said = tr("Yours is at {whose} ({onset_s:.2f} s).", whose=whose, onset_s=key.onset_s)
    else:
        side = "after" if difference_s > 0 else "before"
        said = tr(
            "Yours is {difference_s:.2f} s {side} {whose} ({onset_s:.2f} s).",
            difference_s=abs(difference_s),
            side=side,
            whose=whose,
            onset_s=key.onset_s,
        )
    within = key_range(key)
    if within is None:
        return said
    return tr(
        "{said} Theirs lie between {start_s:.2f} s and {stop_s:.2f} s.",
        said=said,
        start_s=within.start_s,
        stop_s=within.stop_s,
    )


def signed_s(seconds: float) -> str:
    """Return `+0.12 s`, `−0.30 s`."""
    return f"{seconds:+.2f} s".replace("-", _MINUS)


def lower_first(text: str) -> str:
    """Return a label within a sentence: its first letter small unless the word is an abbreviation."""
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1:2].islower() else text
