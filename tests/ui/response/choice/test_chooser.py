"""The list to choose the other study from: the same infant's studies come first, and a dropped file is chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from eegview.app.study.recent import RecentStudy
from eegview.model.errors import Cancelled
from eegview.model.recording import no_progress
from eegview.ui.response.choice.chooser import StudyChooser
from eegview.ui.response.choice.same_patient import NOT_FOUND, OTHER, SAME, UNKNOWN, patient_states


def test_whose_studies_they_are_is_read_from_the_files(
    two_studies: tuple[Path, Path], tmp_path: Path, library_url: str
) -> None:
    studies = [RecentStudy((str(path),)) for path in (*two_studies, tmp_path / "gone.edf")]
    found = patient_states(studies, "sim-9", library_url, no_progress)
    assert list(found.values()) == [SAME, SAME, NOT_FOUND]
    assert set(patient_states(studies[:1], "SIM-8", library_url, no_progress).values()) == {OTHER}
    assert set(patient_states(studies[:1], "", library_url, no_progress).values()) == {UNKNOWN}

    def stopped(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        patient_states(studies, "SIM-9", library_url, stopped)


def test_the_same_infant_comes_first_and_is_selected_until_the_reader_chooses(qtbot: QtBot) -> None:
    chooser = StudyChooser()
    qtbot.addWidget(chooser)
    chooser.show()
    studies = [RecentStudy((path,), "2020-03-02T09:00:00", 600.0) for path in ("a.edf", "b.edf", "c.edf")]
    chooser.show_studies(studies, {}, lambda one: one.name)
    assert [chooser.table.item(row, 2).text() for row in range(3)] == ["…"] * 3
    states = {"a.edf": OTHER, "b.edf": NOT_FOUND, "c.edf": SAME}
    chooser.show_studies(studies, states, lambda one: one.name)
    assert [chooser.table.item(row, 3).text() for row in range(3)] == ["c.edf", "a.edf", "b.edf"]
    with qtbot.waitSignal(chooser.chosen) as chosen:
        chooser.compare.click()
    assert chosen.args == [["c.edf"]]
    qtbot.keyClick(chooser.table, Qt.Key.Key_End)
    qtbot.keyClick(chooser.table, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    chooser.table.setCurrentCell(2, 0)
    assert not chooser.compare.isEnabled()  # its file is not there
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/tmp/d.edf")])
    left = Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, dropped, left, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(chooser.chosen) as chosen:
        chooser.dropEvent(drop)
    assert chosen.args == [["/tmp/d.edf"]]
