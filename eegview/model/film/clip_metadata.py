"""What a video file says beside its pictures and its sound: where, when, with what and by whom it was filmed."""

from dataclasses import dataclass
from enum import StrEnum


class TagKind(StrEnum):
    """What a tag tells, by its name in tables."""

    PLACE = "place"
    DEVICE = "device"  # maker, model, serial number, programs
    DATE = "date"
    PERSON = "person"
    TEXT = "text"  # title, comment: anything may stand there
    IDENTIFIER = "identifier"  # numbers by which an archive or a phone finds the file again
    TECHNICAL = "technical"  # what the container needs or counts
    OTHER = "other"  # not known here: it may tell anything


class Place(StrEnum):
    """Whether a file says where it was filmed, by its name in tables."""

    YES = "yes"
    POSSIBLE = "possible"  # it has tracks or blocks that no tag names, which may say it
    NONE_FOUND = "none found"


# Four letters of tracks of places: GoPro, and Google's camera motion metadata. Apple's `mebx` may hold anything.
PLACE_TRACKS = frozenset(("gpmd", "camm"))
REVEALING = frozenset(set(TagKind) - {TagKind.TECHNICAL})


@dataclass(frozen=True, slots=True)
class ClipTag:
    """One entry of a container.

    where : "file", "stream 0" or "chapter 1"
    """

    where: str
    key: str
    value: str
    kind: TagKind


@dataclass(frozen=True, slots=True)
class ClipStream:
    """One stream of a container.

    kind : "video", "audio", "data", "subtitle", "attachment" or "cover"
    codec : its name, or the four letters of a data stream; "" = not known
    is_kept : it is the picture that is shown, or sound: a copy without metadata needs it; else it may tell anything, as
        tracks of places do
    """

    number: int
    kind: str
    codec: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ClipMetadata:
    """All that one video file says beside its pictures and its sound.

    container : its name, as the decoding library knows it
    hidden : parts of the file that no tag names, such as XMP packets and what phones append; name and size
    """

    container: str = ""
    tags: tuple[ClipTag, ...] = ()
    streams: tuple[ClipStream, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def has_place(self) -> bool:
        """Whether it is known to say where it was filmed: in a tag, or in a track of places; see `place`."""
        return bool(self.of_kind(TagKind.PLACE)) or any(stream.codec in PLACE_TRACKS for stream in self.streams)

    @property
    def place(self) -> Place:
        """Return whether it says where it was filmed, as far as can be known."""
        if self.has_place:
            return Place.YES
        return Place.POSSIBLE if self.hidden or self.other_streams else Place.NONE_FOUND

    @property
    def device(self) -> str:
        """Return maker and model of the device, "" where the file does not say."""
        found = {tag.key.lower().rpartition(".")[2]: tag.value for tag in self.of_kind(TagKind.DEVICE)}
        parts = [found.get("make") or found.get("manufacturer") or "", found.get("model") or ""]
        return " ".join(part for part in parts if part)

    @property
    def other_streams(self) -> tuple[ClipStream, ...]:
        """Return the streams that are neither its pictures nor its sound."""
        return tuple(stream for stream in self.streams if not stream.is_kept)

    @property
    def revealing(self) -> tuple[ClipTag, ...]:
        """Return the tags that may say something of place, device, date or people."""
        return tuple(tag for tag in self.tags if tag.kind in REVEALING)

    def of_kind(self, kind: TagKind) -> tuple[ClipTag, ...]:
        """Return the tags of one kind."""
        return tuple(tag for tag in self.tags if tag.kind is kind)
