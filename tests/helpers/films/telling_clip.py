"""Write clips whose containers tell all that a phone may tell: place, device, dates, tracks, hidden blocks."""

from fractions import Fraction
from pathlib import Path

import av
from films.barcoded import write_video

PLACE = "+12.3456+034.5678/"
PHONE = {
    "location": PLACE,
    "com.apple.quicktime.location.ISO6709": PLACE,
    "com.apple.quicktime.make": "Maker of phones",
    "com.apple.quicktime.model": "Phone 15",
    "com.apple.quicktime.creationdate": "2026-03-01T07:15:00+0100",
    "com.apple.quicktime.content.identifier": "0C1D2E3F-identifier",
    "title": "Jane after the nap",
    "artist": "Mother of Jane",
}
SECRETS = (PLACE, "Maker of phones", "Phone 15", "2026-03-01T07:15", "0C1D2E3F", "Jane", "somewhere", "GPS 12.34")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>somewhere</x:xmpmeta>"


def write_telling_clip(path: Path, codec: str = "libx264", n_frames: int = 50, **how: object) -> Path:
    """Write a clip with code strips that tells everything, with an XMP block and further bytes at its end."""
    boxed = path.suffix in (".mp4", ".mov")
    options = {"movflags": "use_metadata_tags"} if boxed else {}
    quiet = {"options": {"x265-params": "log-level=none"}} if codec == "libx265" else {}
    write_video(path, codec, n_frames, metadata=PHONE, container_options=options, **{**quiet, **how})  # type: ignore[arg-type]
    if boxed:
        with path.open("ab") as file:
            file.write((8 + len(XMP)).to_bytes(4, "big") + b"uuid" + XMP + b"SEFT GPS 12.34")
    return path


def with_places(source: Path, target: Path) -> Path:
    """Write a clip anew, as Matroska with a file attached that tells a place, else with a track that does."""
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        pictures = read.streams.video[0]
        film = written.add_stream_from_template(pictures)
        places = None if target.suffix == ".mkv" else written.add_data_stream("bin_data")
        if places is None:
            written.add_attachment("places.txt", "text/plain", b"GPS 12.34")
        for packet in read.demux(pictures):
            if packet.size:
                packet.stream = film
                written.mux(packet)
        if places is not None:
            packet = av.Packet(b"GPS 12.34")
            packet.pts, packet.dts, packet.duration, packet.time_base = 0, 0, 1000, Fraction(1, 1000)
            packet.stream = places
            written.mux(packet)
    return target


def told_in(path: Path) -> list[str]:
    """Return the secrets that are anywhere in a file's bytes."""
    content = path.read_bytes()
    return [secret for secret in SECRETS if secret.encode() in content]
