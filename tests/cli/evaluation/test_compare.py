"""`eegview compare` as a script uses it."""

import json
import math
from pathlib import Path

import pytest

from eegview.cli.run import main


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
