"""A stretch of a simulated study as an open recording, whose times run from 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eegview.model.channel import Channel
from eegview.model.naming import name_channels
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale

if TYPE_CHECKING:
    from eegview.simulate.signals import Simulation

CODE = "SIMULATED"  # who is named in the file


class HeldStretch:
    """A stretch of a simulated study; it holds its samples, and may be read from any thread."""

    def __init__(self, simulation: Simulation, span: Span) -> None:
        from eegview.simulate.signals import CHANNELS

        self._samples = simulation.stretch(span)
        named, _issues = name_channels([one.label for one in CHANNELS], [one.unit for one in CHANNELS])
        channels = tuple(
            Channel(place, of.name, one.label, of.kind, one.rate_hz, one.unit, -one.limit, one.limit, one.prefilter)
            for place, (one, of) in enumerate(zip(CHANNELS, named, strict=True))
        )
        whole = Span(0.0, span.duration_s)
        key = f"simulated {simulation.plan.seed} {span.start_s:g}"
        self._recording = Recording("simulated", "EDF+C", channels, (whole,), None, key)

    @property
    def recording(self) -> Recording:
        return self._recording

    @property
    def patient(self) -> PatientFacts:
        return PatientFacts(code=CODE)

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return samples, see `SignalSource.read`."""
        segment = self._recording.segments[segment_index]
        found: list[Samples] = []
        for index in channels:
            first, stop = sample_range(segment, self._recording.channels[index].rate_hz, span)
            found.append(self._samples[index][first:stop])
        return found

    def stored_scale(self, channel: int) -> StoredScale:
        """Return how the simulator writes a channel."""
        from eegview.simulate.signals import CHANNELS
        from eegview.simulate.writer_edf import LARGEST_DIGIT

        one = CHANNELS[channel]
        return StoredScale(
            *(
                one.label,
                one.transducer,
                one.unit,
                one.prefilter,
                -one.limit,
                one.limit,
                -LARGEST_DIGIT,
                LARGEST_DIGIT,
                2,
            )
        )

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return samples as digits, see `DigitSource.read_digits`."""
        from eegview.simulate.signals import CHANNELS
        from eegview.simulate.writer_edf import to_digits

        samples = self.read(channels, segment_index, span)
        return [
            to_digits(values, CHANNELS[index].limit).astype("float32")
            for index, values in zip(channels, samples, strict=True)
        ]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return that there are no marks in it."""
        progress(1.0)
        return FileEvents()

    def reopen(self) -> HeldStretch:
        """Return itself."""
        return self

    def close(self) -> None:
        """Do nothing: there is no file."""
