"""What is said at the end of a session, and when its window is closed before that."""

from statistics import median

from eegview.app.film.accuracy import film_accuracy_line
from eegview.app.training.learner.film_apart import is_about_film
from eegview.clinical.intervals import wilson_interval
from eegview.model.text.language import tr
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST
from eegview.ui.training.learner.texts import percent
from eegview.ui.training.sitting import Sitting

LEAST_FOR_SHARE = 10
_TITLES = {
    LEARN: tr("Session complete"),
    EXAM: tr("Exam complete"),
    PRE_TEST: tr("Pre-test complete"),
    POST_TEST: tr("Post-test complete"),
}


def result_text(sitting: Sitting) -> tuple[str, str]:
    """Return title and lines of the result: how many were right, with an interval, and how long it took."""
    given = sitting.state.given
    n, n_right = len(given), sum(one.is_correct for one in given)
    if not n:
        return tr("Session ended"), tr("No item was answered.")
    lines = [tr("{n_right} of {n} items right{share_text}.", n_right=n_right, n=n, share_text=_share_text(n_right, n))]
    by_question: dict[str, list[bool]] = {}
    for one in given:
        by_question.setdefault(one.question_id, []).append(one.is_correct)
    if len(by_question) > 1:
        for question_id, right in by_question.items():
            question = sitting.case_set.questions.get(question_id)
            text = question.text if question is not None else question_id
            lines.append(tr("{text}  {sum} of {n_right}.", text=text, sum=sum(right), n_right=len(right)))
    lines += _film_lines(sitting)
    lines.append(tr("Median time for an item: {median:.0f} s.", median=median(one.took_s for one in given)))
    if sitting.case_set.is_simulated:
        lines.append(tr("SIMULATED: all items are computed; the key is the simulator's truth."))
    return _TITLES[sitting.mode], "\n".join(lines)


def _film_lines(sitting: Sitting) -> list[str]:
    """Return how many were right on film alone, told apart, and what is published on that; nothing without film."""
    questions = sitting.case_set.questions
    film = [one.is_correct for one in sitting.state.given if is_about_film(one, questions)]
    eeg = [one.is_correct for one in sitting.state.given if not is_about_film(one, questions)]
    if not film:
        return []
    apart = tr(
        "Film alone: {n_right} of {n}. With EEG: {n_right_eeg} of {n_eeg}.",
        n_right=sum(film),
        n=len(film),
        n_right_eeg=sum(eeg),
        n_eeg=len(eeg),
    )
    return [apart, film_accuracy_line()] if eeg else [film_accuracy_line()]


def _share_text(k: int, n: int) -> str:
    """Return the share with its 95 % interval after Wilson; fewer than ten items are too few to say."""
    interval = wilson_interval(k, n)
    if n < LEAST_FOR_SHARE or interval is None:
        return tr(" (a share of fewer than {least_for_share} items is too few to say)", least_for_share=LEAST_FOR_SHARE)
    return tr(
        ": {percent} (95 % interval {percent_2} to {percent_3}, Wilson, n {n})",
        percent=percent(k / n),
        percent_2=percent(interval[0]),
        percent_3=percent(interval[1]),
        n=n,
    )


def left_text(sitting: Sitting) -> str:
    """Return where a session goes on that was left."""
    state = sitting.state
    if state.n_done >= state.n_items:
        return ""
    return tr(
        "Training stopped after {n_done} of {n_items} items; every answer is kept. "
        "Start training continues there within a day.",
        n_done=state.n_done,
        n_items=state.n_items,
    )
