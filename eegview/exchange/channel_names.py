"""Names of channels in files for other programs: as the recording's own file has them, not as the page shows them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.model.annotation import Annotation
from eegview.model.channel import Channel


class FileNames:
    """The names that a recording's file gives to its channels.

    is_unique : give channels of one name in the file numbers, as MNE does ("EMG-0", "EMG-1")
    """

    def __init__(self, channels: Sequence[Channel], is_unique: bool = False) -> None:
        labels = _labels(channels, is_unique)
        self._labels = {channel.name: label for channel, label in zip(channels, labels, strict=True)}

    def labels(self, name: str) -> tuple[str, ...]:
        """Return the file's names of a channel, or of the channels that a row is made of; () where it has neither."""
        if name in self._labels:
            return (self._labels[name],)
        plus, minus = next(
            ((name[:i], name[i + 1 :]) for i, sign in enumerate(name) if sign == "-" and name[:i] in self._labels),
            ("", ""),
        )
        return tuple(self._labels[part] for part in (plus, minus) if part in self._labels)

    def of(self, mark: Annotation) -> tuple[str, ...]:
        """Return the file's names of the channels of a mark, each once; a name the file lacks stays as it is."""
        named = [self.labels(name) or (name,) for name in mark.channels]
        return tuple(dict.fromkeys(label for labels in named for label in labels))

    def lacking(self, mark: Annotation) -> tuple[str, ...]:
        """Return the names in a mark that are no channel of the file and no row made of some."""
        return tuple(name for name in mark.channels if not self.labels(name))


def with_own_names(marks: Iterable[Annotation], channels: Sequence[Channel]) -> tuple[Annotation, ...]:
    """Return imported marks with the file's names of channels replaced by those the page shows."""
    names = {channel.name for channel in channels}
    own = {
        label: channel.name
        for is_unique in (False, True)
        for channel, label in zip(channels, _labels(channels, is_unique), strict=True)
        if label not in names
    }
    return tuple(
        replace(mark, channels=tuple(own.get(name, name) for name in mark.channels))
        if own.keys() & set(mark.channels)
        else mark
        for mark in marks
    )


def _labels(channels: Sequence[Channel], is_unique: bool) -> list[str]:
    labels = [channel.label.strip() or channel.name for channel in channels]
    return _numbered(labels) if is_unique else labels


def _numbered(labels: Sequence[str]) -> list[str]:
    counts, seen, numbered = Counter(labels), Counter[str](), []
    for label in labels:
        numbered.append(f"{label}-{seen[label]}" if counts[label] > 1 else label)
        seen[label] += 1
    return numbered
