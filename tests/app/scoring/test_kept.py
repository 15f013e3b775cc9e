"""Evidence for scores is kept: the program is killed while bins are marked, the library is a server."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from libraries.postgres_server import needs_postgres, running_server
from shared_data import PROJECT
from waiting import wait_for_lines

from eegview.app.library.editing import Editor
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.model.edit import Change
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span
from eegview.store.library import open_library

FINGERPRINT, KEY = "f" * 64, SheetKey("based2021", 600.0)
HOUR = Recording("night.edf", "EDF", (), (Span(0.0, 3600.0),), None, FINGERPRINT)


# Marks bins as fast as it can, now and then undoing; tells each act only after it was committed.
READER = """
import sys
sys.path.insert(0, sys.argv[2])
from test_kept import Reader, open_library

reader = Reader(open_library(sys.argv[1]))
for number in range(300):
    if number in reader.sheet.bins:
        continue
    reader.do(reader.acts.mark_bins(reader.key, {number: ("P4", "T7")[number % 2 :]}))
    print("marked", number, flush=True)
    if number % 7 == 3:
        reader.undo()
        print("undone", number, flush=True)
"""


class Reader:
    """A reader at a library, without a window."""

    key = KEY

    def __init__(self, library: object) -> None:
        self.editor = Editor(library, FINGERPRINT, "ada", "neurologist")  # type: ignore[arg-type]
        self.book = EvidenceBook(scale_parameters())
        self.book.replace_all(self.editor.stored())
        self.acts = SheetActs(self.book, HOUR, "ada")

    @property
    def sheet(self) -> ScoreSheet:
        """Return the sheet; its records stand in no order."""
        sheet = self.book.sheet(KEY, "ada")
        return replace(sheet, records=tuple(sorted(sheet.records, key=lambda record: record.annotation_id)))

    def do(self, changes: list[Change]) -> None:
        self._follow(self.editor.change_together(changes).changes)

    def undo(self) -> None:
        self._follow(self.editor.undo().changes)

    def redo(self) -> None:
        self._follow(self.editor.redo().changes)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            if change.after is None:
                self.book.remove(change.annotation_id)
            else:
                self.book.put(change.after)


def told_until_killed(library_file: Path, n_lines: int) -> list[tuple[str, int]]:
    child = subprocess.Popen(
        [sys.executable, "-c", READER, str(library_file), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(PROJECT), str(PROJECT / "tests" / "helpers")))},
    )
    assert child.stdout
    with child:
        told = wait_for_lines(child, n_lines)
        child.kill()
        told += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return [(state, int(number)) for state, number in (line.split() for line in told if line.endswith("\n"))]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_while_marking_loses_no_bin(tmp_path: Path) -> None:
    library_file, chance = tmp_path / "library.sqlite", random.Random(4)
    told: dict[int, str] = {}
    for _ in range(2):
        told |= {number: state for state, number in told_until_killed(library_file, chance.randint(5, 40))}
        told.popitem()  # what was done to the last one may have been committed unheard
        library = open_library(str(library_file))
        sheet = Reader(library).sheet
        for number, state in told.items():
            assert (number in sheet.bins) == (state == "marked")
        assert sheet.issues == ()
        assert sheet.foci
        assert library.verify(FINGERPRINT) == []
        library.close()


def everything(url: str) -> None:
    """Do each act there is, undo all and redo all, and find the same again."""
    library = open_library(url)
    reader, states = Reader(library), []
    acts = reader.acts
    steps = (
        lambda: acts.mark_bins(KEY, dict.fromkeys(range(150), ("P4", "T7", "F3"))),
        lambda: acts.mark_bins(KEY, {0: None, 1: ()}),
        lambda: acts.unmark_bins(KEY, [2]),
        lambda: acts.set_read(KEY, range(20)),
        lambda: acts.set_read(KEY, [3], is_read=False),
        lambda: acts.set_read(KEY, [3]),
        lambda: acts.answer(KEY, "gmfs", "unsure"),
        lambda: acts.add_example(KEY, "paroxysmal_voltage_attenuation", Span(610.0, 612.0), ("P4-O2",)),
        lambda: acts.measure(KEY, "F3-C3", 330.0, Span(650.0, 650.4)),
        lambda: acts.measure(KEY, "P3-O1", 245.0, Span(651.0, 651.4)),
        lambda: acts.set_other_foci(KEY, ["O1"]),
        lambda: acts.answer(KEY, "nonepileptiform", "absent"),
        lambda: acts.answer(KEY, "confidence", "4"),
        lambda: acts.answer(KEY, "gmfs", ""),
        lambda: acts.answer(KEY, "gmfs", "absent"),
        lambda: acts.commit(KEY, "2026-11-29T12:00:00+00:00"),
        lambda: acts.withdraw_commit(KEY),
        lambda: acts.commit(KEY, "2026-11-29T12:05:00+00:00"),
    )
    for step in steps:
        states.append(reader.sheet)
        reader.do(step())
    last = reader.sheet
    assert (last.score.score, last.committed_score) == (5, 5)
    for before in reversed(states):
        reader.undo()
        assert reader.sheet == before
    assert not reader.sheet.has_record
    for after in (*states[1:], last):
        reader.redo()
        assert reader.sheet == after
    library.close()
    library = open_library(url)
    assert Reader(library).sheet == last
    assert library.verify(FINGERPRINT) == []
    library.close()


def test_each_act_is_undone_and_redone(tmp_path: Path) -> None:
    everything(f"sqlite:///{tmp_path / 'library.sqlite'}")


@needs_postgres
def test_each_act_is_undone_and_redone_on_a_server() -> None:
    everything(running_server().fresh_url())
