"""What the window says while no study is open, and with a study that holds annotations only."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog
from recordings.edf_files import File, mark_bytes, write_file
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_idle

from eegview.app.commands import COMMANDS
from eegview.ui.marks.marks_list import NOTHING_OPEN
from eegview.ui.suggestions.panel import NO_RUN_TEXT, NOTHING_OPEN_TEXT
from eegview.ui.workstation import Workstation


def test_panels_do_not_speak_of_a_study_that_is_not_there(
    empty_station: Workstation, open_file: Callable[[Path], Workstation], small_edf: Path
) -> None:
    marks, suggestions = empty_station.marks.list, empty_station.suggestions_panel.panel
    for _ in range(2):
        assert marks.empty.text() == NOTHING_OPEN
        assert marks.count.text() == ""
        assert suggestions.none.text() == NOTHING_OPEN_TEXT
        assert suggestions.first_run.isHidden()
        open_file(small_edf)
        empty_station.suggestions_panel.place.open()
        wait_until(lambda: marks.count.text() == "2 marks")
        assert marks.empty.text() != NOTHING_OPEN
        wait_until(lambda: suggestions.none.text() == NO_RUN_TEXT)
        assert not suggestions.first_run.isHidden()
        empty_station.studies.close()


# They end the program or the study, open the system's dialogs, or another study.
LEFT_OUT = {
    *("study.open", "study.open_folder", "study.demo", "study.close", "study.quit", "study.import", "study.snapshot"),
    *(
        "page.print",
        "video.add",
        "film.add_clips",
        "video.snapshot",
        "help.tour",
        "help.settings_folder",
        "report.export",
        "report.previous",
        "report.verify",
        "comparing.export",
    ),
}


def test_annotations_without_signals_are_shown_and_no_command_fails(
    open_file: Callable[[Path], Workstation], tmp_path: Path
) -> None:
    marks = b"".join(mark_bytes(str(30 * n), f"Sleep stage {n}", "30") for n in range(3))
    path = write_file(tmp_path / "scored.edf", File((), ("0",), {0: marks}, record_s="0", annotation_bytes=200))
    station = open_file(path)
    study = study_of(station)
    wait_until(lambda: len(study.review.marks) == 3)
    assert study.recording.duration_s == 0
    assert station.window.strip.notices.button.text() == "The file contains annotations only, no signals."
    for command in COMMANDS:
        action = station.actions[command.command_id]
        if command.command_id in LEFT_OUT or not action.isEnabled():
            continue
        action.trigger()
        wait_until_idle(station)
        QApplication.processEvents()
        station.window.grab()
        for dialog in [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]:
            dialog.close()
    assert station.studies.study is study
