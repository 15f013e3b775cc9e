"""What is said at the end of a session, and when its window is closed before that."""

from statistics import median

from eegview.clinical.intervals import wilson_interval
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST
from eegview.ui.training.learner.texts import percent
from eegview.ui.training.sitting import Sitting

LEAST_FOR_SHARE = 10
_TITLES = {
    LEARN: "Session complete",
    EXAM: "Exam complete",
    PRE_TEST: "Pre-test complete",
    POST_TEST: "Post-test complete",
}


def result_text(sitting: Sitting) -> tuple[str, str]:
    """Return title and lines of the result: how many were right, with an interval, and how long it took."""
    given = sitting.state.given
    n, n_right = len(given), sum(one.is_correct for one in given)
    if not n:
        return "Session ended", "No item was answered."
    lines = [f"{n_right} of {n} items right{_share_text(n_right, n)}."]
    by_question: dict[str, list[bool]] = {}
    for one in given:
        by_question.setdefault(one.question_id, []).append(one.is_correct)
    if len(by_question) > 1:
        for question_id, right in by_question.items():
            question = sitting.case_set.questions.get(question_id)
            text = question.text if question is not None else question_id
            lines.append(f"{text}  {sum(right)} of {len(right)}.")
    lines.append(f"Median time for an item: {median(one.took_s for one in given):.0f} s.")
    if sitting.case_set.is_simulated:
        lines.append("SIMULATED: all items are computed; the key is the simulator's truth.")
    return _TITLES[sitting.mode], "\n".join(lines)


def _share_text(k: int, n: int) -> str:
    """Return the share with its 95 % interval after Wilson; fewer than ten items are too few to say."""
    interval = wilson_interval(k, n)
    if n < LEAST_FOR_SHARE or interval is None:
        return f" (a share of fewer than {LEAST_FOR_SHARE} items is too few to say)"
    return f": {percent(k / n)} (95 % interval {percent(interval[0])} to {percent(interval[1])}, Wilson, n {n})"


def left_text(sitting: Sitting) -> str:
    """Return where a session goes on that was left."""
    state = sitting.state
    if state.n_done >= state.n_items:
        return ""
    return (
        f"Training stopped after {state.n_done} of {state.n_items} items; every answer is kept."
        " Start training continues there within a day."
    )
