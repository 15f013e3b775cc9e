"""The panel of marks: the list above, the form of the selected mark below."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtWidgets import QSplitter

from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.marks.form import MarkForm
from eegview.ui.marks.form_place import FormPlace
from eegview.ui.marks.marks_list import MarksList
from eegview.ui.marks.page_overlays import NoteLine, QuickQuestion
from eegview.ui.marks.page_question import PageQuestion
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.window.context import Context

_FORM_AT = "marks/form"  # the setting: "list" or "mark"


class MarksPanel(QObject):
    """The widgets that show marks and ask about them; they outlive studies.

    list, form : in the sidebar
    note, quick, question : over the page, for a moment
    """

    menu_built = Signal(object, QPointF, object)  # QMenu about to show, global position, Annotation | None: add to it

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._actions = context.window, context.actions
        self._studies, self._vocabulary = context.studies, context.studies.vocabulary
        page = context.window.page
        self.list = MarksList(self._style(), elapsed_text)
        self.list.show_clock(context.settings.text("marks/time", "clock") == "clock")
        self.form = MarkForm(self._vocabulary)
        self.note = NoteLine(page)
        self.quick = QuickQuestion(page)
        self.question = PageQuestion(page)
        for widget in (self.form, self.note, self.quick, self.question, self.list):
            widget.left.connect(self.focus_page)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("marks")
        splitter.addWidget(self.list)
        splitter.addWidget(self.form)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([360, 260])
        self.place = self._window.sidebar.add_panel("mark.list", tr("Marks"), "marks", splitter)
        at_mark = context.settings.text(_FORM_AT) == "mark"
        self.form_place = FormPlace(self.form, splitter, page, lambda: self.place.is_in_front, at_mark)
        self._settings = context.settings
        self.form.left.connect(self.form_place.fold)
        for signal in (self.place.shown, self.place.hidden):
            signal.connect(self.form_place.follow)
        context.studies.study_closing.connect(self._keep_typed)
        context.studies.privacy.changed.connect(self.refresh_style)
        self._actions.connect({"mark.find": self.find, "mark.card": self._switch_card})
        self._actions.set_checked("mark.card", at_mark)
        self._actions.set_checked("mark.file_notes", True)

    def _style(self) -> MarkStyle:
        studies = self._studies
        return MarkStyle(
            self._window.page.theme, self._vocabulary, readings=studies.note_readings, shown=studies.privacy.text
        )

    def use_vocabulary(self) -> None:
        """List and ask for marks by the vocabulary in use now."""
        self._vocabulary = self._studies.vocabulary
        self.form.use_vocabulary(self._vocabulary)
        self.list.use_vocabulary(self._vocabulary)
        self.refresh_style()

    def refresh_style(self) -> None:
        """Draw the list anew: theme or size of text changed."""
        self.list.set_style(self._style())

    def focus_page(self) -> None:
        """Hand the keyboard back to the page."""
        self._window.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:
        """Put the keyboard into the search field."""
        self.place.open()
        self.list.focus_search()

    def open_form(self, mark: Annotation) -> None:
        """Show a mark in the form, with the keyboard in it."""
        self.form.show_mark(mark)
        self.form_place.show_mark(mark)
        if not self.form_place.unfold():
            self.place.open()
        self.form.take_focus()

    def _switch_card(self) -> None:
        """Show the form on a card at the selected mark from now on, or under the list."""
        at_mark = not self.form_place.at_mark
        self._settings.put(_FORM_AT, "mark" if at_mark else "list")
        self._actions.set_checked("mark.card", at_mark)
        self.form_place.choose(at_mark)

    def _keep_typed(self) -> None:
        """Keep what stands typed as if its field were left: the study is about to be put away."""
        self.form.keep_typed()
        self.note.keep()
