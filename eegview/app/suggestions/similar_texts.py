"""Texts about a search for similar events: its examples, what can be expected of it, and what it found."""

import re
from collections.abc import Iterable, Sequence

from eegview.app.suggestions.find_similar import LEAST_APART_S, ExampleChoice
from eegview.model.annotation import marks_text

_EXAMPLES = re.compile(r"(\d+) examples?\b")  # so begins what a figure of the detector's evidence was measured with
NOT_MEASURED = "It was not measured on real recordings."


def kind_text(label: str, n_marks: int) -> str:
    """Return `Spasm · 12 marks`, the label alone where the layer has none."""
    return f"{label} · {marks_text(n_marks)}" if n_marks else label


def all_text(n_marks: int, label: str, layer: str = "") -> str:
    """Return the choice of all marks; `layer` : whose they are, "" = the reader's own."""
    return f"All {marks_text(n_marks)} of {label} {f'by {layer}' if layer else 'in your layer'}"


def one_text(time: str) -> str:
    """Return the choice of the selected mark alone."""
    return f"Only the selected mark, at {time}"


def source_text(choice: ExampleChoice, label: str) -> str:
    """Return what a search rests on: `from 12 marks of Spasm; template 2.0 s`."""
    return f"from {marks_text(len(choice.used))} of {label}; template {choice.template_s:.1f} s"


def used_text(choice: ExampleChoice) -> str:
    """Return which of the marks are examples, "" where all are."""
    parts = []
    n_sure = choice.n_marks - choice.n_doubted
    if len(choice.used) < n_sure:
        parts.append(f"{len(choice.used)} of them are used, evenly from the first to the last.")
    if choice.n_doubted:
        verb = "is" if choice.n_doubted == 1 else "are"
        parts.append(f"{marks_text(choice.n_doubted)} of doubted events {verb} not used.")
    return " ".join(parts)


def left_out_text(choice: ExampleChoice) -> str:
    """Return what will not be suggested."""
    n = choice.n_left_out
    text = f"Not suggested again: {n} {'event' if n == 1 else 'events'} already marked"
    if choice.n_rejected:
        text += f", {choice.n_rejected} you rejected"
    apart_s = max(LEAST_APART_S, choice.length_s)
    return f"{text} (onsets within {apart_s:.1f} s)."


def expected_text(evidence: Iterable[tuple[str, str]], n_examples: int) -> str:
    """Return what was found in tests with at most so many examples, "" where nothing is known.

    evidence : (data, result) of the detector; data that begins with a number of examples was measured with so many
    """
    best, text = 0, ""
    for data, result in evidence:
        found = _EXAMPLES.match(data)
        if found is not None and best < int(found[1]) <= n_examples:
            best, text = int(found[1]), f"In tests with {data}: {result}"
    return f"{text} {NOT_MEASURED}" if text else ""


def result_text(scores: Sequence[float], threshold: float, label: str) -> str:
    """Return how many were found, at the threshold and below it."""
    n_shown = sum(score >= threshold for score in scores)
    n_below = len(scores) - n_shown
    below = f"; {n_below} at lower scores" if n_below else ""
    if n_shown:
        return f"{n_shown} more like “{label}” at {threshold:.2f} or above{below}."
    if n_below:
        return f"No other event like “{label}” at {threshold:.2f} or above{below}."
    return f"No other event like “{label}” was found. Some may have been missed."


def more_text(scores: Sequence[float], threshold: float, lower: float) -> str:
    """Return what the button for less similar ones says: `Show 9 more from 0.50`, "" where there are none."""
    n_more = sum(lower <= score < threshold for score in scores)
    return f"Show {n_more} more from {lower:.2f}" if n_more else ""
