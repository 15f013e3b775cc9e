"""The steps of the tour: read from their file, left out where a command is missing, with the keys in use."""

from pathlib import Path

import pytest

from eegview.app.commands import COMMANDS
from eegview.app.tour.demonstration_study import is_for_tour, spasm_onsets_s
from eegview.app.tour.progress import TourProgress
from eegview.app.tour.steps import available_steps, filled, read_tour
from eegview.model.errors import UsageError

KNOWN = {command.command_id for command in COMMANDS} | {"mark.term.spasm"}
STAGING = {"staging.open", "staging.close"}
ORDER = ["page", "montage", "mark", "video", "suggestion", "staging", "export"]


def test_the_tour_has_seven_steps_in_their_order() -> None:
    steps = available_steps(read_tour(), KNOWN | STAGING)
    assert [step.step_id for step in steps] == ORDER


def test_a_step_whose_command_is_missing_is_left_out() -> None:
    steps = available_steps(read_tour(), KNOWN - STAGING)
    assert [step.step_id for step in steps] == [one for one in ORDER if one != "staging"]


def test_every_command_the_tour_names_is_there_or_of_a_file_or_of_staging() -> None:
    named = {command_id for step in read_tour() for command_id in (*step.commands, *step.done)}
    assert {one for one in named - KNOWN - STAGING if not one.startswith("montage.")} == set()
    assert all(step.done or step.watch for step in read_tour())


def test_texts_are_short_and_name_keys() -> None:
    for step in read_tour():
        assert step.commands
        assert len(step.text) < 200
        assert filled(step.text, lambda command_id: "F1") != step.text
    assert filled("Press {page.next}, {nothing here}.", lambda _command_id: "PgDown") == "Press PgDown, {nothing here}."


def test_a_file_that_is_no_tour_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "tour.toml"
    path.write_text('[[step]]\nid = "page"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_tour(path)


def test_one_goes_forward_and_back_and_does_a_step_again() -> None:
    progress = TourProgress(read_tour())
    assert (progress.is_first, progress.is_last, progress.number) == (True, False, 1)
    progress.back()
    assert progress.number == 1
    progress.set_done()
    progress.next()
    assert (progress.step.step_id, progress.is_done) == ("montage", False)
    progress.back()
    assert not progress.is_done
    for _ in range(20):
        progress.next()
    assert (progress.is_last, progress.number) == (True, 7)


def test_only_a_demonstration_in_the_data_folder_is_for_the_tour(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    from eegview.app.demonstration import default_folder

    demo = default_folder(0.5, 1) / "demo.edf"
    assert is_for_tour([str(demo)])
    assert is_for_tour([str(default_folder(2.0, 3) / "demo.edf")])
    assert not is_for_tour([str(demo), str(demo)])
    assert not is_for_tour([str(tmp_path / "demo.edf")])
    assert not is_for_tour([str(demo.with_name("other.edf"))])


def test_spasms_are_found_beside_the_recording_or_not_at_all(tmp_path: Path) -> None:
    recording = tmp_path / "demo.edf"
    assert spasm_onsets_s(str(recording)) == ()
    truth = "onset\tduration\ttrial_type\n9.0\t1.0\tspasm\n1.0\t1.0\tcluster\n4.5\t1.0\tspasm\n"
    (tmp_path / "truth.tsv").write_text(truth, encoding="utf-8")
    assert spasm_onsets_s(str(recording)) == (4.5, 9.0)
    (tmp_path / "truth.tsv").write_text("no table", encoding="utf-8")
    assert spasm_onsets_s(str(recording)) == ()
