"""The screen of the report: strip above, the form at the left, the pages at the right."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSplitter

from eegview.ui.report.back_bar import BackBar
from eegview.ui.report.form_panel import FormPanel
from eegview.ui.report.header import ReportHeader
from eegview.ui.report.preview import Preview
from eegview.ui.report.verifying import ReportVerifying
from eegview.ui.triage.buttons import key_text
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context

_FORM_SHARE, _PREVIEW_SHARE = 42, 58


@dataclass(frozen=True, slots=True)
class WantedLink:
    """A link into another study, which is being opened for it; `back` are the files of the study of the report."""

    url: str
    back: tuple[str, ...]


class ReportView(QObject):
    """Holds the parts, which outlive studies; hidden they take no room."""

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._page, self._strip = window.page, window.strip
        self._strip_was_shown, self._has_sizes = True, False
        self.wanted: WantedLink | None = None
        self.header = ReportHeader()
        self.form = FormPanel()
        self.preview = Preview(window.page.theme)
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setObjectName("report.body")
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.form)
        self.body.addWidget(self.preview)
        self.body.setStretchFactor(0, _FORM_SHARE)
        self.body.setStretchFactor(1, _PREVIEW_SHARE)
        self.back = BackBar()
        window.over_all.addWidget(self.header)
        window.over_all.addWidget(self.back)
        window.add_beside_page(self.body, 2)

        def key_of(name: str) -> str:
            return key_text(actions.keys_of(f"report.{name}"))

        shown = ("export", "sign", "close", "frames")
        self.header.use_actions({name: (actions[f"report.{name}"], key_of(name)) for name in shown})
        self.back.use_action(actions["report.open"], key_of("open"))
        for name, button in self.preview.buttons.items():
            action = actions[f"report.{name}"]
            button.clicked.connect(lambda _checked=False, action=action: action.trigger())
            button.setText(_SIGNS.get(name, action.text()))
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.toolTip()} ({key_of(name)})")
        for name, control in (("next_open", self.form.next_open), ("rest_not_assessed", self.form.rest)):
            action = actions[f"report.{name}"]
            control.clicked.connect(lambda _checked=False, action=action: action.trigger())
            control.setToolTip(f"{action.toolTip()} ({key_of(name)})" if key_of(name) else action.toolTip())
        self.verifying = ReportVerifying(context)
        self.progress = WorkProgress()
        self.progress.setObjectName("report.progress")
        window.statusBar().addPermanentWidget(self.progress)
        for part in (self.header, self.body, self.back):
            part.hide()

    def set_shown(self, is_shown: bool) -> None:
        """Take the page's place, or give it back."""
        if is_shown:
            self._strip_was_shown = not self._strip.isHidden()
            self._strip.hide()
            self.back.hide()
        elif not self.body.isHidden():
            self._strip.setVisible(self._strip_was_shown)
        self.header.setVisible(is_shown)
        self.body.setVisible(is_shown)
        if is_shown and not self._has_sizes:
            self._has_sizes = True
            self.body.setSizes([_FORM_SHARE * 10, _PREVIEW_SHARE * 10])
        self._page.setVisible(not is_shown)

    def clear(self) -> None:
        """Forget a study."""
        self.back.hide()
        self.form.show_sections(())
        self.preview.show_pages(None)
        for text in (self.header.show_notice, self.header.show_signed, self.header.show_previous):
            text("")

    def restyle(self) -> None:
        """Use the theme of now."""
        self.preview.restyle(self._page.theme)


_SIGNS = {"zoom_out": "−", "zoom_in": "+"}
