"""An open recording whose channels name nobody."""

from collections.abc import Sequence
from dataclasses import replace

from eegview.exchange.identity import Scrubber
from eegview.model.recording import FileEvents, Progress, Recording, Samples, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.stored_digits import DigitSource, StoredScale, stored_scale


class NamelessSource:
    """A `SignalSource` with identity taken out of labels, filters and sensors; the samples are the recording's own."""

    def __init__(self, source: SignalSource, scrubber: Scrubber) -> None:
        self._source, self._scrub = source, scrubber.scrub
        self._scrubber = scrubber
        self._recording = replace(
            source.recording,
            channels=tuple(
                replace(channel, label=self._scrub(channel.label), prefilter=self._scrub(channel.prefilter))
                for channel in source.recording.channels
            ),
        )

    @property
    def recording(self) -> Recording:
        return self._recording

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored; see `DigitSource.stored_scale`."""
        scale = stored_scale(self._source, channel)
        if scale is None:
            return None
        scrub = self._scrub
        return replace(
            scale, label=scrub(scale.label), transducer=scrub(scale.transducer), prefilter=scrub(scale.prefilter)
        )

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        return self._source.read(channels, segment_index, span)

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples as stored digits, of channels that have a `stored_scale`."""
        if isinstance(self._source, DigitSource):
            return self._source.read_digits(channels, segment_index, span)
        return self.read(channels, segment_index, span)

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        return self._source.scan_events(progress)

    def reopen(self) -> "NamelessSource":
        return NamelessSource(self._source.reopen(), self._scrubber)

    def close(self) -> None:
        self._source.close()
