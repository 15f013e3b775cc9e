"""What a study library knows of a recording without its file: how long it is, what was recorded, when it was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eegview.model.film.clip import ClockSource
from eegview.model.recording import Recording
from eegview.model.span import Span

DAMAGED_ROW = "library_recording"  # issue: what is kept of a recording was changed from outside


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """A channel as the library keeps it.

    kind : a `ChannelKind`, as text
    """

    name: str
    kind: str
    rate_hz: float
    unit: str


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip of a study without EEG, as the library keeps it: its place, and how sure its clock is; not what it says.

    span : seconds from the recording's start
    clock : what says when it was filmed, a `ClockSource` as text
    within_s : how far that may be off, None = not known
    """

    fingerprint: str
    span: Span
    clock: str = ClockSource.UNKNOWN.value
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class KnownRecording:
    """A recording of a library.

    name : of its file, of the first where it has several; "" = not kept, see `KeptIdentity`
    format : "" where the recording was not opened since the library keeps this
    duration_s : gaps included; None = not known
    started_at : the recorder's local wall clock at 0 s, ISO 8601; "" = the file has none, or it is not kept
    segments : where samples exist
    n_files : that it was opened from
    is_simulated : made by the simulator, no patient
    first_seen_utc, last_seen_utc : when it was opened, ISO 8601; "" = not since the library keeps this
    clips : of film without EEG; empty where it was not opened since the library keeps them
    """

    fingerprint: str
    name: str = ""
    format: str = ""
    duration_s: float | None = None
    started_at: str = ""
    channels: tuple[KnownChannel, ...] = ()
    segments: tuple[Span, ...] = ()
    n_files: int = 0
    is_simulated: bool = False
    first_seen_utc: str = ""
    last_seen_utc: str = ""
    clips: tuple[KnownClip, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether it was opened since the library keeps what recordings are."""
        return bool(self.last_seen_utc)


@dataclass(frozen=True, slots=True)
class KeptIdentity:
    """What a library keeps of a recording that can tell whose it is.

    names : names of files. Off until somebody switches it on: on many wards they hold the patient's name
    starts : date and time of the start
    """

    names: bool = False
    starts: bool = True


def known_recording(recording: Recording, paths: Sequence[str], is_simulated: bool) -> KnownRecording:
    """Return what a library may know of a recording that is open.

    paths : of its files
    """
    started = recording.started_at
    return KnownRecording(
        recording.fingerprint,
        Path(paths[0]).name if paths else "",
        recording.format,
        recording.duration_s,
        started.replace(tzinfo=None).isoformat() if started is not None else "",
        tuple(KnownChannel(one.name, one.kind.value, one.rate_hz, one.unit) for one in recording.channels),
        recording.segments,
        len(paths),
        is_simulated,
        clips=tuple(
            KnownClip(one.fingerprint, one.span, one.clock.source.value, one.clock.uncertainty_s)
            for one in recording.clips
        ),
    )
