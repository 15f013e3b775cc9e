"""`eegview compare` as a script uses it."""

import json
import math
from pathlib import Path

import pytest

from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.run import main
from eegview.exchange.tables import write_tsv
from eegview.model.annotation import Annotation


@pytest.fixture
def compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Write two tables and return what the command says of them as (exit code, object, stderr)."""

    def act(reference: str, candidate: str, *more: str):
        (tmp_path / "reference.tsv").write_text(reference)
        (tmp_path / "candidate.tsv").write_text(candidate)
        words = ["compare", str(tmp_path / "reference.tsv"), str(tmp_path / "candidate.tsv"), *more]
        code = main(words)
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out.startswith("{") else said.out, said.err

    return act


def table(*onsets_s: float, term: str = "spasm", duration_s: float = 1.0) -> str:
    return "onset\tduration\ttrial_type\n" + "".join(f"{t}\t{duration_s}\t{term}\n" for t in onsets_s)


def test_the_contract(compare):
    code, said, err = compare(table(10, 20, 30), table(10.2, 20.1, 50), "--duration-s", "1800", "--json")
    assert (code, err) == (0, "")
    assert (said["tp"], said["fp"], said["fn"]) == (2, 1, 1)
    assert said["sensitivity"] == said["precision"] == said["f1"] == pytest.approx(2 / 3)
    assert said["fp_per_hour"] == 2.0
    assert said["onset_error_s"] == {"median": pytest.approx(0.15), "iqr": pytest.approx(0.05)}
    assert [(pair["reference_s"], pair["candidate_s"]) for pair in said["pairs"]] == [(10, 10.2), (20, 20.1)]
    assert said["clusters"]["n_detected"] == 1
    assert said["szcore"]["label"] == "cluster-like"
    assert said["szcore"]["events"]["f1"] == 1.0


def test_without_a_duration_there_is_no_rate(compare):
    _, said, _ = compare(table(10), table(10), "--json")
    assert said["fp_per_hour"] is None
    assert said["szcore"]["events"]["fp_per_day"] is None
    assert any("--duration-s" in note for note in said["notes"])


def test_nothing_on_either_side_is_null_not_nan(compare):
    code, said, _ = compare(table(), table(), "--json")
    assert code == 0
    assert (said["tp"], said["fp"], said["fn"]) == (0, 0, 0)
    assert said["sensitivity"] is said["precision"] is said["f1"] is said["onset_error_s"]["median"] is None
    _, said, _ = compare(table(10), table(), "--json")
    assert (said["sensitivity"], said["precision"], said["f1"]) == (0.0, None, 0.0)
    _, said, _ = compare(table(), table(5), "--json", "--duration-s", "3600")
    assert (said["sensitivity"], said["precision"], said["fp_per_hour"]) == (None, 0.0, 1.0)


def test_tolerance(compare):
    assert compare(table(10), table(11.5), "--json")[1]["tp"] == 0
    assert compare(table(10), table(11.5), "--tolerance", "1.5", "--json")[1]["tp"] == 1


def test_rows_of_other_kinds_are_left_out_and_said(compare):
    other = "onset\tduration\ttrial_type\n10\t1\tspasm\n60\t5\thypsarrhythmia\n90\t1\tmimic\n"
    _, said, _ = compare(other, table(10), "--json")
    assert (said["tp"], said["fn"]) == (1, 0)
    assert any("1 × hypsarrhythmia" in note and "1 × mimic" in note for note in said["notes"])
    _, said, _ = compare(other, other, "--term", "hypsarrhythmia", "--json")
    assert said["pairs"][0]["reference_s"] == 60


def test_what_a_table_answers_beside_is_passed_over(compare):
    rows = "onset\tduration\ttrial_type\tintensity\tside\tsymmetry\n10\t1\tspasm\t0.9\tleft\todd\n"
    _, said, _ = compare(rows, table(10.2), "--json", "--duration-s", "60")
    assert said["tp"] == 1
    assert [note for note in said["notes"] if note.startswith("reference.tsv")] == []


def test_a_table_that_names_no_kinds_counts_whole(compare):
    _, said, _ = compare("onset\tduration\n10\t1\n20\t1\n", table(10), "--json")
    assert (said["tp"], said["fn"]) == (1, 1)


def test_lines_without_a_time_are_left_out_and_said(compare):
    reference = "onset\tduration\ttrial_type\n10\t1\tspasm\nn/a\t1\tspasm\nnan\t1\tspasm\n"
    _, said, _ = compare(reference, table(10), "--json")
    assert (said["tp"], said["fn"]) == (1, 0)
    for row in ("Row 3: the onset “n/a”", "Row 4: the onset “nan”"):
        assert any(row in note for note in said["notes"])


def test_threshold_and_scores(compare):
    rows = ("10\t1\tspasm\t0.9\tn/a", "50\t1\tspasm\t0.2\tCz", "60\t1\tspasm\tn/a\tCz")
    scored = "\n".join(("onset\tduration\ttrial_type\tscore\tchannels", *rows)) + "\n"
    _, said, _ = compare(table(10), scored, "--json")
    assert (said["tp"], said["fp"], said["pairs"][0]["score"]) == (1, 2, 0.9)
    _, said, _ = compare(table(10), scored, "--threshold", "0.5", "--json")
    assert (said["tp"], said["fp"]) == (1, 1)  # what has no score is kept
    assert any("without a score" in note for note in said["notes"])


def test_uncertain_marks_count_neither_way(compare):
    reference = (
        "onset\tduration\ttrial_type\tcertainty\n10\t1\tspasm\tcertain\n50\t1\tspasm\tpossible\n90\t1\tspasm?\tn/a\n"
    )
    _, said, _ = compare(reference, table(10, 50), "--json")
    assert (said["tp"], said["fp"], said["fn"], said["n_uncertain"], said["n_on_uncertain"]) == (1, 0, 0, 2, 1)


def test_duplicates_and_stretches_are_false(compare):
    _, said, _ = compare(table(10, 20, 30), table(10, 10.3), "--json")
    assert (said["tp"], said["fp"]) == (1, 1)
    _, said, _ = compare(table(10, 20, 30), table(10, duration_s=25), "--json")
    assert (said["tp"], said["fp"], said["fn"], said["n_stretches"]) == (0, 1, 3, 1)


def test_szcore_tables_bring_their_duration(compare):
    columns = "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n"
    row = "10.00\t1.00\tsz_gen_m_spasms\t0.70\tall\t2020-01-01 00:00:00\t7200.00\n"
    late = "99.00\t1.00\tsz_foc_ua_m_spasms\t0.40\tall\t2020-01-01 00:00:00\t7200.00\n"
    _, said, _ = compare(columns + row, columns + row + late, "--json")
    assert (said["tp"], said["fp"], said["fp_per_hour"], said["duration_s"]) == (1, 1, 0.5, 7200.0)
    assert said["pairs"][0]["score"] == 0.7


def test_awake_and_asleep_where_the_reference_has_stages(compare):
    stages = "onset\tduration\ttrial_type\tstate\n0\t1800\tsleep_stage\tW\n1800\t1800\tsleep_stage\tN2\n"
    reference = stages + "10\t1\tspasm\tW\n2000\t1\tspasm\tN2\n"
    _, said, _ = compare(reference, table(10, 2500), "--json")
    assert (said["states"]["awake"]["tp"], said["states"]["awake"]["fp"]) == (1, 0)
    assert (said["states"]["asleep"]["fn"], said["states"]["asleep"]["fp_per_hour"]) == (1, 2.0)


def test_reading_for_people(compare):
    code, said, _ = compare(table(10, 20, 30), table(10.2, 20.1, 50), "--duration-s", "00:30:00")
    assert code == 0
    assert "sensitivity" in said
    assert "0.67 (" in said
    assert "cluster-like" in said


def test_files_that_are_none_are_exit_3(compare, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = compare("", table(10), "--json")
    assert code == 3
    assert "reference.tsv" in err
    assert main(["compare", str(tmp_path / "not there.tsv"), str(tmp_path / "candidate.tsv")]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_duration_of_nothing_is_usage(compare):
    assert compare(table(10), table(10), "--duration-s", "0")[0] == 2


def test_the_object_holds_no_nan(compare):
    _, said, _ = compare(table(), table(10), "--json")

    def walk(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return all(map(walk, value))
        return not (isinstance(value, float) and math.isnan(value))

    assert walk(said)


def stages(*names: str, start_s: float = 0.0) -> str:
    rows = "".join(f"{start_s + 30 * k}\t30\tsleep_stage\t{name}\n" for k, name in enumerate(names))
    return "onset\tduration\ttrial_type\tstage\n" + rows


def test_the_only_term_there_is_needs_no_name(compare):
    _, said, _ = compare(table(10, term="artifact"), table(10, term="artifact"), "--json")
    assert (said["term"], said["tp"]) == ("artifact", 1)
    both = table(10) + "60\t5\tartifact\n"
    assert compare(table(60, term="artifact"), both, "--json")[1]["term"] == "artifact"
    assert compare(both, both, "--term", "artifact", "--json")[1]["tp"] == 1
    _, said, _ = compare(table(10), both, "--json")
    assert said["term"] == "spasm"
    assert "No term was named" not in str(said["notes"])
    code, _, err = compare(table(10), table(10, term="artifact"))
    assert code == 2
    assert "no term in common: reference.tsv holds spasm; candidate.tsv holds artifact" in err


def test_of_several_terms_spasms_are_compared_and_it_is_said(compare):
    both = table(10, 90) + "60\t5\tartifact\n"
    for candidate, counts in ((both, (2, 0, 0)), (table(60, term="artifact"), (0, 2, 0))):
        code, said, _ = compare(both, candidate, "--json")
        assert (code, said["term"], (said["tp"], said["fn"], said["fp"])) == (0, "spasm", counts)
        assert said["notes"][0] == "No term was named, so spasms are compared; choose another with --term."


def test_of_several_terms_without_spasms_one_has_to_be_chosen(compare):
    both = table(10, term="artifact") + "60\t5\tseizure\n"
    code, _, err = compare(both, both)
    assert code == 2
    assert "Both files hold several terms: artifact, seizure." in err
    assert "--term" in err


def test_a_detector_that_found_nothing_is_compared_by_spasms_or_the_only_term(compare):
    _, said, _ = compare(table(10) + "60\t5\tartifact\n", table(), "--json")
    assert (said["term"], said["fn"]) == ("spasm", 1)
    assert "No term was named" in said["notes"][0]
    _, said, _ = compare(table(10, term="artifact"), table(), "--json")
    assert (said["term"], said["fn"], said["time"]["sensitivity"]) == ("artifact", 1, 0.0)


def test_terms_nobody_knows_are_refused(compare):
    code, _, err = compare(table(10), table(10), "--term", "wobble")
    assert code == 2
    assert "“wobble” is not a term of the vocabulary" in err
    code, _, err = compare(table(10), table(10, term="wobble"))
    assert code == 2
    assert "candidate.tsv holds no term of the vocabulary, but “wobble”" in err


def test_what_lasts_is_compared_by_time(compare):
    reference = table(100, 300, term="artifact", duration_s=60)
    _, said, _ = compare(reference, table(130, term="artifact", duration_s=60), "--duration-s", "600", "--json")
    time = said["time"]
    assert (time["reference_s"], time["candidate_s"], time["both_s"], time["neither_s"]) == (120, 60, 30, 450)
    assert (time["sensitivity"], time["precision"], time["overlap"]) == (0.25, 0.5, 0.2)
    assert time["share_agreed"] == 0.8
    assert (time["spans"]["reference"]["any"], time["spans"]["reference"]["half"]) == (1, 0)
    assert time["spans"]["onset_error_s"]["median"] == 30
    assert time["interval"] is None
    assert "no interval over patients" in time["why_no_interval"]
    assert said["epochs"]["counts"] == [[30, 90], [30, 450]]
    assert said["clusters"] is None
    assert (said["tp"], said["fn"]) == (0, 2)  # onsets within 1 s, as before


def test_of_spasms_nothing_changed_and_of_others_there_are_no_clusters(compare):
    _, said, _ = compare(table(10), table(10), "--json")
    assert "time" not in said
    assert "Clusters" in compare(table(10), table(10))[1]
    text = compare(table(10, term="artifact"), table(10, term="artifact"))[1]
    assert "Clusters" not in text
    assert "SzCORE" not in text


def test_stages_have_a_table_of_classes_and_kappa(compare):
    _, said, _ = compare(stages("W", "N2", "N2", "N3"), stages("W", "N2", "N3", "N3"), "--json")
    assert (said["tp"], said["pairs"]) == (None, None)  # an onset says nothing of the stage
    assert said["epochs"]["classes"] == ["W", "N2", "N3"]
    assert said["epochs"]["counts"] == [[1, 0, 0], [0, 1, 1], [0, 0, 1]]
    assert said["epochs"]["kappa"]["value"] == pytest.approx((0.75 - 0.3125) / (1 - 0.3125))
    assert said["epochs"]["kappa"]["low"] is None
    assert said["time"]["share_agreed"] == 0.75
    assert [one["class"] for one in said["time"]["classes"]] == ["W", "N2", "N3"]
    text = compare(stages("W", "N2", "N2", "N3"), stages("W", "N2", "N3", "N3"))[1]
    assert "Same class in 90.0 of the 120.0 s" in text
    assert "kappa 0.64" in text
    assert "found" not in text
    _, said, _ = compare(stages("W", "N2"), stages("W", "N2", "N2"), "--epoch-s", "10", "--json")
    assert (said["epochs"]["n"], said["epochs"]["n_only_candidate"]) == (6, 3)


def test_a_pattern_that_is_absent_is_no_event(compare):
    rows = "onset\tduration\ttrial_type\tpresence\n0\t60\thypsarrhythmia\tpresent\n60\t60\thypsarrhythmia\tabsent\n"
    _, said, _ = compare(rows, table(0, term="hypsarrhythmia", duration_s=120), "--duration-s", "120", "--json")
    assert (said["time"]["reference_s"], said["time"]["precision"]) == (60, 0.5)
    assert any("“absent”" in note for note in said["notes"])


def test_marks_without_duration_or_over_one_another_are_told(compare):
    points = table(10, 20, term="artifact", duration_s=0)
    _, said, _ = compare(points, table(10, term="artifact"), "--json")
    assert "time" not in said
    assert any("No mark of reference.tsv has a duration" in note for note in said["notes"])
    some = table(10, term="artifact") + "20\t0\tartifact\n"
    _, said, _ = compare(some, table(10, 10.5, term="artifact"), "--json")
    assert said["time"]["candidate_s"] == 1.5
    assert any("1 mark without a duration" in note for note in said["notes"])
    assert any("candidate.tsv: 1 mark overlap" in note for note in said["notes"])
    assert any("neither covers" in note for note in said["notes"])


def test_files_of_recordings_of_different_lengths_are_refused(compare):
    columns = "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n"
    row = "10.00\t20.00\tsz\tn/a\tall\t2020-01-01 00:00:00\t"
    code, _, err = compare(f"{columns}{row}600.00\n", f"{columns}{row}900.00\n", "--json")
    assert code == 2
    assert "different lengths: 600 s in reference.tsv, 900 s in candidate.tsv" in err
    _, said, _ = compare(f"{columns}{row}600.00\n", f"{columns}{row}900.00\n", "--duration-s", "600", "--json")
    assert (said["term"], said["time"]["share_agreed"], said["szcore"]["events"]["f1"]) == ("seizure", 1.0, 1.0)
    _, said, _ = compare(
        table(590, term="artifact", duration_s=20), table(term="artifact"), "--duration-s", "600", "--json"
    )
    assert said["time"]["reference_s"] == 10
    assert any("beyond 600 s" in note for note in said["notes"])


def test_stages_of_two_readers_are_not_mixed(compare, tmp_path: Path):
    read = (("ann", "W"), ("bob", "N2"))
    marks = [Annotation(who, "sleep_stage", 0.0, 30.0, (), (("stage", stage),), layer=who) for who, stage in read]
    write_tsv(tmp_path / "both.tsv", marks, load_vocabulary())
    two = (tmp_path / "both.tsv").read_text()
    code, _, err = compare(two, stages("W"), "--json")
    assert code == 2
    assert "sleep stages of 2 readers" in err
    assert compare(two, stages("W"), "--layer", "ann", "--json")[1]["time"]["share_agreed"] == 1.0
