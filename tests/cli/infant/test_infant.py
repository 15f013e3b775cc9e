"""`eegview infant`: add, list, show, milestones, treatments, undo, history, as a script would use them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from films.barcoded import write_video
from made_studies.blind_study import BLIND, OTHER, make_blind_study
from recordings.study_files import write_edf

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "before.edf", names=("C3", "C4"), started_at=datetime(2020, 6, 1, 9))


def shown(run: Run, *words: object) -> dict:
    code, out, said = run("infant", "show", *words, "--json")
    assert code == 0, said
    return json.loads(out)


def test_an_infant_is_added_with_a_study_and_shown_with_its_ages(run: Run, study: Path) -> None:
    words = ("infant", "add", "K07", study, "--born", "2020-01-06", "--due", "2020-03-02", "--json")
    code, out, said = run(*words)
    assert code == 0, said
    added = json.loads(out)
    assert (added["pseudonym"], added["is_preterm"], added["gestation_days"]) == ("K07", True, 224)
    (held,) = shown(run, "k07")["studies"]
    assert (held["label"], held["kind"], held["on"]) == ("EEG 1", "eeg", "2020-06-01")
    assert held["age"] == {
        "days": 147,
        "is_about": False,
        "corrected_days": 91,
        "text": "21 weeks, corrected 13 weeks",
    }
    assert held["is_here"]
    found = shown(run, "K07")
    assert found["provenance"]
    assert str(study.parent) not in json.dumps(found)


def test_what_looks_like_a_name_a_date_or_a_number_is_refused_with_the_rule(run: Run) -> None:
    for said in ("Robin", "20200106", "K 07", "2020-01-06", "K07/8", "a1" * 20):
        code, _out, err = run("infant", "add", said)
        assert code == 2
        assert "A pseudonym is a code of at most 24 letters" in err
    assert run("infant", "list")[1] == "The library holds no infant yet.\n"


def test_nothing_is_said_twice_and_two_infants_have_two_pseudonyms(run: Run) -> None:
    assert run("infant", "add", "K07", "--born", "2020-01-06")[0] == 0
    code, _out, err = run("infant", "add", "k07")
    assert code == 0
    assert "in the library already" in err
    assert run("infant", "add", "K07", "--due", "2020-01-20")[0] == 0
    (infant,) = json.loads(run("infant", "list", "--json")[1])["infants"]
    assert (infant["born_on"], infant["due_on"], infant["is_preterm"]) == ("2020-01-06", "2020-01-20", False)


def test_days_that_cannot_be_right_are_refused(run: Run) -> None:
    for words in (
        ("--born", "2999-01-01"),
        ("--born", "2020-01-06", "--due", "2021-01-06"),
        ("--born", "2020-01-06", "--due", "2019-10-06"),
        ("--born", "2020-01-06", "--age", "5 months"),
        ("--born", "soon"),
        ("--age", "old"),
        ("--age-on", "2020-01-06"),
    ):
        assert run("infant", "add", "K07", *words)[0] == 2


def test_a_study_belongs_to_one_infant_and_can_be_removed_and_brought_back(run: Run, study: Path) -> None:
    assert run("infant", "add", "K07", study)[0] == 0
    code, _out, err = run("infant", "add", "K08", study)
    assert code == 2
    assert "belongs to the infant K07" in err
    assert "K07" in run("infant", "list", "--of", study)[1]
    assert run("infant", "remove", "K07", study)[0] == 0
    assert run("infant", "list", "--of", study)[1] == "This study belongs to no infant.\n"
    assert shown(run, "K07")["studies"] == []
    code, out, _err = run("infant", "undo", "K07")
    assert code == 0
    assert "undo remove the study" in out
    assert len(shown(run, "K07")["studies"]) == 1


def test_an_infant_that_was_removed_is_not_listed_and_undo_brings_it_back(run: Run) -> None:
    run("infant", "add", "K07")
    assert run("infant", "remove", "K07")[0] == 0
    assert json.loads(run("infant", "list", "--json")[1])["infants"] == []
    assert run("infant", "show", "K07")[0] == 2
    assert run("infant", "undo", "K07")[0] == 0
    assert len(json.loads(run("infant", "list", "--json")[1])["infants"]) == 1


def test_milestones_and_treatments_are_said_and_taken_back(run: Run) -> None:
    run("infant", "add", "K07", "--born", "2020-01-06")
    assert run("infant", "milestone", "K07", "--lost", "smiles back", "--on", "2020-05-20")[0] == 0
    assert run("infant", "milestone", "K07", "--gained", "sits", "--on", "2019-05-20")[0] == 2
    words = ("--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", "2020-06-02")
    assert run("infant", "treatment", "K07", *words)[0] == 0
    assert run("infant", "treatment", "K07", "--add", "Vigabatrin", "--from", "+3")[0] == 2
    found = shown(run, "K07")
    assert [(one["on"], one["change"], one["text"]) for one in found["milestones"]] == [
        ("2020-05-20", "lost", "smiles back")
    ]
    assert [(one["drug"], one["first_on"], one["last_on"]) for one in found["treatments"]] == [
        ("Vigabatrin", "2020-06-02", None)
    ]
    assert found["response"]["clinical"]["status"] == "not_assessed"
    first = found["milestones"][0]["id"]
    assert run("infant", "milestone", "K07", "--remove", first[:8])[0] == 0
    assert shown(run, "K07")["milestones"] == []


def test_the_log_is_listed_verified_and_no_study_of_the_library(run: Run, study: Path) -> None:
    run("infant", "add", "K07", study)
    code, out, _err = run("infant", "history", "K07", "--verify")
    assert (code, out.strip()) == (0, "The log is whole.")
    lines = run("infant", "history", "K07")[1].splitlines()
    assert len(lines) == 1
    assert "add the infant K07; add the study" in lines[0]
    listed = json.loads(run("library", "list", "--json")[1])
    assert (listed["n_infants"], len(listed["studies"])) == (1, 1)
    assert "see “eegview infant list”" in run("library", "list")[2]
    code, _out, said = run("library", "export", "-o", study.parent / "tables")
    assert code == 0
    assert "infants with days, which can tell whose recordings these are" in said
    assert "K07" in (study.parent / "tables" / "infants.csv").read_text()
    assert "infant-" not in (study.parent / "tables" / "recordings.csv").read_text()


def test_a_library_that_keeps_no_starts_places_no_study_and_says_what_stays(run: Run, study: Path) -> None:
    run("infant", "add", "K07", study)
    code, _out, err = run("library", "starts", "off")
    assert code == 0
    assert "logs of infants hold days" in err
    found = shown(run, "K07")
    assert found["studies"][0]["on"] is None
    assert any("The day of EEG 1 is not known" in note for note in found["notes"])
    assert run("infant", "add", "K07", study, "--on", "2020-06-01")[0] == 0
    assert run("infant", "add", "K07", study)[0] == 0
    assert shown(run, "K07")["studies"][0]["on"] == "2020-06-01"


def test_a_study_that_does_not_fit_is_told_of(run: Run, study: Path) -> None:
    code, _out, err = run("infant", "add", "K07", study, "--born", "2020-08-01")
    assert code == 0
    assert "before birth; check that it is of this infant" in err


def test_an_infant_without_library_is_told_so(run: Run) -> None:
    assert run("infant", "show", "K07")[0] == 5
    assert run("infant", "list")[0] == 5


def score(run: Run, recording: Path, reader: str, n_bins: int, tmp_path: Path) -> None:
    evidence = {
        "read_pages": "all",
        "gmfs": "absent",
        "pva": "absent",
        "amplitudes": [{"row": "C3-P4", "amplitude_uv": 240.0, "onset_s": 20.0, "duration_s": 0.5}],
        "other_foci": [],
        "nonepileptiform": "absent",
        "foci": "named",
    }
    bins = [{"page": page, "bin": number, "foci": ["P4"]} for page in range(1, 21) for number in range(1, n_bins + 1)]
    path = tmp_path / f"{reader}.json"
    path.write_text(json.dumps(evidence | {"bins": bins}))
    code, _out, said = run("score", recording, "--epoch", "5", "--reviewer", reader, "--import", path, "--commit")
    assert code == 0, said


def test_scores_stand_on_the_timeline_and_what_a_reader_may_not_see_does_not(run: Run, tmp_path: Path) -> None:
    study = write_edf(tmp_path / "after.edf", ((0, 340),), ("C3", "C4", "P4"), started_at=datetime(2020, 6, 20, 9))
    score(run, study, "ada", 5, tmp_path)
    assert run("infant", "add", "K07", study, "--born", "2020-01-06")[0] == 0
    (held,) = shown(run, "K07", "--reviewer", "bo")["studies"]
    assert [(one["reader"], one["scale"]) for one in held["scores"]] == [("ada", "based2021")]
    assert run("blind", study, "--ask", "--reviewer", "head", "--role", "neurologist")[0] == 0
    (held,) = shown(run, "K07", "--reviewer", "bo")["studies"]
    assert (held["scores"], held["is_blind"], held["counts"]) == ([], True, [])
    (own,) = shown(run, "K07", "--reviewer", "ada")["studies"]
    assert len(own["scores"]) == 1


def test_a_signed_layer_that_a_blind_reader_may_not_see_is_not_counted_as_without_spasms(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_blind_study(tmp_path)
    monkeypatch.setenv("EEGVIEW_LIBRARY", made.library)
    assert run("infant", "add", "K07", made.file)[0] == 0
    (held,) = shown(run, "K07", "--reviewer", BLIND)["studies"]
    assert (held["counts"], held["is_blind"]) == ([], True)
    assert "nothing marked that you may see" in run("infant", "show", "K07", "--reviewer", BLIND)[1]
    (whole,) = shown(run, "K07", "--reviewer", OTHER)["studies"]
    assert {one["layer"] for one in whole["counts"]} >= {OTHER, "final"}


def test_without_dates_nothing_tells_a_date_a_name_or_a_text(run: Run, study: Path) -> None:
    run("infant", "add", "K07", study, "--born", "2020-01-06", "--due", "2020-03-02")
    run("infant", "milestone", "K07", "--lost", "smiles at Robin", "--on", "2020-05-20", "--reviewer", "Dr. Bo")
    words = ("--add", "Vigabatrin", "--from", "2020-06-02", "--note", "as Dr. Bo said")
    assert run("infant", "treatment", "K07", *words)[0] == 0
    run("events", "add", study, "--term", "spasm", "--onset", "3", "--reviewer", "Dr. Bo")
    assert run("infant", "show", "K07", "--without-dates")[0] == 2
    code, out, _err = run("infant", "show", "K07", "--without-dates", "--json")
    assert code == 0
    found = json.loads(out)
    told = json.dumps({name: held for name, held in found.items() if name != "provenance"})
    for secret in ("2020", "Robin", "Dr. Bo", "K07", "smiles", "before.edf", "infant-", "Jun", "May"):
        assert secret not in told, secret
    assert [one["day"] for one in found["studies"]] == [-1]
    assert [one["first_day"] for one in found["treatments"]] == [0]
    assert [one["change"] for one in found["milestones"]] == ["lost"]
    assert found["studies"][0]["age"]["days"] == 147


def test_a_bundle_says_that_the_log_of_the_infant_is_not_in_it(run: Run, study: Path) -> None:
    out = study.parent / "alone.zip"
    code, said, err = run("bundle", study, "-o", out, "--json")
    assert (code, json.loads(said)["infants_left_out"]) == (0, [])
    assert "infant" not in err
    run("infant", "add", "K07", study)
    code, said, err = run("bundle", study, "-o", study.parent / "of K07.zip", "--json")
    assert (code, json.loads(said)["infants_left_out"]) == (0, ["K07"])
    assert "whose log (diary, treatment, milestones) is not in the bundle; --infant adds it" in err


def test_a_pseudonym_that_may_be_a_name_needs_a_word_more_and_is_not_asked_about_again(run: Run, study: Path) -> None:
    code, _out, err = run("infant", "add", "Em2020")
    assert (code, "--use-anyway" in err) == (2, True)
    assert run("infant", "add", "Em2020", "--use-anyway")[0] == 0
    assert run("infant", "add", "Em2020", study, "--born", "2020-01-06")[0] == 0
    assert run("infant", "add", "Emma2020", "--use-anyway")[0] == 2
    assert run("infant", "add", "K07-12")[0] == 0


def test_a_clip_whose_time_of_filming_was_typed_has_a_day(run: Run, tmp_path: Path) -> None:
    clip = write_video(tmp_path / "n1.mp4", n_frames=20)
    code, _out, err = run("infant", "add", "N01", clip)
    assert code == 0
    assert "The day of this study is not known" in err
    assert run("filmed", clip, "--start", "2026-03-01 07:15")[0] == 0
    code, _out, err = run("infant", "add", "N02", "--born", "2025-09-01")
    assert run("infant", "remove", "N01", clip)[0] == 0
    code, _out, err = run("infant", "add", "N02", clip)
    assert code == 0
    assert "not known" not in err
    (study,) = shown(run, "N02")["studies"]
    assert (study["on"], study["clock"], study["day_source"]) == ("2026-03-01", "± unknown", "typed")


def test_a_day_of_the_future_is_refused_for_clips_and_studies(run: Run, tmp_path: Path) -> None:
    clip = write_video(tmp_path / "n1.mp4", n_frames=20)
    code, _out, err = run("filmed", clip, "--start", "2999-03-01 07:15")
    assert code == 2
    assert "lies in the future" in err
    code, _out, err = run("infant", "add", "J01", clip, "--on", "2999-01-01")
    assert code == 2
    assert "lies in the future" in err


def test_a_birth_behind_what_is_entered_is_told_where_it_is_said_and_shown(run: Run) -> None:
    assert run("infant", "add", "K07")[0] == 0
    assert run("diary", "add", "K07", "2025-05-01=3")[0] == 0
    assert run("infant", "treatment", "K07", "--add", "Vigabatrin", "--from", "2025-05-03")[0] == 0
    code, _out, err = run("infant", "add", "K07", "--born", "2025-06-10")
    assert code == 0
    note = "1 day of the diary and 1 treatment lie before birth"
    assert note in err
    assert any(note in one for one in shown(run, "K07")["notes"])
    assert note not in run("infant", "add", "K07", "--born", "2025-04-10")[2]


def test_a_treatment_that_is_said_twice_stands_once(run: Run) -> None:
    assert run("infant", "add", "K07")[0] == 0
    words = ("--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", "2025-06-17")
    assert run("infant", "treatment", "K07", *words)[0] == 0
    code, _out, err = run("infant", "treatment", "K07", *words)
    assert code == 0
    assert "all of it is so already" in err
    assert len(json.loads(run("infant", "treatment", "K07", "--json")[1])["treatments"]) == 1
