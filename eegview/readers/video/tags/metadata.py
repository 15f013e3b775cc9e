"""Read what a video file says beside its pictures and its sound. Nothing is decoded."""

from pathlib import Path
from typing import Any

from eegview.model.film.clip_metadata import ClipMetadata, ClipStream, ClipTag, TagKind
from eegview.readers.plain_file import refuse_special
from eegview.readers.video.tags.boxes import hidden_boxes

_COVER = 0x400  # a stream's disposition: one picture, as of a cover
_KEPT = ("video", "audio")

# By a part of the key, in lower case; the first that fits counts.
_KINDS = (
    (TagKind.PLACE, ("location", "gps", "geo", "latitude", "longitude", "altitude", "©xyz", "loci", "country", "city")),
    (TagKind.IDENTIFIER, ("identifier", "uuid", "umid", "serial", "uid", "isrc", "barcode")),
    (TagKind.DATE, ("creation", "date", "year", "time", "originated")),
    (TagKind.PERSON, ("artist", "author", "copyright", "director", "performer", "owner", "producer", "publisher")),
    (
        TagKind.DEVICE,
        ("make", "model", "manufacturer", "software", "android", "encoder", "device", "camera", "firmware"),
    ),
    (TagKind.DEVICE, ("firmware", "product_name", "company_name", "lens", "encoded_by", "writing")),
    (TagKind.TEXT, ("title", "comment", "description", "keyword", "synopsis", "lyrics", "album", "genre", "subject")),
    (TagKind.TEXT, ("filename", "name_", "show", "network", "information", "rating", "note")),
)
_TECHNICAL = frozenset(
    (
        *("major_brand", "minor_version", "compatible_brands", "language", "vendor_id", "rotate", "duration"),
        *("timescale", "number_of_frames", "number_of_bytes", "bps", "alpha_mode", "stereo_mode", "variant_bitrate"),
    )
)
_PLAIN_HANDLERS = ("", "VideoHandler", "SoundHandler", "DataHandler", "SubtitleHandler")  # what any program writes
# How fast it was filmed and is to be played: needed to show slow motion right, and tells nothing of people.
_RATES = ("capture.fps", "playback-intent", "playback.intent", "timelapse", "eegview.slowness")


def read_metadata(path: str | Path) -> ClipMetadata:
    """Return all that a video file says beside its pictures and its sound.

    Raises
    ------
    UnreadableFile : missing, or not a video
    """
    refuse_special(path)
    from eegview.readers.video.container import open_container  # loads the decoding library

    container = open_container(str(path))
    try:
        return metadata_of(container, Path(path))
    finally:
        container.close()


def metadata_of(container: Any, path: Path) -> ClipMetadata:
    """Return what an open container says."""
    tags = _tags("file", container.metadata)
    streams = []
    shown = container.streams.best("video")
    for stream in container.streams:
        tags += _tags(f"stream {stream.index}", stream.metadata)
        is_cover = stream.type == "video" and bool(int(stream.disposition) & _COVER)
        context = stream.codec_context
        codec = str(context.name) if context is not None and stream.type in _KEPT else _four_letters(stream)
        kind = "cover" if is_cover else str(stream.type or "data")
        is_other = stream.type == "video" and shown is not None and stream.index != shown.index
        streams.append(ClipStream(stream.index, kind, codec, stream.type in _KEPT and not (is_cover or is_other)))
    for number, chapter in enumerate(container.chapters(), 1):
        tags += _tags(f"chapter {number}", dict(chapter.get("metadata", {})), TagKind.TEXT)
    return ClipMetadata(container.format.name, tuple(tags), tuple(streams), hidden_boxes(path))


def tag_kind(key: str, value: str = "") -> TagKind:
    """Return what a tag of this key and value tells."""
    name = key.lower().removeprefix("com.apple.quicktime.")
    if name in _TECHNICAL or name.startswith("_statistics") or any(rate in name for rate in _RATES):
        return TagKind.TECHNICAL
    if name.partition("-")[0] in _TECHNICAL:
        return TagKind.TECHNICAL
    if name == "handler_name":  # cameras write their maker there
        return TagKind.TECHNICAL if value in _PLAIN_HANDLERS else TagKind.DEVICE
    return next((kind for kind, parts in _KINDS if any(part in name for part in parts)), TagKind.OTHER)


def _tags(where: str, found: dict[str, str], kind: TagKind | None = None) -> list[ClipTag]:
    return [ClipTag(where, key, value, kind or tag_kind(key, value)) for key, value in found.items()]


def _four_letters(stream: Any) -> str:
    """Return the four letters of a stream that is not decoded, "" where it has none."""
    context = stream.codec_context
    tag = str(getattr(context, "codec_tag", "") or "") if context is not None else ""
    return tag if tag.isprintable() else ""
