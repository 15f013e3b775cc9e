"""The channels of a note that carries them in its text, `text@@channel`, as EDFbrowser and MNE write them.

Both write a mark of several channels as one note a channel.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.model.annotation import Annotation
from eegview.model.channel import Channel

MARK = "@@"


class ChannelNames:
    """The channels of a recording by the names that a note may call them."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        labels = Counter(_folded(channel.label) for channel in channels)
        self._names = {_folded(c.label): c.name for c in channels if labels[_folded(c.label)] == 1}
        self._names |= {_folded(channel.name): channel.name for channel in channels}

    def split(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the text without its channels, and their names; a channel that is not there stays in the text.

        Known are the labels in the file and the names shown, without regard to capitals and blanks.
        """
        if MARK not in text:
            return text, ()
        said, *called = text.split(MARK)
        named = [(part, self._names.get(_folded(part))) for part in called]
        unknown = [part for part, name in named if name is None]
        channels = tuple(dict.fromkeys(name for _, name in named if name is not None))
        if not channels:
            return text, ()
        return MARK.join([said.rstrip(), *unknown]), channels


def on_their_channels(marks: Iterable[Annotation], channels: Sequence[Channel]) -> list[Annotation]:
    """Return a file's marks, those whose texts carry channels of the recording on these, without them in the text."""
    marks = list(marks)
    if not any(MARK in mark.text for mark in marks):
        return marks
    names = ChannelNames(channels)
    placed: list[Annotation] = []
    for mark in marks:
        text, called = names.split(mark.text)
        own = tuple(dict.fromkeys((*mark.channels, *called)))
        placed.append(replace(mark, text=text, channels=own) if called else mark)
    return with_channels_together(placed)


def split_all(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without its channels, and what they are called, whether there are such channels or not."""
    said, *called = text.split(MARK)
    return said.rstrip(), tuple(dict.fromkeys(filter(None, (part.strip() for part in called))))


def texts_with_channels(text: str, labels: Sequence[str]) -> list[str]:
    """Return what is written of one mark: a text for each channel, the text alone where it has none."""
    return [f"{text}{MARK}{label}" for label in labels] or [text]


def with_channels_together(marks: Iterable[Annotation]) -> list[Annotation]:
    """Return marks with those that say the same of several channels at one time as one, the first of them."""
    together: list[Annotation] = []
    places: dict[tuple[float, float, str], int] = {}
    for mark in marks:
        key = mark.onset_s, mark.duration_s, mark.text
        place = places.get(key) if mark.channels else None
        if place is not None and not set(together[place].channels) & set(mark.channels):
            together[place] = replace(together[place], channels=(*together[place].channels, *mark.channels))
            continue
        if mark.channels:
            places[key] = len(together)
        together.append(mark)
    return together


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
