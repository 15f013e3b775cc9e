"""The rows of two recordings on two pages at the same heights: what one of them lacks keeps its place there."""

from collections.abc import Sequence

from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.recording import Recording
from eegview.model.text.language import tr

_MOST_NAMED = 4  # electrodes that are named; of more, how many


def aligned(first: Sequence[Row], second: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of both in one order: that of the first, what only the second has after what it follows there."""
    own = {row.label for row in first}
    after: dict[str, list[Row]] = {}
    follows = ""
    for row in second:
        if row.label in own:
            follows = row.label
        else:
            after.setdefault(follows, []).append(row)
    found = after.get("", [])[:]
    for row in first:
        found.append(row)
        found.extend(after.get(row.label, ()))
    return tuple(found)


def electrodes_text(before: Recording, after: Recording) -> tuple[str, str]:
    """Return how the electrodes of two recordings differ, in short, and all of it for the tip."""
    of_before, of_after = _electrodes(before), _electrodes(after)
    only_before = [name for name in of_before if name not in set(of_after)]
    only_after = [name for name in of_after if name not in set(of_before)]
    if not only_before and not only_after:
        return tr("the same in both"), tr("Both studies have the same EEG electrodes.")
    lacks = (("Before", only_after), ("After", only_before))
    short = "; ".join(f"{side} lacks {_names(names)}" for side, names in lacks if names)
    whole = "\n".join(tr("{side} lacks {names}.", side=side, names=", ".join(names)) for side, names in lacks if names)
    return short, tr(
        "{whole}\nRows that need them are not available there; no electrode replaces another.", whole=whole
    )


def _electrodes(recording: Recording) -> list[str]:
    return [channel.name for channel in recording.channels if channel.kind is ChannelKind.EEG]


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} electrodes"
