"""Items from settled studies: only signed ones, votes of the readers, no identity anywhere in the file."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from made_studies.settled_studies import CODE, NAME, layer_marks, mark, settle, write_named_edf
from there import there

from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import draft_of, write_draft
from eegview.app.training.cases.preview import preview_of
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.settled.opening import open_studies
from eegview.app.training.cases.settled.studies import SettledStudies
from eegview.store.library import open_library

READERS = ("Dr. Anna Able", "Dr. Bert Best", "Dr. Cleo Clear")
SETTINGS = MakeSettings("Ward", "ward team", n_items=20, test_share=0.0)


def _layers() -> dict[str, list]:
    """Return three readers: the second misses the first spasm, the third calls it a mimic and marks a little later."""
    first, second, third = layer_marks(), layer_marks(0.1)[1:], layer_marks(0.3)
    third[0] = mark("mimic", 100.3, kind="startle")
    return dict(zip(READERS, (first, second, third), strict=True))


@pytest.fixture(scope="module")
def settled(tmp_path_factory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("settled")
    url = str(folder / "library.sqlite")
    path = write_named_edf(folder / "Mustermann_Erika.edf")
    final = layer_marks()
    final[0] = mark("spasm", 100.0, movement="flexor", text=f"seen by {NAME}'s mother")
    settle(url, path, _layers(), final)
    return url, path


def _open(url: str, paths: list[Path], folder: Path, viewer: str = "Dr. Chief"):
    library = open_library(url)
    try:
        return open_studies(paths, library, viewer, folder)
    finally:
        library.close()


@pytest.fixture
def source(settled, tmp_path):
    url, path = settled
    opened = _open(url, [path], tmp_path)
    assert not opened.refused
    held = SettledStudies(opened.studies)
    yield held
    held.close()


def test_readers_marks_become_votes(source):
    drawn = draft_of(source, SETTINGS).drawn
    first = next(d.candidate for d in drawn if d.candidate.question_id == "spasm" and d.candidate.ask_s == 100.0)
    assert {vote.value: vote.n for vote in first.votes} == {"spasm": 1, "none": 1, "mimic": 1}
    assert (first.answer, first.category.difficulty) == ("spasm", "hard")
    other = next(d.candidate for d in drawn if d.candidate.question_id == "spasm" and d.candidate.ask_s == 170.0)
    assert {vote.value: vote.n for vote in other.votes} == {"spasm": 3}
    assert other.category.difficulty == "easy"


def test_the_onset_is_the_median_of_the_readers_with_its_spread(source):
    drawn = draft_of(source, SETTINGS).drawn
    one = next(
        d.candidate for d in drawn if d.candidate.question_id == "onset" and abs(there(d.candidate.onset_s) - 170) < 1
    )
    assert one.onset_s == pytest.approx(170.1)
    assert one.onset_spread_s == pytest.approx(0.3)
    assert (one.onset_low_s, one.onset_high_s) == (pytest.approx(170.0), pytest.approx(170.3))


def test_the_earliest_and_the_latest_onset_are_in_the_key(source, tmp_path):
    path = _made(source, tmp_path / "ward.eegcases", replace(SETTINGS, questions=("onset",)))
    with open_case_set(path, tmp_path) as opened:
        for item in opened.items:
            key = opened.key_of(item.item_id)
            low_s, middle_s, high_s = there(key.onset_low_s), there(key.onset_s), there(key.onset_high_s)
            assert low_s <= middle_s <= high_s
            assert high_s - low_s == pytest.approx(there(key.onset_spread_s), abs=1e-3)


def test_spasms_of_one_cluster_give_one_item(source):
    drawn = draft_of(source, replace(SETTINGS, questions=("spasm",), n_items=60)).drawn
    of_cluster = [d for d in drawn if d.candidate.answer == "spasm" and there(d.candidate.ask_s) >= 520]
    assert len(of_cluster) == 1


def test_negatives_hold_no_event_of_any_reader(source):
    drawn = draft_of(source, SETTINGS).drawn
    events = {"spasm", "mimic", "artifact", "electrodecrement"}
    negatives = [d.candidate for d in drawn if d.candidate.category.class_id == "background"]
    assert negatives
    for one in negatives:
        for each in source.studies[0].marks:
            assert each.term_id not in events or not one.span.overlaps(each.span)


def test_stages_hypsarrhythmia_and_kinds_are_asked(source):
    drawn = draft_of(source, SETTINGS).drawn
    answers = {(d.candidate.question_id, d.candidate.answer) for d in drawn}
    assert {
        ("stage", "N3"),
        ("hypsarrhythmia", "classic"),
        ("hypsarrhythmia", "absent"),
        ("mimic", "startle"),
    } <= answers
    assert ("type", "flexor") not in answers  # there is no video to see it on


def _made(source, out: Path, settings: MakeSettings = SETTINGS) -> Path:
    draft = draft_of(source, settings, tuple(sorted(source.experts.names.values())))
    write_draft(out, draft, source, "2026-01-02T03:04:05+00:00")
    return out


def test_no_name_date_file_or_id_is_anywhere_in_the_set(source, tmp_path):
    path = _made(source, tmp_path / "ward.eegcases", replace(SETTINGS, has_history=True))
    said = path.read_bytes()
    with zipfile.ZipFile(path) as held:
        said += b"".join(held.read(name) for name in held.namelist())
    with open_case_set(path, tmp_path) as opened:
        said += repr([opened.key_of(item.item_id) for item in opened.items]).encode()
    wanted = [NAME, NAME.split()[0], NAME.split()[1], CODE, "Nosy", "2025", "01.06.25", *READERS, "Anna", "Chief"]
    for text in (*wanted, source.studies[0].key, *(m.annotation_id for m in source.studies[0].marks)):
        assert text.encode() not in said
        assert text.replace(" ", "_").encode() not in said


def test_experts_have_pseudonyms_and_texts_stay_away_unless_asked_for(source, tmp_path):
    path = _made(source, tmp_path / "ward.eegcases")
    with open_case_set(path, tmp_path) as opened:
        keys = [opened.key_of(item.item_id) for item in opened.items]
        assert opened.facts.experts == ("expert 1", "expert 2", "expert 3")
        assert {e for key in keys for vote in key.votes for e in vote.experts} == set(opened.facts.experts)
        assert not any(mark.text for key in keys for mark in key.marks)
        assert {mark.layer for key in keys for mark in key.marks} == {"final", *opened.facts.experts}


def test_marks_of_a_key_lie_on_the_stretch_where_they_were(source, tmp_path):
    path = _made(source, tmp_path / "ward.eegcases")
    with open_case_set(path, tmp_path) as opened:
        for item in opened.items:
            key = opened.key_of(item.item_id)
            if item.question_id == "spasm" and key.answer == "spasm":
                final = [mark for mark in key.marks if mark.layer == "final" and mark.term_id == "spasm"]
                assert [mark.onset_s for mark in final] == [pytest.approx(item.ask_s, abs=1e-3)]
                assert key.field_at_s is not None
                assert there(item.ask_s) <= key.field_at_s <= there(item.ask_s) + 1.6


def test_the_history_is_age_and_state_and_only_when_asked_for(source, tmp_path):
    drawn = draft_of(source, SETTINGS).drawn
    assert {d.candidate.history for d in drawn} == {""}
    drawn = draft_of(source, replace(SETTINGS, has_history=True)).drawn
    told = {d.candidate.history for d in drawn if d.candidate.answer == "spasm"}
    assert told <= {"An infant of 5 months (21 weeks), awake.", "An infant of 5 months (21 weeks)."}
    assert "An infant of 5 months (21 weeks), awake." in told


def test_the_same_seed_draws_the_same_items(source):
    one, two = draft_of(source, SETTINGS), draft_of(source, SETTINGS)
    assert one == two
    assert draft_of(source, replace(SETTINGS, seed=2)) != one


@pytest.mark.parametrize(("final", "readers", "sentence"), [(False, True, "final layer"), (True, False, "own layer")])
def test_a_study_that_is_not_settled_gives_no_items(tmp_path, final, readers, sentence):
    path = write_named_edf(tmp_path / "a.edf", seed=5, duration_s=200)
    url = str(tmp_path / "library.sqlite")
    settle(url, path, {READERS[0]: [mark("spasm", 50.0)]}, [mark("spasm", 50.0)], final, readers)
    opened = _open(url, [path], tmp_path)
    assert not opened.studies
    assert sentence in opened.refused[0].sentence


def test_a_final_layer_that_changed_after_its_signature_is_not_settled(tmp_path):
    from eegview.app.library.editing import Editor
    from eegview.model.annotation import FINAL_LAYER

    path = write_named_edf(tmp_path / "a.edf", seed=6, duration_s=200)
    url = str(tmp_path / "library.sqlite")
    fingerprint = settle(url, path, {READERS[0]: [mark("spasm", 50.0)]}, [mark("spasm", 50.0)])
    library = open_library(url)
    Editor(library, fingerprint, "Dr. Chief", "neurologist").add(
        replace(mark("spasm", 90.0), layer=FINAL_LAYER), "addendum"
    )
    library.close()
    opened = _open(url, [path], tmp_path)
    assert not opened.studies
    assert "changed after it was signed" in opened.refused[0].sentence


def test_few_infants_and_few_experts_are_warned_of(tmp_path):
    path = write_named_edf(tmp_path / "a.edf", seed=7, duration_s=600)
    url = str(tmp_path / "library.sqlite")
    marks = [mark("spasm", 100.0 + 60 * place) for place in range(4)]
    settle(url, path, {READERS[0]: marks}, marks)
    source = SettledStudies(_open(url, [path], tmp_path).studies)
    try:
        draft = draft_of(source, replace(SETTINGS, questions=("spasm", "stage")), ("expert 1",))
        found = preview_of(draft.drawn, draft.settings, load_questions(), 1)
    finally:
        source.close()
    said = " ".join(found.warnings)
    assert "Only 1 infant" in said
    assert "Only 1 expert" in said
    assert "nothing settled on it" in said


def test_a_bundle_gives_the_same_items_as_the_library(settled, tmp_path):
    from eegview.cli.run import main

    url, path = settled
    assert main(["bundle", str(path), "-o", str(tmp_path / "b.zip"), "--library", url]) == 0
    opened = _open(str(tmp_path / "empty.sqlite"), [tmp_path / "b.zip"], tmp_path / "unpacked")
    here = _open(url, [path], tmp_path)
    first, second = SettledStudies(opened.studies), SettledStudies(here.studies)
    try:
        one, two = draft_of(first, SETTINGS).drawn, draft_of(second, SETTINGS).drawn
        assert [(d.item_id, d.candidate.span, d.candidate.votes) for d in one] == [
            (d.item_id, d.candidate.span, d.candidate.votes) for d in two
        ]
    finally:
        first.close()
        second.close()


def test_the_command_makes_a_signed_set_and_tells_its_facts(settled, tmp_path, monkeypatch, capsys):
    from eegview.cli.run import main

    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    url, path = settled
    out = tmp_path / "ward.eegcases"
    more = ["--version", "3", "--post-after", "4"]
    words = ["train", "--make", str(out), str(path), "--library", url, "--reviewer", "Dr. Chief"]
    assert main([*words, "--maker", "ward team", "--question", "spasm", "--items", "10", "--json", *more]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["questions"] == {"spasm": made["n_items"]}
    assert main(["train", str(out), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["n_items"] == made["n_items"] >= 8
    assert facts["signature"]["signed"]
    with open_case_set(out, tmp_path / "own") as held:
        assert (held.facts.version, held.post_unlock_after) == (3, 4)
    assert "answer" not in json.dumps(facts)


def test_who_reads_the_study_blind_makes_no_set_of_it(tmp_path):
    from datetime import UTC, datetime

    from eegview.app.blind_reading.acts import setting_change
    from eegview.app.library.editing import Editor

    path = write_named_edf(tmp_path / "a.edf", seed=8, duration_s=200)
    url = str(tmp_path / "library.sqlite")
    fingerprint = settle(url, path, {READERS[0]: [mark("spasm", 50.0)]}, [mark("spasm", 50.0)])
    library = open_library(url)
    editor = Editor(library, fingerprint, "Dr. Chief", "neurologist")
    editor.change_together([setting_change(editor.stored(), True, "Dr. Chief", "neurologist", datetime.now(UTC))])
    library.close()
    assert "blind" in _open(url, [path], tmp_path, "somebody new").refused[0].sentence
    signed = SettledStudies(_open(url, [path], tmp_path, READERS[0]).studies)
    signed.close()
    assert len(signed.studies) == 1


def test_video_goes_in_only_when_asked_for_cut_to_the_stretch(tmp_path):
    from films.barcoded import write_video

    path = write_named_edf(tmp_path / "a.edf", seed=9, duration_s=200)
    write_video(tmp_path / "a.mp4", ticks=list(range(0, 200_000, 200)), metadata={"title": NAME})
    (tmp_path / "a.sync.json").write_text('{"offset_s": 2.0, "drift_ppm": 0.0}')
    url = str(tmp_path / "library.sqlite")

    def marks():
        return [mark("spasm", 60.0, movement="flexor"), mark("spasm", 140.0, movement="mixed")]

    settle(url, path, {READERS[0]: marks(), READERS[1]: marks()}, marks())
    asked = replace(SETTINGS, questions=("spasm", "type"))
    library = open_library(url)
    with_video = open_studies([path], library, "Dr. Chief", tmp_path, with_video=True)
    library.close()
    source = SettledStudies(with_video.studies)
    try:
        without = draft_of(source, asked).drawn
        assert not any(one.candidate.has_video or one.candidate.question_id == "type" for one in without)
        out = _made(source, tmp_path / "v.eegcases", replace(asked, has_video=True))
    finally:
        source.close()
    with open_case_set(out, tmp_path / "own") as opened:
        assert {item.question_id for item in opened.items} == {"spasm", "type"}
        item = next(item for item in opened.items if item.question_id == "type")
        video = opened.video(item.item_id)
        assert video is not None
        assert NAME.encode() not in video.read_bytes()
        assert item.video_offset_s <= 0.2  # it begins at a picture that can be shown alone, at or before the stretch
