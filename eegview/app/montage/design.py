"""Design a montage: parse derivations as people write them, and check a draft."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from eegview.app.montage.store import difference
from eegview.model.display.binding import side_of
from eegview.model.display.montage import AVERAGE, Derivation, Montage
from eegview.model.errors import UsageError

FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 13))
LONGEST_ID = 40
_TERM = re.compile(r"(?:(\d+(?:[.,]\d+)?|[.,]\d+)\s*[*×·]?\s+)?(\S(?:.*\S)?)")


def parse_sum(text: str) -> tuple[tuple[str, float], ...]:
    """Return the weights of "Fp1-F7" or "C3 - 0.25 F3 - 0.25 P3"; a space parts a weight from its electrode.

    Raises
    ------
    UsageError : the text is no sum of electrodes, or names one twice
    """
    weights: dict[str, float] = {}
    parts = re.split(r"([+\-−])", text.strip())
    signs, terms = ["+", *parts[1::2]], parts[0::2]
    if len(terms) > 1 and not terms[0].strip():
        signs, terms = signs[1:], terms[1:]  # a leading sign
    for sign, term in zip(signs, terms, strict=True):
        match = _TERM.fullmatch(term.strip())
        if match is None:
            raise UsageError(
                f"“{text}” is not a sum of electrodes.", "Enter, for example, Fp1-F7 or C3 - 0.5 F3 - 0.5 P3."
            )
        weight = float(match[1].replace(",", ".")) if match[1] else 1.0
        name = AVERAGE if match[2].upper() == AVERAGE else match[2]
        if name in weights:
            raise UsageError(f"“{text}” names {name} twice.", "Name each electrode once, with its weight before it.")
        if not 0 < weight <= 100:
            raise UsageError(f"The weight of {name} is not valid.", "Use a number above 0, at most 100.")
        weights[name] = weight if sign == "+" else -weight
    return tuple(weights.items())


def sum_text(weights: Iterable[tuple[str, float]]) -> str:
    """Return the weights as `parse_sum` reads them: "Fp1-F7" for a plain difference."""
    weights = tuple(weights)
    if [weight for _name, weight in weights] == [1.0, -1.0]:
        return f"{weights[0][0]}-{weights[1][0]}"
    text = ""
    for name, weight in weights:
        sign = "-" if weight < 0 else "+"
        size = "" if abs(weight) == 1.0 else f"{_number(abs(weight))} "
        text += f" {sign} {size}{name}" if text else f"{'-' if weight < 0 else ''}{size}{name}"
    return text


def _number(value: float) -> str:
    """Return the shortest decimal text that reads back as this number."""
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text.removesuffix(".0")


def parse_derivation(label: str, text: str) -> Derivation:
    """Return the row a person wrote; without a label of its own it is called after its sum.

    Raises
    ------
    UsageError : from `parse_sum`
    """
    weights = parse_sum(text)
    plain = difference(sum_text(weights)) if len(weights) == 2 else None
    if plain is not None and plain.weights == weights:
        return replace(plain, label=label.strip() or plain.label)
    active = [name for name, weight in weights if weight > 0 and name != AVERAGE]
    return Derivation(label.strip() or sum_text(weights), weights, side=side_of(active) if active else "")


def missing_electrodes(derivation: Derivation, channels: Collection[str]) -> tuple[str, ...]:
    """Return the electrodes a recording with these channels lacks; a row recorded as a difference lacks none."""
    named = tuple(name for name, _weight in derivation.weights if name != AVERAGE)
    is_difference = len(named) == 2 and sorted(weight for _name, weight in derivation.weights) == [-1.0, 1.0]
    if is_difference and {"-".join(named), "-".join(reversed(named))} & set(channels):
        return ()
    return tuple(name for name in named if name not in channels)


def new_montage_id(label: str, used: Collection[str]) -> str:
    """Return an id made of the label that no other montage has."""
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:LONGEST_ID] or "montage"
    number, montage_id = 1, plain
    while montage_id in used:
        number += 1
        montage_id = f"{plain}_{number}"
    return montage_id


@dataclass(frozen=True, slots=True)
class DraftRow:
    """The text of one row's two fields while it is being edited."""

    label: str
    text: str


def draft_rows(montage: Montage) -> tuple[DraftRow, ...]:
    """Return the rows of a montage as the editor shows them."""
    return tuple(DraftRow(row.label, sum_text(row.weights)) for row in montage.derivations)


def build_montage(base: Montage, label: str, key: str, polygraphy: bool, rows: Iterable[DraftRow]) -> Montage:
    """Return `base` with the rows of the editor. Rows left as they were keep their kind and side.

    Raises
    ------
    UsageError : no name, no rows, two rows of one label, or a row that is no sum of electrodes
    """
    if not label.strip():
        raise UsageError("The montage has no name.", "Enter one.")
    before = {(row.label, sum_text(row.weights)): row for row in base.derivations}
    derivations = tuple(before.get((row.label, row.text)) or parse_derivation(row.label, row.text) for row in rows)
    if not derivations:
        raise UsageError("The montage has no rows.", "Add at least one.")
    labels = [row.label for row in derivations]
    twice = next((name for name in labels if labels.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"Two rows are called {twice}.", "Give one of them another label.")
    return replace(
        base, label=label.strip(), key=key, polygraphy=polygraphy, derivations=derivations, as_recorded=False
    )


def key_holder(key: str, montage_id: str, montages: Iterable[Montage]) -> Montage | None:
    """Return the other montage that has this function key already."""
    return next((m for m in montages if key and m.key == key and m.montage_id != montage_id), None)
