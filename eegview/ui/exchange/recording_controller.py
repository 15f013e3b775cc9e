"""Exporting the open recording: the dialog, what it would write, and the writing on a lane of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Task
from eegview.app.page.row_styles import electrodes_of
from eegview.model.annotation import Annotation, marks_text
from eegview.model.errors import Cancelled, EegViewError, UsageError
from eegview.model.provenance import Provenance
from eegview.model.span import Span
from eegview.model.sync import is_clinical
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import recording_time_s
from eegview.ui.exchange.recording_dialog import SELECTION, ChosenPart, Offered, RecordingExportDialog
from eegview.ui.exchange.show_folder import show_folder
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.question import ask
from eegview.ui.window.study.study_provenance import ask_provenance

if TYPE_CHECKING:  # loaded when they are needed: exporting is no part of the start
    from eegview.app.exchange.part_choice import ExportRequest
    from eegview.app.exchange.recording_export import Exported

_DIALOG = "export_recording"
_KEY = "export_recording/{}"
_REMEMBERED = ("channels", "marks", "format", "identity", "date", "clock", "age")


class RecordingExportController(QObject):
    """Writes parts of one study as recordings of their own."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._end_work: Callable[[], None] = lambda: None
        context.actions.connect({"study.export_recording": self.show}, study.scope)
        study.session.view_changed.connect(study.scope.while_open(self._follow_view))
        self._studies.privacy.changed.connect(self._close)  # it proposes a name for the file
        study.scope.ended.connect(self._end)

    def _close(self) -> None:
        close_dialogs(self._window, (_DIALOG,))

    def _end(self) -> None:
        self._close()
        self._cancel()
        if self._lane is not None:
            self._lane.close()

    def show(self) -> None:
        """Open the dialog, or bring the open one to the front."""
        show_dialog(self._window, _DIALOG, self._build)
        self._preview_now()

    def _build(self) -> RecordingExportDialog:
        remembered = {name: self._settings.text(_KEY.format(name)) for name in _REMEMBERED}
        dialog = RecordingExportDialog(self._window, self._offered(), remembered)
        dialog.changed.connect(self._preview)
        dialog.write_asked.connect(self._asked)
        dialog.cancel_asked.connect(self._cancel)
        dialog.finished.connect(self._study.scope.while_open(lambda _result: self._tell_on_closing()))
        if self._task is not None:
            dialog.show_writing()
        return dialog

    def _tell_on_closing(self) -> None:
        if self._task is not None:
            self._context.say(tr("The export continues. “Export recording…” shows how far it is, and cancels it."))

    def _dialog(self) -> RecordingExportDialog | None:
        dialog = open_dialog(self._window, _DIALOG)
        return dialog if isinstance(dialog, RecordingExportDialog) else None

    def _offered(self) -> Offered:
        from eegview.exchange.recording.formats import PART_FORMATS

        study = self._study
        rows = study.session.rows
        shown = {
            name
            for index in study.session.unhidden_rows()
            for name in electrodes_of(rows[index], study.session.montage, study.recording)
        }
        counts = dict.fromkeys(study.review.layers.names, 0)
        for mark in filter(is_clinical, study.review.marks):
            counts[mark.layer] = counts.get(mark.layer, 0) + 1
        return Offered(
            self._spans(),
            tuple((channel.name, channel.name in shown) for channel in study.recording.channels),
            counts,
            tuple((form.ending, form.title) for form in PART_FORMATS),
            self._settings.save_folder(study.paths[0]),
            Path(self._studies.privacy.file_name(str(Path(study.paths[0]).resolve()), "recording")).stem,
        )

    def _spans(self) -> dict[str, Span]:
        """Return the spans to choose from as the page stands now."""
        view, whole = self._study.view, self._study.recording.span
        spans = {"Whole recording": whole}
        if view.selection is not None and view.selection.duration_s > 0:
            spans[SELECTION] = view.selection
        if (page := view.span.intersection(whole)) is not None and page != whole:
            spans["This page"] = page
        return spans

    def _follow_view(self, _view: object) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.use_spans(self._spans())

    # what would be written

    def _preview_now(self) -> None:
        dialog = self._dialog()
        if dialog is not None:
            self._preview(dialog.chosen)

    def _preview(self, chosen: ChosenPart) -> None:
        """Show size, length and losses of what is chosen; reads no sample."""
        from eegview.app.exchange.part_choice import Identity
        from eegview.app.exchange.recording_export import preview, size_text
        from eegview.exchange.recording.formats import format_of

        dialog = self._dialog()
        if dialog is None:
            return
        try:
            form = format_of(Path(f"a{chosen.ending}"))
            request = self._request(Path(f"a{chosen.ending}"), chosen)
            if chosen.identity == Identity.PSEUDONYM and not chosen.pseudonym:
                raise UsageError("A pseudonym is needed.", "Type a code, or name nobody.")
            found = preview(self._study.source, request, self._marks(chosen), form)
        except EegViewError as error:
            dialog.show_preview(self._studies.privacy.text(f"⚠ {error.sentence} {error.advice}"), False)
            return
        n_channels = "1 channel" if found.n_channels == 1 else f"{found.n_channels} channels"
        gaps = {0: "no gaps", 1: "1 gap"}.get(found.n_gaps, f"{found.n_gaps} gaps")
        parts = (
            tr("About {size_text}", size_text=size_text(found.size_bytes)),
            elapsed_text(found.stop_s - found.start_s),
            n_channels,
            gaps,
            marks_text(found.n_marks),
        )
        lines = [" · ".join(parts), *found.losses]
        if chosen.identity == Identity.AS_IN_FILE:
            lines.append(tr("The patient is named in the file, as in this recording."))
        dialog.show_preview("\n".join(map(self._studies.privacy.text, lines)), True)

    def _marks(self, chosen: ChosenPart) -> tuple[Annotation, ...]:
        return tuple(mark for mark in self._study.review.marks if mark.layer in chosen.layers)

    def _request(self, out: Path, chosen: ChosenPart) -> "ExportRequest":
        from eegview.app.exchange.part_choice import ExportRequest, Identity
        from eegview.exchange.anonymize import Withheld

        if chosen.channels_kind != "all" and not chosen.channels:
            raise UsageError("No channel is chosen.", "Tick one at least.")
        return ExportRequest(
            out,
            self._span(chosen),
            chosen.channels,
            Identity(chosen.identity),
            chosen.pseudonym,
            Withheld(keep_date=chosen.keep_date, keep_clock=chosen.keep_clock, keep_age=chosen.keep_age),
            may_replace=True,
        )

    def _span(self, chosen: ChosenPart) -> Span:
        if chosen.span is not None:
            return chosen.span
        recording = self._study.recording
        start_s = recording_time_s(chosen.from_text, recording) if chosen.from_text else 0.0
        stop_s = recording_time_s(chosen.to_text, recording) if chosen.to_text else recording.duration_s
        if start_s >= recording.duration_s or stop_s <= 0:
            raise UsageError(
                "The range holds nothing of the recording.", f"It lasts {elapsed_text(recording.duration_s)}."
            )
        if stop_s <= start_s:
            raise UsageError("The range ends before it begins.", "Correct one of the times.")
        return Span(start_s, stop_s)

    # writing

    def _asked(self, path_text: str, chosen: ChosenPart) -> None:
        """Write the file; ask first where further files of the format are there already."""
        from eegview.exchange.recording.formats import format_of

        path = Path(path_text)
        there = [beside.name for beside in format_of(path).beside(path) if beside.exists()]
        if not there or path.exists():  # the file dialog asked about that one
            self._write(path, chosen)
            return
        names = self._studies.privacy.text(" and ".join(there))
        ask(
            self._window,
            self._study.scope,
            "recording.replace",
            tr("Replace files?"),
            tr("{names} stand there already.", names=names),
            tr("They are a part of what is written and would be replaced."),
            tr("Replace"),
            tr("Cancel"),
            lambda: self._write(path, chosen),
            warns=True,
        )

    def _write(self, path: Path, chosen: ChosenPart) -> None:
        from eegview.app.exchange.recording_export import export_recording

        if self._task is not None:
            return
        self._remember(path, chosen)
        study, marks, vocabulary = self._study, self._marks(chosen), self._studies.vocabulary
        try:
            request = self._request(path, chosen)
        except UsageError as error:
            self._failed(error)
            return
        task = self._task = Task(study.scope.while_open(self._show_share), self._studies.bridge.post)

        def write(provenance: Provenance) -> "Exported":
            source = study.source.reopen()
            try:
                return export_recording(source, request, marks, vocabulary, study.paths, task.progress, provenance)
            finally:
                source.close()

        self._end_work = self._studies.running.begin(tr("A part of this recording is being exported."), self._cancel)
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_writing()
        lane = self._lane = self._lane or Lane("export", self._studies.bridge.post)
        while_open = study.scope.while_open

        def known(provenance: Provenance) -> None:
            lane.submit(lambda: write(provenance), while_open(self._written), while_open(self._failed))

        ask_provenance(study, vocabulary, known)

    def _show_share(self, share: float) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_share(share)

    def _written(self, done: "Exported") -> None:
        self._task = None
        self._end_work()
        self._show(done.sentences)
        self._context.say(
            tr("Exported {name}.", name=done.files[0].name),
            tr("Show in folder"),
            partial(show_folder, done.files[0]),
        )

    def _failed(self, error: EegViewError) -> None:
        self._task = None
        self._end_work()
        if isinstance(error, Cancelled):
            self._show((tr("Cancelled; no file was written."),))
        elif self._dialog() is not None:
            self._show((f"⚠ {error.sentence}", error.advice))
        else:
            self._studies.fail(error)

    def _show(self, sentences: tuple[str, ...]) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_outcome(tuple(map(self._studies.privacy.text, sentences)))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _remember(self, path: Path, chosen: ChosenPart) -> None:
        self._settings.saved_in(path.parent, self._study.paths[0])
        left_out = "\n".join(layer for layer in self._study.review.layers.names if layer not in chosen.layers)
        values = {
            "channels": "all" if chosen.channels_kind == "list" else chosen.channels_kind,
            "marks": left_out,
            "format": chosen.ending,
            "identity": chosen.identity if chosen.identity != "file" else "none",  # to name somebody is asked each time
            "date": "yes" if chosen.keep_date else "",
            "clock": "yes" if chosen.keep_clock else "",
            "age": "yes" if chosen.keep_age else "",
        }
        for name, value in values.items():
            self._settings.put(_KEY.format(name), value)
