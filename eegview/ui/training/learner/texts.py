"""How a learner's figures are written: per cent, intervals, and the sentence where there is no number."""

from statistics import median

from eegview.app.training.learner.figures import QuestionStatistics
from eegview.clinical.learning.figure import SECONDS, SHARE, Figure
from eegview.model.text.language import tr

_MINUS = "−"
TOO_FEW = tr("too few to say")
_TOO_FEW = tr("Too few to say")


def percent(share: float | None, is_signed: bool = False) -> str:
    """Return a share as `78 %`, a difference of shares as `+12 %`."""
    if share is None:
        return "—"
    return f"{100 * share:{'+' if is_signed else ''}.0f} %".replace("-", _MINUS)


def number(value: float | None, unit: str, is_signed: bool = False) -> str:
    """Return a figure's number with its unit."""
    if value is None:
        return TOO_FEW
    if unit == SHARE:
        return percent(value, is_signed)
    text = f"{value:+.2f}" if is_signed else f"{value:.2f}"
    text = text.replace("-", _MINUS)
    return f"{text} s" if unit == SECONDS else text


def value_text(figure: Figure, is_signed: bool = False) -> str:
    """Return a figure's number alone, `too few to say`, or — where it is never told."""
    if figure.value is None and not figure.why_none.startswith(_TOO_FEW):
        return "—"
    return number(figure.value, figure.unit, is_signed)


def why_text(figure: Figure) -> str:
    """Return why there is no number, as stands below `too few to say`."""
    rest = figure.why_none.removeprefix(f"{_TOO_FEW}: ")
    return rest[:1].upper() + rest[1:]


def figure_text(figure: Figure, is_signed: bool = False) -> str:
    """Return `0.86 (0.79–0.92), n 118`, or `too few to say`."""
    if figure.value is None:
        return TOO_FEW
    return f"{number(figure.value, figure.unit, is_signed)}{_in_brackets(figure, is_signed)}, n {figure.n}"


def interval_text(figure: Figure, is_signed: bool = False) -> str:
    """Return `0.79 – 0.92`, or why there is no interval."""
    if figure.value is None:
        return figure.why_none
    if figure.low is None or figure.high is None:
        return figure.why_none or tr("no interval")
    low, high = number(figure.low, figure.unit, is_signed), number(figure.high, figure.unit, is_signed)
    return f"{low} to {high}"


def _in_brackets(figure: Figure, is_signed: bool) -> str:
    if figure.low is None or figure.high is None:
        return tr(", no interval")
    return f" ({interval_text(figure, is_signed)})"


def tip_of(figure: Figure) -> str:
    """Return how a figure was computed, with n and, where something lacks, why."""
    return "\n".join(filter(None, (f"n {figure.n}", figure.method, figure.why_none)))


def experts_value(question: QuestionStatistics) -> float | None:
    """Return the experts' own balanced accuracy, each against the others: the median of those known."""
    known = [one.balanced_accuracy.value for one in question.experts if one.balanced_accuracy.value is not None]
    return median(known) if known else None
