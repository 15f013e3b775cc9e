"""The channels of a note that carries them in its text, `text@@channel`, as EDFbrowser and MNE write them."""

from collections import Counter
from collections.abc import Sequence

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


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
