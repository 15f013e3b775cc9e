"""The department's window: reads studies on a lane of its own, shows the matrix, opens pages where readers differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.agreement.department import Cell, Department, department_of
from eegview.app.agreement.department_view import matrix_rows, place_lines, reader_names, unnamed_notes
from eegview.app.agreement.gathering import gather_studies
from eegview.app.agreement.library_places import library_places
from eegview.app.agreement.places import StudyPlace, find_studies
from eegview.app.agreement.terms import Rules, terms_of
from eegview.app.agreement.where import Place
from eegview.app.blind_reading.blindness import SIGHT_TERMS
from eegview.app.lanes import Lane, Task
from eegview.app.links.recordings import FoundRecording, RecordingState, find_recording
from eegview.app.provenance import plugins_of, program_provenance, write_sidecar
from eegview.app.resources import data_folder
from eegview.exchange.plain_table import comma_text
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled, EegViewError, UsageError
from eegview.model.provenance import RecordingState as LogState
from eegview.model.recording import Progress
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.language import tr
from eegview.ui.department.dialog import EMPTY_TEXT, DepartmentDialog
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_NAME = "department"
_FOLDER, _HIDES = "department/folder", "department/hide_names"
_GATHERED = 0.7  # of the progress, once all studies are read
_BEFORE_S = 2.0  # shown before a place, so that it does not begin at the edge of the page
_SEEN_ANEW = tr("Another person looks now, or a layer was signed or blind reading set. Read the studies again.")
_NO_PAIR = tr("No two readers have read the same of these studies.")


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read.

    source : where from, a sentence
    viewer : who looked: nobody else is shown what they may see
    states, runs : of the recordings and detectors that it is of, for what a table says of what made it
    """

    department: Department
    source: str
    notes: tuple[str, ...]
    viewer: str
    states: tuple[LogState, ...] = ()
    runs: tuple[DetectorRun, ...] = ()


Places = Callable[[], tuple[tuple[StudyPlace, ...], tuple[str, ...]]]


class DepartmentController(QObject):
    """Reads when it is asked to, on a lane of its own, and keeps what was read while the same person may see it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context, self._studies, self._window = context, context.studies, context.window
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._read: _Read | None = None
        context.actions.connect({"department.open": self.open})
        self._studies.privacy.changed.connect(self._show)
        self._studies.reviewer_changed.connect(self._drop)
        self._studies.follow(self._watch)
        self._studies.shutting_down.connect(self._shut_down)

    # the dialog

    def open(self) -> None:
        """Open the window; the first time the studies of the library are read."""
        if self._read is not None and self._read.viewer != self._studies.reviewer.name:
            self._drop()
        show_dialog(self._window, _NAME, self._build)
        if self._read is None and self._task is None:
            self.read_library()
        else:
            self._show()

    def _build(self) -> DepartmentDialog:
        dialog = DepartmentDialog(self._window, self._window.page.theme)
        dialog.hides.setChecked(self._hides_names)
        dialog.library_asked.connect(self.read_library)
        dialog.folder_asked.connect(self.ask_for_folder)
        dialog.cancel_asked.connect(self.cancel)
        dialog.export_asked.connect(self.ask_for_table)
        dialog.names_switched.connect(self._switch_names)
        dialog.cell_chosen.connect(self._show_cell)
        dialog.place_asked.connect(self.open_place)
        return dialog

    @property
    def dialog(self) -> DepartmentDialog | None:
        """Return the window while it is open."""
        found = open_dialog(self._window, _NAME)
        return found if isinstance(found, DepartmentDialog) else None

    @property
    def _hides_names(self) -> bool:
        return self._context.settings.text(_HIDES) == "yes"

    def _switch_names(self, is_hidden: bool) -> None:
        self._context.settings.put(_HIDES, "yes" if is_hidden else "")
        self._show()

    # who looks

    def _watch(self, study: OpenStudy) -> None:
        """Drop what was read when blind reading is set or lifted, or a layer signed: other marks may be seen then."""
        known: list[frozenset[str]] = []  # ids of what decides it; empty until the records have come

        def follow(records: tuple[Annotation, ...]) -> None:
            found = frozenset(record.annotation_id for record in records if record.term_id in SIGHT_TERMS)
            if known and known[0] != found:
                self._drop()
            known[:] = [found]

        study.review.records.changed.connect(study.scope.while_open(follow))
        if study.review.is_open:  # they have come
            follow(tuple(study.review.records))

    def _drop(self) -> None:
        """Keep nothing of what was read, and read it no further: it may be another's to see."""
        if self._read is None and self._task is None:
            return
        self.cancel()
        self._read = None
        if self.dialog is not None:
            self.dialog.show_nothing(_SEEN_ANEW)

    def _seen(self) -> _Read | None:
        """Return what was read, None where it was for another person."""
        if self._read is not None and self._read.viewer != self._studies.reviewer.name:
            self._drop()
        return self._read

    # reading

    def read_library(self) -> None:
        """Read the studies of the library whose recordings are known here."""
        url = self._studies.library_url
        self._start(lambda: library_places(data_folder(), url), "studies of the library")

    def ask_for_folder(self) -> None:
        """Ask for a folder of bundles and recordings, and read it."""
        folder = QFileDialog.getExistingDirectory(
            asking_window(self._window), tr("Folder of bundles"), self._context.settings.text(_FOLDER)
        )
        if folder:
            self._context.settings.put(_FOLDER, folder)
            self.read_folder(Path(folder))

    def read_folder(self, folder: Path) -> None:
        """Read the bundles and recordings of a folder."""
        self._start(lambda: (find_studies([folder]), ()), "studies of the folder")

    def cancel(self) -> None:
        """Stop reading; what is shown stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        dialog = self.dialog
        if dialog is not None:
            dialog.show_working(is_working=False)
            if self._read is None:
                dialog.show_nothing(EMPTY_TEXT)

    def _start(self, places: Places, what: str) -> None:
        self.cancel()
        task = self._task = Task(self._show_share, self._studies.bridge.post)
        viewer, url, vocabulary = self._studies.reviewer.name, self._studies.library_url, self._studies.vocabulary

        def work() -> _Read:
            found, left_out = places()
            if not found:
                return _Read(Department((), (), (), (), ()), "", left_out, viewer)
            gathered = gather_studies(found, viewer, url, progress=_part(task.progress, 0.0, _GATHERED))
            units = [term.make(gathered.studies, Rules()) for term in terms_of(vocabulary)]
            wanted = [one for one in units if len(one.readers) >= 2]
            department = department_of(gathered.studies, wanted, _part(task.progress, _GATHERED, 1.0))
            n_studies = len(gathered.studies)
            source = f"{n_studies} {what}" if n_studies != 1 else f"1 of the {what}"
            notes = (*left_out, *gathered.notes, *gathered.failures)
            return _Read(department, source, notes, viewer, gathered.states, gathered.runs)

        def done(read: _Read) -> None:
            if self._task is task:
                self._task, self._read = None, read
                self._show()

        def failed(error: EegViewError) -> None:
            if self._task is task:
                self._task = None
                self._end(error)

        self._lane = self._lane or Lane("department", self._studies.bridge.post)
        self._lane.submit(work, done, failed)
        if self.dialog is not None:
            self.dialog.show_working(is_working=True)

    def _end(self, error: EegViewError) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        dialog.show_working(is_working=False)
        if not isinstance(error, Cancelled):
            dialog.show_nothing(self._studies.privacy.text(f"{error.sentence}\n{error.advice}"))

    def _show_share(self, share: float) -> None:
        if self._task is not None and self.dialog is not None:
            self.dialog.show_working(is_working=True, share=share)

    # showing

    def _show(self) -> None:
        dialog = self.dialog
        if dialog is None or self._task is not None:
            return
        dialog.show_working(is_working=False)
        had_read, read = self._read is not None, self._seen()
        if had_read and read is None:
            return
        if read is None or not read.department.cells:
            has_studies = read is not None and bool(read.department.studies)
            said = [_NO_PAIR if has_studies else EMPTY_TEXT, *(read.notes if read is not None else ())]
            dialog.show_nothing("\n\n".join(map(self._studies.privacy.text, said)))
            return
        names = reader_names(read.department, self._hides_names)
        notes = [] if self._studies.privacy.is_hidden else unnamed_notes(read.department, names, read.notes)
        dialog.show_department(read.department, names, read.source, notes)

    def restyle(self) -> None:
        """Draw in the window's theme as it is now."""
        if self.dialog is not None:
            self.dialog.restyle(self._window.page.theme)

    def _show_cell(self, cell: Cell | None) -> None:
        dialog, read = self.dialog, self._seen()
        if dialog is not None and read is not None:
            lines = place_lines(read.department, cell, self._study_name) if cell is not None else ()
            dialog.show_cell(cell, lines)

    def _study_name(self, number: int) -> str:
        if self._studies.privacy.is_hidden or self._read is None:
            return f"Study {number + 1}"
        return self._read.department.studies[number].name

    # opening

    def open_place(self, place: Place) -> None:
        """Open the page where two readers differ: of the open study at once, else once its recording is found."""
        read = self._seen()
        if read is None:
            return
        held, start_s = read.department.studies[place.study], max(place.span.start_s - _BEFORE_S, 0.0)
        study = self._studies.study
        if study is not None and study.recording.fingerprint == held.fingerprint:
            study.go_to_span(place.span)
            return

        def found(recording: FoundRecording) -> None:
            if recording.state is RecordingState.UNCHANGED:
                self._studies.open(recording.paths, at_s=lambda _recording: start_s)
            else:
                packed = " It lies packed in a bundle: open the bundle once." if held.bundle else ""
                self._context.say(f"{recording.sentence}{packed}")

        files = [held.files] if held.files else []
        self._studies.opening_lane.submit(
            lambda: find_recording(data_folder(), held.fingerprint, files), found, self._studies.fail
        )

    # writing

    def ask_for_table(self) -> None:
        """Ask where to, and write the matrix of all terms."""
        if self._seen() is None:
            return
        folder = Path(self._context.settings.text(_FOLDER) or Path.home())
        path, _kind = ask_where_to_save(
            self._window, tr("Export agreement"), folder / "agreement.csv", tr("Table (*.csv)"), (".csv",)
        )
        if path is not None:
            self.write_table(path)

    def write_table(self, path: Path) -> None:
        """Write the matrix of all terms as a table, with pseudonyms where names are hidden."""
        read = self._seen()
        if read is None:
            return
        department = read.department
        vocabulary = self._studies.vocabulary
        rows = matrix_rows(department, reader_names(department, self._hides_names))

        def write() -> None:
            if path.suffix.lower() != ".csv":
                raise UsageError(f"The table cannot be written as “{path.suffix}”.", "Use .csv.")
            write_whole(path, comma_text(rows).encode())
            write_sidecar(path, program_provenance(plugins_of(read.runs), read.states, vocabulary))

        self._studies.work.submit(
            write, lambda _none: self._context.say(tr("Wrote {name}.", name=path.name)), self._studies.fail
        )

    def _shut_down(self) -> None:
        self.cancel()
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.close()


def _part(progress: Progress, begun: float, ended: float) -> Progress:
    return lambda share: progress(begun + (ended - begun) * min(share, 1.0))
