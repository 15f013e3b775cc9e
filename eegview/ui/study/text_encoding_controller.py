"""The encoding of the file's own texts: shown, chosen and remembered for the recording."""

from PySide6.QtCore import QObject

from eegview.app.lanes import Task
from eegview.app.library.opening import open_source
from eegview.app.study.records import Statement
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import FileEvents, patient_of
from eegview.model.study.records import ENCODING_TERM
from eegview.model.study.text_encoding import TEXTS, chosen_encoding, held_encoding
from eegview.model.text.decoding import encoding_title, plausible_encodings, shown_texts
from eegview.ui.study.text_encoding_dialog import EncodingLine, TextEncodingDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "text_encoding"
_N_SHOWN = 12  # texts in a line
_CODES = frozenset({"text_encoding"})  # of issues that tell of an encoding


class TextEncodingController(QObject):
    """Reads the notes of one study's file anew where another encoding was chosen for it, now or earlier.

    One asked for when the program was started holds until another is chosen in the window.
    """

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._studies = context, study, context.studies
        self._events: FileEvents | None = None
        self._contents: tuple[bytes, ...] = ()  # of the notes beyond ASCII
        self._in_use, self._given = study.encoding, study.encoding
        self._found_out = ""  # the encoding that the reader found, where it was let
        self._task: Task | None = None
        context.actions.connect({"study.encoding": self.show}, study.scope)
        self._studies.notes_read.connect(self._notes_read)
        study.kept.changed.connect(study.scope.while_open(lambda _nothing: self._follow()))
        study.scope.ended.connect(self._end)

    def conditions(self) -> frozenset[str]:
        """Return whether the file has texts that depend on the encoding."""
        return frozenset(("foreign_text",) if self._contents else ())

    def _end(self) -> None:
        close_dialogs(self._context.window, (_DIALOG,))
        if self._task is not None:
            self._task.cancel()

    def _notes_read(self, events: FileEvents) -> None:
        if self._study.scope.is_open:
            self._learn(events)
            self._follow()

    def _learn(self, events: FileEvents) -> None:
        self._events, self._contents = events, events.texts
        if not self._in_use:
            self._found_out = events.encoding

    # choosing

    def show(self) -> None:
        """Show the file's texts in each encoding that they may be in."""
        dialog = show_dialog(self._context.window, _DIALOG, self._dialog)
        if isinstance(dialog, TextEncodingDialog):
            dialog.show_lines(self._lines(), self._wanted())
            dialog.show_names_stay(self._has_foreign_names())

    def _has_foreign_names(self) -> bool:
        """Whether names of channels or of the patient depend on the encoding."""
        patient = patient_of(self._study.source)
        names = (patient.name, patient.code, *(channel.label for channel in self._study.recording.channels))
        return not all(map(str.isascii, names))

    def _dialog(self) -> TextEncodingDialog:
        dialog = TextEncodingDialog(self._context.window)
        dialog.chosen.connect(self.choose)
        return dialog

    def _lines(self) -> list[EncodingLine]:
        contents, names = self._contents[:_N_SHOWN], plausible_encodings(self._contents)
        wanted = self._wanted()
        if wanted and wanted not in names:
            names = (wanted, *names)
        found_out = self._found_out or names[0]
        lines = [EncodingLine("", f"Automatic: {encoding_title(found_out)}", self._texts(contents, found_out))]
        return lines + [EncodingLine(name, encoding_title(name), self._texts(contents, name)) for name in names]

    def _texts(self, contents: tuple[bytes, ...], name: str) -> tuple[str, ...]:
        return tuple(self._studies.privacy.text(text) for text in shown_texts(contents, name))

    def choose(self, name: str) -> None:
        """Have the file's texts read in this encoding from now on; "" = found out."""
        self._given = ""
        self._study.kept.say([Statement(ENCODING_TERM, TEXTS, held_encoding(name))])
        self._follow()

    # reading anew

    def _wanted(self) -> str:
        return self._given or chosen_encoding(self._study.kept.all())

    def _follow(self) -> None:
        """Read the notes anew if they are to be in another encoding than they are."""
        wanted = self._wanted()
        if self._events is None or wanted == self._in_use:
            return
        self._in_use = wanted
        if self._task is not None:
            self._task.cancel()
        paths, study = self._study.paths, self._study
        task = self._task = Task(lambda _share: None, self._studies.bridge.post)

        def read() -> FileEvents:
            source = open_source(paths, task.progress, wanted)
            try:
                events = source.scan_events(task.progress)
            finally:
                source.close()
            self._studies.note_readings.learn(events.annotations)
            return events

        def done(events: FileEvents) -> None:
            if self._task is task and study.scope.is_open:
                self._task = None
                self._learn(events)
                study.review.show_file_notes(events.annotations)
                self._studies.retell_issues(_CODES, events.issues)
                self._show_again()

        def failed(error: EegViewError) -> None:
            if not isinstance(error, Cancelled):
                self._studies.fail(error)

        self._studies.work.submit(read, done, failed)

    def _show_again(self) -> None:
        dialog = open_dialog(self._context.window, _DIALOG)
        if isinstance(dialog, TextEncodingDialog):
            dialog.show_lines(self._lines(), self._wanted())
