"""Places of videos: kept beside the log, the newest first, and never in it."""

from eegview.model.study.video import VideoPlace
from eegview.store.library import Library
from eegview.store.places import MOST_PLACES

RECORDING, OTHER = "f" * 64, "e" * 64


def test_the_newest_place_comes_first_and_each_path_once(library: Library):
    first, second = VideoPlace("v", "/a/night.mp4", "night.mp4"), VideoPlace("v", "/b/night.mp4")
    for place in (first, second, first):
        library.note_video_place(RECORDING, place)
    assert library.video_places(RECORDING) == (first, second)
    assert library.video_places(OTHER) == ()
    assert library.edits(RECORDING) == ()
    assert library.verify(RECORDING) == []


def test_old_places_are_dropped(library: Library):
    for number in range(MOST_PLACES + 3):
        library.note_video_place(RECORDING, VideoPlace("v", f"/{number}/night.mp4"))
        library.note_video_place(RECORDING, VideoPlace("w", "/night.mp4"))
    found = library.video_places(RECORDING)
    assert len(found) == MOST_PLACES + 1
    assert f"/{MOST_PLACES + 2}/night.mp4" in {place.path for place in found}
