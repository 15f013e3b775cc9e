"""Records of a study: what was said last about a subject holds, whoever said it and whatever their clock says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from eegview.model.annotation import Annotation
from eegview.model.study.bad_channels import bad_channels, held_state
from eegview.model.study.patient_age import AGE, TypedAge, age_text, contradiction_text, held_age, parsed_age, typed_age
from eegview.model.study.records import AGE_TERM, BAD_CHANNEL_TERM, VIDEO_TERM, stamp, study_record
from eegview.model.study.video import KnownVideo, VideoPlace, held_video, neutral_name, study_videos
from eegview.model.sync import is_clinical

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def said(channel: str, is_bad: bool, author: str, records: list[Annotation], now: datetime = NOON) -> Annotation:
    return study_record(BAD_CHANNEL_TERM, channel, stamp(now, records), held_state(is_bad), author)


def test_what_was_said_last_holds_although_a_clock_goes_back() -> None:
    records = [said("Fp1", True, "ann", [])]
    records.append(said("Fp1", False, "bob", records, NOON - timedelta(hours=3)))  # their clock is three hours late
    assert bad_channels(records) == {}
    records.append(said("Fp1", True, "cy", records))
    records.append(said("O2", True, "ann", records))
    assert {name: one.author for name, one in bad_channels(reversed(records)).items()} == {"Fp1": "cy", "O2": "ann"}


def test_a_record_without_a_time_is_the_oldest_and_a_clock_at_the_end_of_time_does_no_harm() -> None:
    spoiled = replace(said("Fp1", True, "ann", []), attributes=(("about", "Fp1"), ("at", "soon"), ("state", "bad")))
    assert set(bad_channels([spoiled])) == {"Fp1"}
    assert bad_channels([spoiled, said("Fp1", False, "bob", [spoiled])]) == {}
    last = study_record(BAD_CHANNEL_TERM, "Fp1", datetime.max.replace(tzinfo=UTC).isoformat(), held_state(True), "ann")
    assert stamp(NOON, [last]) == "9999-12-31T23:59:59.999999+00:00"


def test_records_of_the_study_are_no_marks() -> None:
    assert not is_clinical(said("Fp1", True, "ann", []))


def test_ages_as_people_type_them() -> None:
    typed = {
        "5.5": (167, "5.5 months"),
        "5,5 months": (167, "5.5 months"),
        "167 d": (167, "167 days"),
        "24 weeks": (168, "24 weeks"),
        "1y": (365, "1 year"),
        "0": (0, "0 months"),
        "1 mo": (30, "1 month"),
    }
    for text, (days, kept) in typed.items():
        age = parsed_age(text)
        assert age is not None
        assert (age.days, age.text) == (days, kept)
    for text, months in (("24", 24.0), ("2 years", 24.0), ("7 months", 7.0)):  # days are whole, months stay as typed
        age = parsed_age(text)
        assert age is not None
        assert age.months == months
    assert TypedAge(30, "30 days").months == pytest.approx(0.9856, abs=1e-4)
    assert TypedAge(30, "a lie").months == pytest.approx(0.9856, abs=1e-4)
    for text in ("", "x", "-1", "5 parsecs", "1e999", "900 years", "nan", "5 6"):
        assert parsed_age(text) is None


def test_the_age_has_a_source_and_may_contradict_the_file() -> None:
    record = study_record(AGE_TERM, AGE, NOON.isoformat(), held_age(parsed_age("12")), "ann")
    typed = typed_age([record])
    assert age_text(typed, 167.0) == "12 months, entered by ann"
    assert age_text(typed, None, "ann") == "12 months, entered by you"
    assert age_text(None, 167.0) == "5.5 months, from the file"
    assert age_text(None, 3.0) == "3 days, from the file"
    assert contradiction_text(typed, 167.0) == "The file says 5.5 months; the entered age, 12 months, is used."
    assert contradiction_text(parsed_age("6"), 167.0) == ""
    assert contradiction_text(parsed_age("30 d"), 3.0).startswith("The file says 3 days")
    assert contradiction_text(typed, None) == ""
    taken_back = study_record(AGE_TERM, AGE, stamp(NOON, [record]), held_age(None), "bob")
    assert typed_age([record, taken_back]) is None


def test_a_video_is_known_by_its_content_and_has_a_neutral_name() -> None:
    first = KnownVideo("abc", 12, "video 1", "camera 2")
    record = study_record(VIDEO_TERM, "abc", NOON.isoformat(), held_video(first), "ann")
    assert study_videos([record]) == {"abc": replace(first, author="ann")}
    assert neutral_name([first]) == "video 2"
    assert neutral_name([KnownVideo("d", 1, "video 2")]) == "video 1"
    spoiled = replace(record, attributes=(("about", "abc"), ("n_bytes", "many")))
    assert study_videos([spoiled])["abc"].n_bytes == 0


def test_a_place_names_its_file_on_every_system() -> None:
    assert VideoPlace("abc", "/mnt/eeg/night 1.mp4").file_name == "night 1.mp4"
    assert VideoPlace("abc", r"E:\eeg\night.mp4").file_name == "night.mp4"
    assert VideoPlace("abc", r"\\server\eeg\night.mp4").file_name == "night.mp4"
