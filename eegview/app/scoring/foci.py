"""Which electrode a reader means: by a digit, or by a click on a bipolar row.

In a bipolar chain a focus stands where the phase reverses between two neighbouring rows, and the electrode these two
share is the focus. So a click in the upper half of a row means the electrode that it shares with the row above, one in
its lower half the electrode that it shares with the row below. Where a neighbour shares none (an end of a chain), the
upper half means the row's first electrode and the lower half its second, as a row is written from front to back.
"""

from collections.abc import Iterable, Sequence

from eegview.model.scoring.electrodes import plain_name

N_DIGITS = 9


def electrodes_of(label: str) -> tuple[str, ...]:
    """Return the electrodes of a bipolar row by its label: `F3-C3` gives F3 and C3, `T5-O1` P7 and O1."""
    parts = tuple(plain_name(part.strip()) for part in label.replace("–", "-").split("-"))
    return parts if len(parts) == 2 and all(parts) else ()


def focus_of_click(labels: Sequence[str], label: str, share: float) -> str:
    """Return the electrode that a click means; "" where the row is no bipolar one.

    labels : of the rows from top to bottom
    share : where in the row's height the click is, 0 at its top
    """
    own = electrodes_of(label)
    if not own or label not in labels:
        return ""
    position, is_upper = labels.index(label), share < 0.5
    neighbour = position - 1 if is_upper else position + 1
    others = electrodes_of(labels[neighbour]) if 0 <= neighbour < len(labels) else ()
    shared = [electrode for electrode in own if electrode in others]
    return shared[0] if shared else own[0 if is_upper else 1]


def electrodes_in(labels: Iterable[str]) -> tuple[str, ...]:
    """Return all electrodes of these rows, each once, in the order of the rows."""
    return tuple(dict.fromkeys(electrode for label in labels for electrode in electrodes_of(label)))


def digits_for(recent: Iterable[str], electrodes: Iterable[str]) -> tuple[str, ...]:
    """Return the foci of the digits 1 to 9: those used last come first, then the other electrodes.

    recent : foci from the one used last on; repeats do not count
    """
    known = tuple(dict.fromkeys(electrodes))
    used = tuple(dict.fromkeys(focus for focus in recent if focus in known))
    return (*used, *(one for one in known if one not in used))[:N_DIGITS]


def with_used(digits: tuple[str, ...], focus: str, used: Iterable[str]) -> tuple[str, ...]:
    """Return the digits once a focus was used: one that has none takes the last digit that no used focus has.

    No digit changes its meaning under a hand: a focus that has one keeps it until another epoch is opened.
    """
    if not focus or focus in digits:
        return digits
    if len(digits) < N_DIGITS:
        return (*digits, focus)
    taken = set(used)
    free = next((n for n in range(len(digits) - 1, -1, -1) if digits[n] not in taken), len(digits) - 1)
    return (*digits[:free], focus, *digits[free + 1 :])
