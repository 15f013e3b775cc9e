"""When a clip was filmed: by which source, and how sure that is."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.film.clip import ClockSource
from eegview.model.film.clip_metadata import ClipMetadata, ClipTag
from eegview.readers.clip.clock import clip_clock
from eegview.readers.clip.names import named_time, tells_date
from eegview.readers.video.tags.metadata import tag_kind
from eegview.readers.video.tags.stored_part import NOT_TRIMMED, StoredPart

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CET = timezone(timedelta(hours=1))


def clock(name="IMG_0042", duration_s=30.0, now=NOW, stored=NOT_TRIMMED, **tags):
    held = {key.replace("__", "."): value for key, value in tags.items()}
    found = tuple(ClipTag("file", key, value, tag_kind(key)) for key, value in held.items())
    return clip_clock(name, ClipMetadata(tags=found), duration_s, now, CET, stored)


def test_the_local_time_of_an_iphone_goes_before_all_else():
    found = clock("20260301_080000", com__apple__quicktime__creationdate="2026-03-01T07:15:00-0500")
    assert found.started_at == datetime(2026, 3, 1, 7, 15)
    assert (found.source, found.utc_offset_min, found.uncertainty_s) == (ClockSource.CONTAINER_LOCAL, -300, 1.0)
    assert "UTC−05:00" in found.text


@pytest.mark.parametrize("at", ["2026-03-01T05:45:00Z", "2026-03-01T05:45:31Z"])
def test_the_containers_time_of_the_beginning_or_the_end_gives_the_zone_of_a_name(at):
    found = clock("VID_20260301_071500", creation_time=at)
    assert found.started_at == datetime(2026, 3, 1, 7, 15)
    assert (found.source, found.utc_offset_min, found.uncertainty_s) == (ClockSource.NAME, 90, 2.0)


def test_a_name_that_the_file_contradicts_is_not_sure():
    found = clock("VID_20260301_071500", creation_time="2026-02-11T09:04:40Z")
    assert found.uncertainty_s is None
    assert "contradicts" in found.text


def test_an_android_phone_stamps_the_end():
    found = clock(creation_time="2026-03-01T06:15:30Z", com__android__version="14")
    assert found.started_at == datetime(2026, 3, 1, 7, 15)
    assert (found.source, found.uncertainty_s) == (ClockSource.CONTAINER_UTC, 2.0)


def test_what_was_trimmed_off_the_beginning_is_added_and_said():
    cut = StoredPart(12.0, 60.0)
    local = clock(com__apple__quicktime__creationdate="2026-03-01T07:15:00+0100", stored=cut)
    android = clock(creation_time="2026-03-01T06:16:00Z", com__android__version="14", stored=cut)  # all 60 s filmed
    named = clock("VID_20260301_071500", creation_time="2026-03-01T06:16:00Z", stored=cut)
    for found in (local, android, named):
        assert found.started_at == datetime(2026, 3, 1, 7, 15, 12)
        assert "12.0 s were trimmed off its beginning" in found.text
    assert (local.uncertainty_s, named.utc_offset_min) == (1.0, 60)
    assert clock(stored=cut).started_at is None


def test_another_cameras_time_is_unsure_by_its_length():
    found = clock(creation_time="2026-03-01T06:15:30Z")
    assert found.started_at == datetime(2026, 3, 1, 7, 15, 30)
    assert found.uncertainty_s == 32.0


def test_a_pixel_writes_utc_into_the_name():
    found = clock("PXL_20260301_061500250")
    assert found.started_at == datetime(2026, 3, 1, 7, 15, 0, 250_000)
    assert found.source is ClockSource.NAME_UTC


@pytest.mark.parametrize(
    "name",
    [
        *("video_2026-03-01_07-15-00", "received_20260301071500", "mmexport1772349300000"),
        *(
            "WhatsApp Video 2026-03-01 at 07.15.00",
            "signal-2026-03-01-07-15-00-123",
            "Screen_Recording_20260301_071500",
        ),
    ],
)
def test_what_a_messenger_or_a_screen_recorder_wrote_is_no_time_of_filming(name):
    found = clock(name)
    assert (found.started_at, found.source) == (None, ClockSource.UNKNOWN)
    assert found.text.startswith("The file does not say when it was filmed.")


def test_a_messengers_name_is_told_as_the_latest_it_can_be():
    assert "2026-03-01 07:15" in clock("WhatsApp Video 2026-03-01 at 07.15.00").text


@pytest.mark.parametrize("name", ["03-01-2026_07-15-00", "01-03-2026_07-15-00"])
def test_a_name_whose_day_and_month_may_stand_either_way_is_no_clock_and_both_are_told(name):
    found = clock(name)
    assert (found.started_at, found.source, found.uncertainty_s) == (None, ClockSource.UNKNOWN, None)
    assert "2026-01-03" in found.text
    assert "2026-03-01" in found.text


def test_the_containers_time_tells_which_way_a_name_is_meant():
    for name in ("03-01-2026_07-15-00", "01-03-2026_07-15-00"):
        found = clock(name, creation_time="2026-03-01T06:15:00Z")
        assert (found.started_at, found.source) == (datetime(2026, 3, 1, 7, 15), ClockSource.NAME)
        assert (found.utc_offset_min, found.uncertainty_s) == (60, 2.0)
    far = clock("03-01-2026_07-15-00", creation_time="2026-02-11T06:15:00Z")
    assert (far.started_at, far.source) == (datetime(2026, 2, 11, 7, 15), ClockSource.CONTAINER_UTC)


def test_a_name_with_a_day_above_12_is_read_in_both_orders():
    assert clock("31-01-2026_07-15-00").started_at == datetime(2026, 1, 31, 7, 15)
    assert clock("01-31-2026_07-15-00").started_at == datetime(2026, 1, 31, 7, 15)
    assert clock("03.01.2026_07-15-00").started_at == datetime(2026, 1, 3, 7, 15)  # with dots the day stands first


@pytest.mark.parametrize("at", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday", ""])
def test_a_clock_that_nobody_set_says_nothing(at):
    assert clock(creation_time=at).started_at is None


def test_a_clip_of_the_future_has_no_sure_clock():
    found = clock("VID_20290101_120000")
    assert found.uncertainty_s is None
    assert "future" in found.text


@given(st.datetimes(datetime(1980, 1, 1), datetime(2026, 1, 1)), st.integers(-48, 56), st.floats(0.5, 3600))
def test_a_name_and_an_end_in_utc_agree_in_every_zone(at, quarters, duration_s):
    at = at.replace(microsecond=0)
    ended = at - timedelta(minutes=15 * quarters) + timedelta(seconds=duration_s)
    found = clock(f"{at:%Y%m%d_%H%M%S}", duration_s, creation_time=f"{ended.isoformat(timespec='seconds')}Z")
    assert found.started_at == at
    assert found.uncertainty_s == 2.0
    if duration_s > 30 and abs((duration_s + 450) % 900 - 450) > 30:  # else it may be the beginning in another zone
        assert found.utc_offset_min == 15 * quarters


@given(st.text(max_size=60))
def test_no_name_breaks_it(name):
    named_time(name)
    clock(name, creation_time=name, com__apple__quicktime__creationdate=name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "spasms 03-25-2025",
            "clip 2 March 2025",
            "12Mar2025",
            "02.03.25",
            "250302",
            "2025-3-2",
            "020325",
            "20250302",
        ),
        *(
            "VID_20250302_071500",
            "3 2 2025",
            "March 2025",
            "2025-03",
            "clip_2. März",
            "2nd of may",
            "Sept 4",
            "030225a",
        ),
        *("25032025", "20250302071500", "3_25_2025", "film25-12-31x", "le 2 mars", "WhatsApp Video 2025-03-02"),
    ],
)
def test_a_name_that_may_hold_a_date_is_known_for_one(name: str) -> None:
    assert tells_date(name)


@pytest.mark.parametrize(
    "name", ["copy", "clip 3", "K07 spasms 2", "mark 4", "clip_991399", "part 2 of 12", "1920x1080", "1.2", "summary 7"]
)
def test_a_name_without_a_date_is_free(name: str) -> None:
    assert not tells_date(name)


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["", "-", "_", ".", " "]), st.permutations("Ymd")
)
def test_every_date_in_numbers_is_known_in_any_order(day: date, parted: str, order: list[str]) -> None:
    last = "".join(order) in ("Ymd", "dmY", "mdY") or parted
    year = "%Y" if last else "%y"
    assert tells_date("clip " + day.strftime(parted.join(year if one == "Y" else f"%{one}" for one in order)))
