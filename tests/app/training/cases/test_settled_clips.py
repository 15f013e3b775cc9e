"""Items of film alone, from settled studies of clips: what they ask, what is in the file, and what is not."""

import zipfile
from dataclasses import replace
from pathlib import Path

import av
import pytest
from made_studies.settled_clips import READERS, TOLD, settled_clip, write_told_clip
from made_studies.settled_studies import mark, settle

from eegview.app.infant.keeping import keep_infant, keep_members
from eegview.app.library.opening import Reviewer
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.workshop import MakeRequest, Workshop
from eegview.app.video.opening import open_kept_video
from eegview.model.errors import UsageError
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP, Member

SETTINGS = MakeSettings("Clips", "ward team", n_items=20, test_share=0.0, has_video=True, has_history=True)
NOW = "2026-01-02T03:04:05+00:00"


@pytest.fixture(scope="module")
def settled(tmp_path_factory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    url = str(folder / "library.sqlite")
    return url, settled_clip(url, folder / "VID_20260301_071500.mp4")


@pytest.fixture
def workshop(settled):
    with Workshop(settled[0], "Dr. Chief") as held:
        yield held


@pytest.fixture
def made(settled, workshop, tmp_path) -> Path:
    drafted = workshop.draft(MakeRequest((settled[1],), settings=SETTINGS))
    workshop.write(tmp_path / "clips.eegcases", drafted.draft, NOW, None)
    return tmp_path / "clips.eegcases"


def test_without_video_a_study_of_clips_is_refused_because_of_the_faces(settled, workshop):
    with pytest.raises(UsageError, match="faces are in it"):
        workshop.draft(MakeRequest((settled[1],), settings=replace(SETTINGS, has_video=False)))


def test_a_study_of_clips_asks_the_questions_of_film_alone(settled, workshop):
    drafted = workshop.draft(MakeRequest((settled[1],), settings=SETTINGS))
    asked = {(one.candidate.question_id, one.candidate.answer) for one in drafted.draft.drawn}
    assert asked == {
        ("film_spasm", "spasm"), ("film_spasm", "mimic"), ("film_spasm", "none"),
        ("film_mimic", "startle"), ("film_mimic", "reflux"),
    }  # fmt: skip
    spasms = [one.candidate for one in drafted.draft.drawn if one.candidate.answer == "spasm"]
    assert len(spasms) == 1  # of a cluster
    (startle,) = [
        one.candidate
        for one in drafted.draft.drawn
        if (one.candidate.question_id, one.candidate.category.class_id) == ("film_spasm", "startle")
    ]
    assert {vote.value: vote.n for vote in startle.votes} == {"mimic": 2, "spasm": 1}
    assert drafted.preview.n_film == len(drafted.draft.drawn)


def test_the_maker_is_told_of_faces_and_of_how_hard_film_alone_is(settled, workshop):
    said = " ".join(workshop.draft(MakeRequest((settled[1],), settings=SETTINGS)).preview.warnings)
    assert "Faces are in the film" in said
    assert "63 %" in said


def test_an_item_of_film_has_a_video_and_measured_rows_and_no_eeg(made, tmp_path):
    with open_case_set(made, tmp_path) as held:
        held.check()
        assert held.items
        for item in held.items:
            assert item.is_film
            assert held.recording(item.item_id) is None
            assert {row.name for row in item.rows} == {"movement", "sound"}
            for row in item.rows:
                assert len(row.values) == pytest.approx(item.duration_s * row.rate_hz, abs=2)
            video = held.video(item.item_id)
            assert video is not None
            with av.open(str(video)) as container:
                assert [stream.type for stream in container.streams] == ["video"]
                assert not set(container.metadata.values()) & set(TOLD.values())
            assert held.key_of(item.item_id).field_at_s is None


def test_no_place_device_date_name_or_reader_is_in_the_set(made, settled, tmp_path):
    with zipfile.ZipFile(made) as held:
        said = b"".join(held.read(name) for name in held.namelist())
        assert not [name for name in held.namelist() if name.endswith(".edf")]
    with open_case_set(made, tmp_path) as opened:
        said += repr([opened.key_of(item.item_id) for item in opened.items]).encode()
    for text in (*TOLD.values(), "Erika", "+48.1", "Apple", "iPhone", "2026-03-01", "20260301", *READERS):
        assert text.encode() not in said


def test_a_folder_of_clips_is_one_study_and_pictures_stay_upright(tmp_path):
    url, folder = str(tmp_path / "library.sqlite"), tmp_path / "clips"
    names = ("VID_20260301_071500.mp4", "VID_20260301_071600.mp4")
    clips = [write_told_clip(folder / name, 14.0, seed, 90, told={}) for seed, name in enumerate(names)]
    marks = [mark("spasm", 5.0), mark("mimic", 65.0, kind="startle")]
    fingerprint = settle(url, clips, {READERS[0]: marks}, marks)
    infant = Infant(new_infant_id(), "K07")
    ada = Reviewer("ada", "neurologist")
    keep_infant(url, infant, ada)
    keep_members(url, infant.infant_id, [Member(fingerprint, CLIP)], ada)
    with Workshop(url, "Dr. Chief") as workshop:
        draft = workshop.draft(MakeRequest((folder,), settings=SETTINGS)).draft
        workshop.write(tmp_path / "clips.eegcases", draft, NOW, None)
        assert workshop.picture(draft.drawn[0], 600, 400).startswith(b"\x89PNG")
    asked = {(one.candidate.question_id, one.candidate.answer) for one in draft.drawn}
    assert {("film_spasm", "spasm"), ("film_spasm", "mimic"), ("film_mimic", "startle")} <= asked
    assert {one.candidate.infant for one in draft.drawn} == {infant.infant_id}
    assert infant.infant_id.encode() not in (tmp_path / "clips.eegcases").read_bytes()
    with open_case_set(tmp_path / "clips.eegcases", tmp_path) as held:
        for item in held.items:
            film = held.video(item.item_id)
            assert film is not None
            video = open_kept_video(str(film))
            assert (video.rotation, video.height_px > video.width_px) in ((90, True), (270, True))
            video.close()
            assert held.key_of(item.item_id).votes[0].n == 1
