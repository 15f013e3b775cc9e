"""What a video file says beside its pictures: place, device, dates, and what no tag names."""

from films.barcoded import write_video

from eegview.model.film.clip_metadata import ClipMetadata, ClipStream, ClipTag, Place, TagKind
from eegview.readers.video.tags.metadata import read_metadata, tag_kind

APPLE = {
    "com.apple.quicktime.location.ISO6709": "+12.0000+034.0000/",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 15",
    "com.apple.quicktime.creationdate": "2026-03-01T07:15:00+0100",
    "title": "after the nap",
}
KEYS = {"movflags": "use_metadata_tags"}


def test_place_device_and_date_of_a_phone_are_told_by_kind(tmp_path):
    found = read_metadata(write_video(tmp_path / "a.mov", n_frames=5, metadata=APPLE, container_options=KEYS))
    assert found.has_place
    assert found.device == "Apple iPhone 15"
    assert [tag.value for tag in found.of_kind(TagKind.TEXT)] == ["after the nap"]
    assert "2026-03-01T07:15:00+0100" in [tag.value for tag in found.of_kind(TagKind.DATE)]
    assert all(tag.kind is not TagKind.TECHNICAL for tag in found.revealing)


def test_a_plain_file_says_nothing_of_place_and_device(tmp_path):
    found = read_metadata(write_video(tmp_path / "a.mp4", n_frames=5))
    assert (found.has_place, found.device, found.hidden, found.other_streams) == (False, "", (), ())


def test_what_a_phone_appends_behind_the_last_box_is_told(tmp_path):
    path = write_video(tmp_path / "a.mp4", n_frames=5)
    xmp = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>somewhere</x:xmpmeta>"
    with path.open("ab") as file:
        file.write((8 + len(xmp)).to_bytes(4, "big") + b"uuid" + xmp + b"SEFT")
    assert read_metadata(path).hidden == (f"XMP ({len(xmp)} bytes)", "4 bytes after the last box")


def test_keys_of_other_cameras_are_sorted_too():
    kinds = {
        key: tag_kind(key) for key in ("com.android.version", "location-eng", "date", "artist", "major_brand", "xq")
    }
    assert list(kinds.values()) == [
        TagKind.DEVICE,
        TagKind.PLACE,
        TagKind.DATE,
        TagKind.PERSON,
        TagKind.TECHNICAL,
        TagKind.OTHER,
    ]


def test_a_block_among_what_programs_add_is_told_and_may_tell_a_place(tmp_path):
    path = write_video(tmp_path / "a.mov", n_frames=5, metadata={"title": "x"})
    data = path.read_bytes()
    box = b"\0\0\0\x14GPMF" + b"12.34 34.567"
    at = data.index(b"udta") - 4
    for letters in (b"moov", b"udta"):
        where = data.rindex(letters, 0, at + 8) - 4
        size = int.from_bytes(data[where : where + 4], "big") + len(box)
        data = data[:where] + size.to_bytes(4, "big") + data[where + 4 :]
    path.write_bytes(data[: at + 8] + box + data[at + 8 :])
    found = read_metadata(path)
    assert found.hidden == ("GPMF (12 bytes)",)
    assert (found.has_place, found.place) == (False, Place.POSSIBLE)


def test_a_place_is_told_possible_or_not_found():
    told = ClipTag("file", "location", "+12+034/", TagKind.PLACE)
    track = ClipStream(1, "data", "mebx", False)
    places = [one.place for one in (ClipMetadata(tags=(told,)), ClipMetadata(streams=(track,)), ClipMetadata())]
    assert places == [Place.YES, Place.POSSIBLE, Place.NONE_FOUND]
