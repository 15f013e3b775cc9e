"""`eegview response` and `eegview treatment`, as a script would use them."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from films.barcoded import write_video
from recordings.study_files import SCALP_10_20, write_edf

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
EVIDENCE = {
    "read_pages": "all",
    "gmfs": "absent",
    "pva": "absent",
    "amplitudes": [{"row": "C3-O1", "amplitude_uv": 240.0, "onset_s": 20.0, "duration_s": 0.5}],
    "other_foci": [],
    "nonepileptiform": "absent",
    "foci": "named",
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("eegview.app.trends.cache.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("eegview.app.kernel_file.load_kernels", lambda: None)
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def studies(tmp_path: Path) -> tuple[Path, Path]:
    """Two recordings of some minutes with the same electrodes, the second without P3."""
    before = write_edf(tmp_path / "before.edf", ((0, 340),), SCALP_10_20, started_at=datetime(2020, 3, 2, 21))
    names = [name for name in SCALP_10_20 if name != "P3"]
    return before, write_edf(tmp_path / "after.edf", ((0, 340),), names, started_at=datetime(2020, 3, 17, 21))


def score(run: Run, recording: Path, reader: str, n_bins: int, tmp_path: Path, *more: str) -> None:
    bins = [{"page": page, "bin": number, "foci": ["P4"]} for page in range(1, 21) for number in range(1, n_bins + 1)]
    path = tmp_path / f"{reader}.json"
    path.write_text(json.dumps(EVIDENCE | {"bins": bins}))
    words = ("score", recording, "--epoch", "5", "--reviewer", reader, "--import", path, *more)
    code, _out, said = run(*words)
    assert code == 0, said


def test_two_studies_from_files_to_table_and_json(run: Run, studies: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = studies
    code, _out, said = run(
        *("treatment", after, "--add", "Prednisolone", "--dose", "40", "--unit", "mg/day", "--from", "2020-03-03"),
        *("--diary", "2020-03-03..2020-03-12=3", "--diary", "2020-03-13..2020-03-17=none"),
    )
    assert code == 0, said
    assert run("events", "add", before, "--term", "spasm", "--onset", "100")[0] == 0
    score(run, before, "me", 9, tmp_path, "--commit")
    score(run, after, "me", 1, tmp_path, "--commit")
    table = tmp_path / "out.csv"
    code, out, said = run("response", after, before, "--state", "all", "--json", "-o", table, "--as-of", "2020-03-17")
    assert code == 0, said
    found = json.loads(out)
    assert [study["recorded_on"] for study in found["studies"]] == ["2020-03-02", "2020-03-17"]
    assert [study["treatment_day"] for study in found["studies"]] == [-1, 14]
    assert found["response"]["clinical"]["status"] == "provisional"
    assert found["response"]["clinical"]["earliest_date"] == "2020-04-09"
    rows = {row["id"]: row for row in found["markers"]}
    assert {"score:me", "spike_bins:me", "mgfp", "reeg_posterior", "sef95", "wpli"} < set(rows)
    # what one study lacks is left out of both, and said
    assert "P3" not in "".join(found["studies"][0]["trend_rows"])
    assert any("C3-P3" in note and "study 1" in note for note in found["notes"])
    assert all(value["value"] is not None for value in rows["mgfp"]["values"])
    assert rows["spike_bins:me"]["values"][0]["value"] == pytest.approx(60)
    titles, *lines = csv.reader(table.read_text(encoding="utf-8").splitlines())
    assert len(lines) == len(found["markers"])
    assert {len(line) for line in lines} == {len(titles)}
    code, out, _said = run("response", before, after)
    assert code == 0
    assert "Study 1 · 2020-03-02" in out
    assert "draws no conclusion" in out
    code, out, _said = run("history", after)
    assert "add Prednisolone 40 mg/day from 3 Mar 2020; set the spasm diary of 15 days" in out


def test_scores_are_blind_to_who_scores_the_epoch(run: Run, studies: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = studies
    score(run, before, "ada", 9, tmp_path, "--commit")
    form = ("--onset", "5", "--duration", "300", "--set", "presence=present", "--set", "state=nrem")
    assert run("events", "add", before, "--term", "hypsarrhythmia", *form, "--reviewer", "ada")[0] == 0
    score(run, before, "bob", 2, tmp_path)  # not committed yet

    def markers(viewer: str) -> dict[str, dict]:
        code, out, said = run("response", before, after, "--json", "--reviewer", viewer)
        assert code == 0, said
        return {row["id"]: row for row in json.loads(out)["markers"]}

    blind = markers("bob")
    assert not any("ada" in name for name in blind)
    assert "present" not in json.dumps(blind["hypsarrhythmia:nrem"]["values"])
    assert "score:ada" in markers("cyd")
    assert not any("bob" in name for name in markers("ada"))
    score(run, before, "bob", 2, tmp_path, "--commit")
    both = markers("bob")
    assert both["hypsarrhythmia:nrem"]["values"][0]["text"] == "present"
    assert "readers of these studies agree" in both["score:ada"]["repeat_method"]


def test_what_cannot_be_compared_is_one_sentence(run: Run, studies: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = studies
    for words, sentence in (
        ((before,), "One study alone"),
        ((before, before), "given twice"),
        ((before, after, "--state", "N7"), "no state"),
        ((before, after, "-o", tmp_path / "out.xlsx"), "cannot be written"),
        ((before, tmp_path / "none.edf"), "none.edf"),
    ):
        code, _out, said = run("response", *words)
        assert code != 0
        assert sentence in said
        assert "Traceback" not in said


def test_a_study_of_several_files_is_written_with_plus(run: Run, studies: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = studies
    rest = write_edf(tmp_path / "rest.edf", ((0, 60),), SCALP_10_20, started_at=datetime(2020, 3, 2, 22))
    code, out, said = run("response", f"{before}+{rest}", after, "--json")
    assert code == 0, said
    first = json.loads(out)["studies"][0]
    assert first["recorded_s"] == pytest.approx(400)
    assert first["duration_s"] == pytest.approx(3660)
    named = before.rename(tmp_path / "before+one.edf")
    assert run("response", named, after, "--json")[0] == 0


def test_treatment_is_listed_changed_and_moved_between_files(
    run: Run, studies: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = studies
    assert run("treatment", before)[1] == "No treatment and no diary are entered.\n"
    for words, sentence in (
        (("--dose", "40"), "No drug"),
        (("--add", "ACTH"), "first day is missing"),
        (("--add", "ACTH", "--from", "2020-03-03", "--dose", "40"), "needs its unit"),
        (("--add", "ACTH", "--from", "2020-03-03", "--to", "2020-03-01"), "before the first day"),
        (("--add", "ACTH", "--from", "soon"), "is not a day"),
        (("--diary", "2020-03-03"), "not a diary entry"),
        (("--diary", "2020-03-03=many"), "not a diary entry"),
        (("--remove", "xyz"), "No single treatment"),
    ):
        code, _out, said = run("treatment", before, *words)
        assert code != 0, words
        assert sentence in said
    code, out, said = run(
        *("treatment", before, "--add", "ACTH", "--from=-1", "--planned", "--note", "after 2 weeks", "--diary", "0=0"),
    )
    assert code == 0, said
    assert "ACTH  from 1 day before the recording, planned  “after 2 weeks”  [me]" in out
    assert "Nothing changed" in run("treatment", before, "--diary", "0=none")[2]
    table = tmp_path / "course.csv"
    assert run("treatment", before, "-o", table)[0] == 0
    code, out, said = run("treatment", after, "--import", table, "--json")
    assert code == 0, said
    held = json.loads(out)
    assert [one["from"] for one in held["treatments"]] == ["-1"]
    assert run("treatment", after, "--remove", held["treatments"][0]["id"][:8])[0] == 0
    assert json.loads(run("treatment", after, "--json")[1])["treatments"] == []


def test_it_travels_in_a_bundle_and_a_copy_without_identity(
    run: Run, studies: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _after = studies
    run("treatment", before, "--add", "Vigabatrin", "--from", "2020-03-03", "--diary", "2020-03-04=2")
    assert run("bundle", before, "-o", tmp_path / "study.zip")[0] == 0
    code, _out, said = run("anonymize", before, "-o", tmp_path / "copy.edf", "--marks")
    assert code == 0, said
    rows = (tmp_path / "copy_treatment.tsv").read_text(encoding="utf-8").splitlines()
    assert [row.split("\t")[4] for row in rows] == ["from", "+1", "+2"]
    assert "2020" not in "".join(rows)
    assert run("anonymize", before, "-o", tmp_path / "moved.edf", "--marks", "--shift-days", "10")[0] == 0
    assert "2020-03-13" in (tmp_path / "moved_treatment.tsv").read_text(encoding="utf-8")
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "elsewhere.sqlite"))
    code, _out, said = run("unbundle", tmp_path / "study.zip", "-o", tmp_path / "there")
    assert code == 0, said
    code, out, said = run("treatment", tmp_path / "there" / "study" / "before.edf", "--json")
    assert code == 0, said
    held = json.loads(out)
    assert [one["drug"] for one in held["treatments"]] == ["Vigabatrin"]
    assert held["diary"][0]["count"] == 2


def test_what_the_infants_log_says_counts_for_its_studies_and_they_are_found_by_its_name(
    run: Run, studies: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    before, after = studies
    assert run("infant", "add", "K07", before, after, "--born", "2019-09-02")[0] == 0
    words = ("--add", "Prednisolone", "--dose", 40, "--unit", "mg/day", "--from", "2020-03-03")
    assert run("infant", "treatment", "K07", *words)[0] == 0
    code, out, said = run("response", "--infant", "K07", "--json", "--no-cache")
    assert code == 0, said
    found = json.loads(out)
    assert found["treatment"]["day_0"] == "2020-03-03"
    assert found["response"]["clinical"]["text"].startswith("There is no diary of witnessed spasms.")
    assert json.loads(run("response", before, after, "--json", "--no-cache")[1])["treatment"] == found["treatment"]
    assert run("response", before, after, "--infant", "K07")[0] == 2
    assert run("response")[0] == 2
    assert run("response", "--infant", "K08")[0] == 2


def test_studies_of_two_infants_are_told(
    run: Run, studies: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name, study in zip(("K07", "K08"), studies, strict=True):
        assert run("infant", "add", name, study)[0] == 0
    code, _out, said = run("response", *studies, "--no-cache")
    assert code == 0
    assert "belong to different infants: K07, K08" in said


def test_the_day_and_the_birth_entered_for_the_infant_hold_in_the_response_and_in_the_report(
    run: Run, studies: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    before, after = studies
    assert run("infant", "add", "R01", before, "--born", "2019-09-10")[0] == 0
    assert run("infant", "add", "R01", after, "--on", "2020-04-20")[0] == 0
    words = ("--add", "Prednisolone", "--dose", 40, "--unit", "mg/day", "--from", "2020-03-03")
    assert run("infant", "treatment", "R01", *words)[0] == 0
    code, out, said = run("response", "--infant", "R01", "--json", "--no-cache")
    assert code == 0, said
    first, second = json.loads(out)["studies"]
    assert (first["recorded_on"], first["age_weeks"], first["treatment_day"]) == ("2020-03-02", 24, -1)
    assert (second["recorded_on"], second["age_weeks"], second["treatment_day"]) == ("2020-04-20", 31, 48)
    assert any("17 Mar 2020" in one and "20 Apr 2020" in one for one in json.loads(out)["warnings"])
    report = tmp_path / "report.json"
    code, _out, said = run("report", after, "-o", report, "--no-trends")
    assert code == 0, said
    document = json.loads(report.read_text())["document"]
    text = json.dumps(document)
    assert "20 Apr 2020" in document["patient_line"]
    assert "31 weeks" in document["patient_line"]
    assert "26 weeks" not in text
    assert "The recording says 17 Mar 2020; the day entered for the infant, 20 Apr 2020, is used." in text


def test_spasms_on_film_count_for_the_response_as_they_do_in_the_infants_timeline(
    run: Run, studies: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    clip = write_video(tmp_path / "home.mp4", n_frames=50)
    assert run("filmed", clip, "--start", "2020-03-25 10:00", "--within", 60)[0] == 0
    assert run("infant", "add", "K07", *studies, clip, "--born", "2019-09-02")[0] == 0
    assert run("infant", "treatment", "K07", "--add", "Prednisolone", "--from", "2020-03-03")[0] == 0
    assert run("events", "add", clip, "--term", "spasm", "--onset", 0.5, "--duration", 0.5)[0] == 0
    code, out, said = run("response", *studies, "--json", "--no-cache")
    assert code == 0, said
    clinical = json.loads(out)["response"]["clinical"]
    assert clinical["status"] == "not_met"
    assert "25 Mar 2020" in clinical["text"]
    shown = json.loads(run("infant", "show", "K07", "--json")[1])["response"]["clinical"]
    assert shown == clinical
