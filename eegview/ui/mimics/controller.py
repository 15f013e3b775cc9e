"""Opens the palette of mimics, from the menu or from a mark's form, and makes the mark what the reader says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.mimics.compared import as_type, is_compared, is_type, type_name
from eegview.app.review.mark_texts import term_text
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.app.mimics.loop_server import LoopServer
    from eegview.app.mimics.palette import Palette
    from eegview.simulate.filming.loop import DrawnLoop, Picture
    from eegview.ui.mimics.dialog import MimicsDialog

NAME = "mimics"


class MimicsController(QObject):
    """Lives as long as the window, from when it is first used; drawings and their thread end with the dialog."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context, self._window, self._studies = context, context.window, context.studies
        self._server: LoopServer | None = None
        self._palette: Palette | None = None
        context.actions.connect({"mimics.open": self.open})
        context.studies.follow(self._follow_study)
        context.studies.study_closed.connect(self._show_mark)
        context.studies.shutting_down.connect(self._shut_down)

    @property
    def dialog(self) -> MimicsDialog | None:
        """Return the palette while it is open."""
        from eegview.ui.mimics.dialog import MimicsDialog  # late: the window opens without it

        found = open_dialog(self._window, NAME)
        return found if isinstance(found, MimicsDialog) else None

    def open(self) -> None:
        """Show the palette, with the selected mark's kind beside the spasm."""
        from eegview.app.mimics.loop_server import LoopServer
        from eegview.app.mimics.palette import load_palette

        if self._palette is None:
            self._palette = load_palette()
        if self._server is None:
            self._server = LoopServer(self._studies.bridge.post, self._studies.fail)
        was_open = self.dialog is not None
        show_dialog(self._window, NAME, self._build)
        dialog = self.dialog
        mark = self._mark()
        found = self._palette.of_mark(mark.term_id, mark.attribute("kind") or "") if mark is not None else None
        if dialog is not None and (found is not None or not was_open):
            dialog.begin((found or self._palette.mimics[0]).type_id)
        self._show_mark()

    def _build(self) -> MimicsDialog:
        from eegview.ui.mimics.dialog import MimicsDialog

        assert self._palette is not None
        dialog = MimicsDialog(self._window, self._palette, self._window.page.theme)
        dialog.loop_asked.connect(self._draw)
        dialog.still_asked.connect(self._draw_still)
        dialog.become_asked.connect(self._become)
        dialog.types.type_chosen.connect(lambda _type: self._show_mark())
        dialog.finished.connect(lambda _result: self._shut_down())
        return dialog

    def restyle(self) -> None:
        """Draw in the window's theme as it is now."""
        dialog = self.dialog
        if dialog is not None:
            dialog.restyle(self._window.page.theme)

    # loops

    def _draw(self, type_id: str) -> None:
        assert self._palette is not None
        assert self._server is not None
        loop = next(one.loop for one in self._palette.types if one.type_id == type_id)

        def show(drawn: DrawnLoop) -> None:
            dialog = self.dialog
            if dialog is not None:
                dialog.show_drawn(type_id, drawn)

        self._server.ask(loop, show)

    def _draw_still(self, type_id: str) -> None:
        assert self._palette is not None
        assert self._server is not None
        loop = next(one.loop for one in self._palette.types if one.type_id == type_id)

        def show(still: Picture) -> None:
            dialog = self.dialog
            if dialog is not None:
                dialog.types.show_still(type_id, still)

        self._server.ask_still(loop, show)

    # the mark

    def _follow_study(self, study: OpenStudy) -> None:
        study.review.selection.changed.connect(study.scope.while_open(lambda _mark: self._show_mark()))

    def _mark(self) -> Annotation | None:
        """Return the selected mark, where it is of a term that the palette shows."""
        study = self._studies.study
        mark = study.review.selection.mark if study is not None else None
        return mark if is_compared(mark) else None

    def _show_mark(self) -> None:
        dialog, study = self.dialog, self._studies.study
        if dialog is None:
            return
        mark, vocabulary = self._mark(), self._studies.vocabulary
        if mark is None or study is None:
            dialog.show_mark(tr("No spasm or mimic is selected: the palette is for looking."), "")
            return
        at, said = study.session.time_text(mark.onset_s), term_text(mark, vocabulary)
        name = type_name(dialog.shown, vocabulary)
        if not study.review.layers.is_mine(mark):
            dialog.show_mark(tr("{said} at {at}: another's mark; yours can be changed.", said=said, at=at), "")
        elif is_type(mark, dialog.shown):
            dialog.show_mark(tr("Your mark at {at} says “{name}”.", at=at, name=name), "")
        else:
            text = tr("Your mark at {at}: {said}. It stays so unless you change it.", said=said, at=at)
            dialog.show_mark(text, tr("Change it to “{name}”", name=name) if name else "")

    def _become(self, type_id: str) -> None:
        """Make the selected mark one of a type: one act, undone as one."""
        mark, study, palette = self._mark(), self._studies.study, self._palette
        shown = next((one for one in palette.types if one.type_id == type_id), None) if palette is not None else None
        if mark is not None and study is not None and shown is not None and study.review.layers.is_mine(mark):
            study.review.acts.change(mark, as_type(mark, shown, self._studies.vocabulary))

    def _shut_down(self) -> None:
        """Let go of the drawings, which take tens of megabytes, and end their thread."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
