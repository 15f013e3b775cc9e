"""Choose a detector, set it, say where it looks. Nothing runs before the button is pressed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.detect.discovery import FoundPlugin
from eegview.model.infant.age import AgeOn
from eegview.model.span import Span
from eegview.model.study.patient_age import TypedAge
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.detectors.detector_list import DetectorList
from eegview.ui.detectors.parameter_form import ParameterForm, Value
from eegview.ui.detectors.texts import can_run, made_for, origin_text, shared_titles, state_sentence
from eegview.ui.widgets.age_field import AgeField

RESEARCH_TEXT = tr(
    "A detector proposes, a person decides. For research and education: suggestions are not marks, are not "
    "counted and are not a diagnosis."
)
NONE_TEXT = tr("No detector found. Put a folder with a plugin.toml into the plugins folder.")


class DetectorRunDialog(QDialog):
    """The detectors with their settings and spans; whether one can run here is decided outside and shown here."""

    chosen = Signal(str)  # id of the detector looked at now
    changed = Signal()  # settings or span
    run_asked = Signal(str, object, object)  # id, {name: value}, Span
    set_asked = Signal(object, object)  # ids of the ticked detectors, Span
    consent_asked = Signal(str)
    page_asked = Signal(str)
    marks_asked = Signal(str, object)  # id, the ParameterField that is to hold where the reader's marks are
    age_settled = Signal(object)  # TypedAge, None = take back what was typed

    def __init__(
        self,
        parent: QWidget,
        plugins: Sequence[FoundPlugin],
        spans: Mapping[str, Span],
        remembered: Mapping[str, Mapping[str, Value]],
        wanted_id: str = "",
        ticked: Sequence[str] = (),
        reads_marks: Mapping[str, str] | None = None,
        lacking: Mapping[str, str] | None = None,
    ) -> None:
        """Show the dialog.

        spans : what can be searched, by its label; the first one is chosen
        remembered : the settings last used, by detector
        wanted_id : the detector shown first
        ticked : the detectors that run together at the press of one button
        reads_marks : a sentence on which of the reader's marks a detector is given, by detector
        lacking : what a detector needs and this study lacks, by detector; such a one cannot be ticked
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Run a detector"))
        self._plugins = {plugin.detector_id: plugin for plugin in plugins if plugin.is_used}
        self._spans, self._remembered, self._reads_marks = dict(spans), remembered, dict(reads_marks or {})
        self._lacking = dict(lacking or {})
        self._refusal = ""
        self.form = ParameterForm(())
        self._build_list()
        self._build_labels()
        self._build_spans()
        self._build_age()
        self._build_buttons()
        self._lay_out()
        self.list.tick(ticked)
        self.list.ticks_changed.connect(self._enable)
        self.list.choose(wanted_id)
        if not self._plugins:
            self._show_plugin(None)

    # building

    def _build_list(self) -> None:
        self.list = DetectorList()
        self.list.fill(self._plugins.values(), self._lacking)
        self.list.currentRowChanged.connect(lambda _row: self._show_plugin(self.plugin))

    def _build_labels(self) -> None:
        self.title, self.version, self.summary, self.fits = QLabel(), QLabel(), QLabel(), QLabel()
        self.version.setProperty("role", "quiet")
        self.origin = QLabel()
        self.origin.setObjectName("detector.origin")
        self.origin.setAccessibleName(tr("Id and folder"))
        self.origin.setProperty("role", "quiet")
        self.origin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title.setProperty("role", "title")
        self.title.setObjectName("detector.title")
        self.fits.setProperty("role", "quiet")
        self.state = QLabel()
        self.state.setObjectName("detector.state")
        self.state.setProperty("role", "warning")
        self.validity = QLabel()
        self.validity.setObjectName("detector.validity")
        self.validity.setProperty("role", "warning")
        self.marks = QLabel()
        self.marks.setObjectName("detector.marks")
        for label in (self.origin, self.summary, self.fits, self.marks, self.state, self.validity):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)

    def _build_spans(self) -> None:
        self._span_group = QButtonGroup(self)
        self._span_buttons: dict[str, QRadioButton] = {}
        for label, span in self._spans.items():
            button = QRadioButton(f"{label}  ({elapsed_text(span.start_s, 0)} – {elapsed_text(span.stop_s, 0)})")
            button.setObjectName(f"detector.span.{label.split()[0].lower()}")
            button.setChecked(not self._span_buttons)
            button.toggled.connect(lambda is_on: self.changed.emit() if is_on else None)
            self._span_group.addButton(button)
            self._span_buttons[label] = button

    def _build_age(self) -> None:
        """Build a line for the age, by which results may be marked as outside of what the detector was made for."""
        self.age = AgeField("detector.age")
        self.age.written.connect(lambda _age: self.changed.emit())
        self.age.edit.textEdited.connect(lambda _text: self._enable())
        self.age.settled.connect(self.age_settled)
        self._age_line = QHBoxLayout()
        self._age_line.addWidget(QLabel(tr("Age")))
        self._age_line.addWidget(self.age, 1)

    def show_age(
        self, typed: TypedAge | None, days_in_file: float | None, author: str, of_infant: AgeOn | None = None
    ) -> None:
        """Show what is known of the infant's age, see `AgeField.show_age`."""
        self.age.show_age(typed, days_in_file, author, of_infant)
        self._enable()

    def _build_buttons(self) -> None:
        def button(name: str, text: str, tip: str) -> QPushButton:
            made = QPushButton(text)
            made.setObjectName(name)
            made.setToolTip(tip)
            made.setAutoDefault(False)
            return made

        self.defaults = button("detector.defaults", tr("Defaults"), tr("Reset all settings to the detector's defaults"))
        self.page = button("detector.page", tr("About it…"), tr("Method, evidence and limits"))
        self.consent = button(
            "detector.consent", tr("Review the code…"), tr("See its files, then decide whether to approve it")
        )
        self.run = button("detector.start", tr("Run"), tr("Run it on the recording in the background"))
        self.run.setProperty("role", "primary")
        self.run.setDefault(True)
        self.run_set = button("detector.start_set", "", tr("Run the ticked detectors one after another, as set last"))
        self.run_set.clicked.connect(lambda _checked=False: self._run_set())
        self.defaults.clicked.connect(lambda _checked=False: self.form.show_defaults())
        self.page.clicked.connect(lambda _checked=False: self._emit_chosen(self.page_asked))
        self.consent.clicked.connect(lambda _checked=False: self._emit_chosen(self.consent_asked))
        self.run.clicked.connect(lambda _checked=False: self._run())

    def _lay_out(self) -> None:
        research = QLabel(RESEARCH_TEXT)
        research.setProperty("role", "quiet")
        research.setWordWrap(True)
        name = QHBoxLayout()
        name.addWidget(self.title)
        name.addWidget(self.version)
        name.addStretch(1)
        self._settings, where = _heading(tr("Settings")), _heading(tr("Range"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for widget in (self.origin, self.summary, self.fits, self.marks, self.state, self._settings):
            column.addWidget(widget)
        self._form_place = QVBoxLayout()
        column.addLayout(self._form_place)
        column.addWidget(where)
        for button in self._span_buttons.values():
            column.addWidget(button)
        column.addLayout(self._age_line)
        column.addStretch(1)
        area = QScrollArea()  # a small screen scrolls; what can be pressed and what limits the results stay in sight
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(name)
        right.addWidget(area, 1)
        right.addWidget(self.validity)
        right.addWidget(research)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 2)
        middle.addLayout(right, 5)
        buttons = QHBoxLayout()
        buttons.addWidget(self.defaults)
        buttons.addWidget(self.page)
        buttons.addStretch(1)
        cancel = QPushButton(tr("Cancel"))
        cancel.setObjectName("detector.cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(lambda _checked=False: self.reject())
        for widget in (cancel, self.run_set, self.consent, self.run):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)
        unit_px = self.fontMetrics().averageCharWidth()
        room = self.screen().availableSize()
        height_px = self.fontMetrics().height() * 38
        self.resize(min(unit_px * 124, room.width() - 60), min(height_px, room.height() - 80))

    # what is shown

    def choose(self, detector_id: str) -> None:
        """Look at another detector."""
        if detector_id in self._plugins:
            self.list.choose(detector_id)

    @property
    def plugin(self) -> FoundPlugin | None:
        """The detector looked at."""
        return self._plugins.get(self.list.chosen_id)

    @property
    def span(self) -> Span:
        """The span that is to be searched."""
        chosen = next(label for label, button in self._span_buttons.items() if button.isChecked())
        return self._spans[chosen]

    @property
    def _shared(self) -> frozenset[str]:
        return shared_titles(self._plugins.values())

    def show_plugins(self, plugins: Sequence[FoundPlugin]) -> None:
        """Show the detectors as they are now; the one looked at stays, with what was set."""
        self._plugins = {plugin.detector_id: plugin for plugin in plugins if plugin.is_used}
        for plugin in self._plugins.values():
            self.list.show_state(plugin)
        self._show_state(self.plugin)

    def _show_plugin(self, plugin: FoundPlugin | None) -> None:
        manifest = plugin.manifest if plugin is not None else None
        self.title.setText(plugin.title if plugin else "")
        self.version.setText(plugin.version if plugin else "")
        has_origin = plugin is not None and (not plugin.is_shipped or plugin.title in self._shared)
        self.origin.setText(origin_text(plugin) if plugin is not None and has_origin else "")
        self.origin.setVisible(has_origin)
        self.summary.setText(plugin.summary if plugin else NONE_TEXT)
        self.fits.setText(made_for(manifest) if manifest else "")
        self.fits.setVisible(bool(self.fits.text()))
        self.marks.setText(self._reads_marks.get(plugin.detector_id, "") if plugin else "")
        self.marks.setVisible(bool(self.marks.text()))
        self._form_place.removeWidget(self.form)
        self.form.deleteLater()
        self.form = ParameterForm(manifest.parameters if manifest else ())
        if plugin is not None:
            self.form.show_values(self._remembered.get(plugin.detector_id, {}))
        self.form.changed.connect(self._form_changed)
        self.form.marks_asked.connect(lambda field: self.marks_asked.emit(self.list.chosen_id, field))
        self._form_place.addWidget(self.form)
        self._settings.setVisible(bool(self.form.fields))
        self.form.setVisible(bool(self.form.fields))
        self._refusal = ""
        self.validity.hide()
        self._show_state(plugin)
        if plugin is not None:
            self.chosen.emit(plugin.detector_id)

    def _show_state(self, plugin: FoundPlugin | None) -> None:
        sentence = state_sentence(plugin) if plugin else ""
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))
        self.page.setEnabled(plugin is not None)
        self._enable()

    def show_validity(self, refusal: str, outside: Sequence[str]) -> None:
        """Show why it cannot run here, or why what it finds would be marked as outside of what it was made for."""
        self._refusal = refusal
        if refusal:
            text = tr("It cannot run here. {refusal}", refusal=refusal)
        elif outside:
            text = tr("Its results will be marked “outside validated use”. ") + " ".join(outside)
        else:
            text = ""
        self.validity.setText(text)
        self.validity.setVisible(bool(text))
        self._enable()

    def _enable(self) -> None:
        plugin = self.plugin
        self.defaults.setEnabled(not self.form.is_default)
        n_ticked = len(self.list.ticked_ids)
        self.run_set.setText(tr("Run the {n_ticked} ticked", n_ticked=n_ticked) if n_ticked else tr("Run the ticked"))
        self.run_set.setEnabled(n_ticked > 0 and self.age.is_right)
        is_right = self.form.is_right and self.age.is_right
        self.consent.setVisible(plugin is not None and plugin.needs_consent)
        self.run.setVisible(plugin is None or not plugin.needs_consent)
        self.run.setEnabled(plugin is not None and can_run(plugin) and is_right and not self._refusal)

    # what was done

    def _form_changed(self) -> None:
        self._enable()
        self.changed.emit()

    def _emit_chosen(self, signal: SignalInstance) -> None:
        if self.plugin is not None:
            signal.emit(self.plugin.detector_id)

    def _run_set(self) -> None:
        ticked = self.list.ticked_ids
        if ticked:
            self.age.settle()
            self.set_asked.emit(ticked, self.span)
            self.accept()

    def _run(self) -> None:
        plugin = self.plugin
        if plugin is not None and self.run.isEnabled():
            self.age.settle()
            self.run_asked.emit(plugin.detector_id, self.form.values(), self.span)
            self.accept()


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label
