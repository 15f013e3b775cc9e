"""Which of the channels that are written a mark is about."""

from collections.abc import Sequence

from eegview.exchange.channel_names import FileNames
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel


class MarkChannels:
    """The places of channels in what is written, by the names of channels and of rows made of them."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._names = FileNames(channels, is_unique=True)  # labels of a file may be the same
        self.unique_labels = tuple(self._names.labels(channel.name)[0] for channel in channels)
        self._places = {label: place for place, label in enumerate(self.unique_labels)}

    def places(self, mark: Annotation) -> tuple[int, ...]:
        """Return the places of a mark's channels, each once; () where it is about all, or about none of these."""
        labels = (label for name in mark.channels for label in self._names.labels(name))
        return tuple(dict.fromkeys(self._places[label] for label in labels))
