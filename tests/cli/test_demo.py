"""`eegview demo` from the command line."""

import json

from eegview.cli.run import main


def test_it_writes_the_study_and_says_so(tmp_path, capsys):
    argv = ["demo", str(tmp_path / "study"), "--hours", "0.034", "--seed", "3", "--no-video", "--make-only"]
    assert main(argv) == 0
    assert "Written" in capsys.readouterr().out
    assert (tmp_path / "study" / "demo.edf").stat().st_size > 1_000_000
    assert main(argv) == 0
    assert "Already there" in capsys.readouterr().out


def test_json_names_the_files(tmp_path, capsys):
    assert main(["demo", str(tmp_path), "--hours", "0.034", "--no-video", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["simulated"] is True
    assert said["video"] is None
    assert said["n_spasms"] >= 3


def test_an_impossible_length_is_a_usage_error(tmp_path, capsys):
    assert main(["demo", str(tmp_path / "x"), "--hours", "0.001", "--make-only"]) == 2
    assert "2 minutes" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
