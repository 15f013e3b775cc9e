"""Several clips on one timeline: by their clocks, apart where they have none, and honest about what is unsure."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from films.phone_clips import APPLE, write_phone_clip
from hypothesis import given
from hypothesis import strategies as st
from recordings.edf_files import plain, write_file

from eegview.model.errors import UnreadableFile
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.readers.clip.joined import APART_S, join_clips
from eegview.readers.clip.recording import ClipSource
from eegview.readers.opening import open_study


def study(*paths: Path) -> Recording:
    return open_study(paths).recording


def codes(recording: Recording) -> list[str]:
    return [issue.code for issue in recording.issues]


def starts(recording: Recording) -> dict[str, float]:
    return {Path(clip.path).name: clip.span.start_s for clip in recording.clips}


def apple(at: str) -> dict[str, str]:
    return {**APPLE, "com.apple.quicktime.creationdate": at}


def test_clips_lie_by_their_clocks_whatever_the_order_given(tmp_path):
    paths = [
        write_phone_clip(tmp_path / "IMG_2.mov", 30, tags=apple("2026-03-01T07:16:00+0100")),
        write_phone_clip(tmp_path / "IMG_1.mov", 60, tags=apple("2026-03-01T07:15:00+0100"), first=100),
        write_phone_clip(tmp_path / "IMG_3.mov", 30, tags=apple("2026-03-01T07:16:30+0100"), first=200),
    ]
    found = [study(*order) for order in permutations(paths)]
    assert starts(found[0]) == {"IMG_1.mov": 0.0, "IMG_2.mov": 60.0, "IMG_3.mov": 90.0}
    assert {one.fingerprint for one in found} == {found[0].fingerprint}
    assert found[0].segments == (Span(0, 2), Span(60, 61), Span(90, 91))
    assert not found[0].issues


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the time zone of this computer."""

    def put(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def test_identity_and_places_are_the_same_on_computers_of_all_zones(tmp_path, in_zone):
    named = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 150)
    utc = write_phone_clip(tmp_path / "utc.mp4", 60, first=200, tags={"creation_time": "2026-03-29T02:30:00Z"})
    pixel = write_phone_clip(tmp_path / "PXL_20260301_061700000.mp4", 30, first=300)
    found = []
    for zone in ("UTC", "Europe/Oslo", "America/New_York", "Asia/Kathmandu"):
        in_zone(zone)
        found.append(study(named, utc, pixel))
    assert len({one.fingerprint for one in found}) == 1
    assert all(starts(one) == starts(found[0]) for one in found)
    assert codes(found[0]).count("clip_zone_unknown") == 2  # no clip says its zone, so they lie as in UTC
    with_zone = write_phone_clip(tmp_path / "IMG_1.mov", 30, first=400, tags=apple("2026-03-01T07:20:00+0100"))
    known = study(named, utc, pixel, with_zone)
    assert "clip_zone_unknown" not in codes(known)
    assert starts(known)["PXL_20260301_061700000.mp4"] == 120.0  # 06:17 UTC is 07:17 beside the clip of +01:00


def test_the_identity_is_of_what_clips_are_and_a_name_that_moves_them_makes_another(tmp_path):
    one = write_phone_clip(tmp_path / "IMG_1.mov", 60, tags=apple("2026-03-01T07:15:00+0100"))
    two = write_phone_clip(tmp_path / "IMG_2.mov", 30, tags=apple("2026-03-01T07:16:00+0100"), first=100)
    named = write_phone_clip(tmp_path / "VID_20260301_071700.mp4", 30, first=200)
    before = study(one, two, named)
    renamed = one.rename(tmp_path / "z.mov")
    assert study(named, two, renamed).fingerprint == before.fingerprint
    assert starts(study(named, two, renamed))["z.mov"] == 0.0
    later = named.rename(tmp_path / "VID_20260301_071800.mp4")
    assert study(renamed, two, later).fingerprint != before.fingerprint


def test_a_night_in_which_clocks_are_set_keeps_its_length(tmp_path):
    before = write_phone_clip(tmp_path / "a.mov", 30, tags=apple("2026-03-29T01:55:00+0100"))
    after = write_phone_clip(tmp_path / "b.mov", 30, tags=apple("2026-03-29T03:05:00+0200"), first=50)
    assert starts(study(before, after))["b.mov"] == 600.0


def test_clips_without_a_clock_come_last_and_apart_and_that_is_said(tmp_path):
    known = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 60)
    loose = [write_phone_clip(tmp_path / f"clip {n}.mp4", 30, first=100 * n) for n in (10, 9)]
    found = study(*loose, known)
    assert starts(found) == {
        "VID_20260301_071500.mp4": 0.0,
        "clip 9.mp4": 2.0 + APART_S,
        "clip 10.mp4": 3.0 + 2 * APART_S,
    }
    assert codes(found) == ["file_without_start"] * 2


def test_two_phones_at_once_keep_their_places_and_it_is_said(tmp_path):
    one = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 300)
    other = write_phone_clip(tmp_path / "20260301_071504.mp4", 300, first=1000)
    found = study(one, other)
    assert starts(found) == {"VID_20260301_071500.mp4": 0.0, "20260301_071504.mp4": 4.0}
    assert found.segments == (Span(0.0, 14.0),)
    assert codes(found) == ["file_overlap"]


def test_clips_that_follow_each_other_to_the_second_do_not_overlap(tmp_path):
    one = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 318)  # 10.6 s
    other = write_phone_clip(tmp_path / "VID_20260301_071510.mp4", 30, first=1000)
    found = study(one, other)
    assert starts(found)["VID_20260301_071510.mp4"] == pytest.approx(10.6)
    assert codes(found) == ["file_overlap_small"]


def test_the_same_clip_twice_counts_once(tmp_path):
    path = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 30)
    again = tmp_path / "copy.mp4"
    again.write_bytes(path.read_bytes())
    found = study(again, path)
    assert (len(found.clips), codes(found)) == (1, ["file_repeated"])
    assert found.fingerprint == study(path).fingerprint


def test_clips_of_different_weeks_open_and_it_is_said(tmp_path):
    one = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 30)
    other = write_phone_clip(tmp_path / "VID_20260313_071500.mp4", 30, first=50)
    assert codes(study(one, other)) == ["files_far_apart"]


def test_a_clip_whose_clock_is_unsure_is_told(tmp_path):
    one = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 30)
    other = write_phone_clip(tmp_path / "VID_20260301_081500.mp4", 30, tags={"creation_time": "2026-02-01T00:00:00Z"})
    assert codes(study(one, other)) == ["clip_clock_unsure"]


def test_a_clip_and_an_eeg_are_not_parts_of_one_recording(tmp_path):
    clip = write_phone_clip(tmp_path / "a.mp4", 30)
    eeg = write_file(tmp_path / "a.edf", plain())
    with pytest.raises(UnreadableFile, match="not parts of one"):
        open_study([clip, eeg])


def made(number: int, at: datetime | None, offset_min: int | None, duration_s: float) -> ClipSource:
    """A clip that no file holds."""
    source = ClockSource.UNKNOWN if at is None else ClockSource.NAME
    clock = ClipClock(at, source, offset_min if at is not None else None, 2.0, "made")
    span, name = Span(0.0, duration_s), f"clip {number}.mp4"
    clip = FilmClip(name, span, clock=clock, fingerprint=f"{number:064d}")
    return ClipSource(Recording(name, "video", (), (span,), at, clip.fingerprint, clips=(clip,)))


clips_made = st.lists(
    st.tuples(
        st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 8)),
        st.none() | st.sampled_from((-300, 0, 60, 120, 345)),
        st.floats(0.5, 900.0),
    ),
    min_size=2,
    max_size=6,
)


@given(clips_made, st.randoms())
def test_the_order_in_which_clips_are_given_changes_nothing(described, random):
    clips = [made(number, *one) for number, one in enumerate(described)]
    mixed = random.sample(clips, len(clips))
    found, again = join_clips(clips).recording, join_clips(mixed).recording
    assert found == again
    assert len(found.clips) == len(clips)
    assert min(clip.span.start_s for clip in found.clips) == 0.0
    assert all(a.stop_s < b.start_s for a, b in pairwise(found.segments))
    loose = [clip for clip in found.clips if clip.clock.started_at is None]
    for clip in loose:
        others = [one.span for one in found.clips if one is not clip]
        apart_s = min(max(one.start_s - clip.span.stop_s, clip.span.start_s - one.stop_s) for one in others)
        assert apart_s >= APART_S - 1e-6  # no cluster of spasms spans it and another
