"""The strip that always says how the page is drawn; each part is a menu that changes it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.montage import Montage
from eegview.model.display.view import PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM, ViewState
from eegview.model.text.language import tr
from eegview.ui.widgets.elided_button import ElidedButton
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.mnemonics import letters_when_shown

_MONTAGE_TIP = tr("How rows are derived from the electrodes (F1–F12)")
LOW_CUTS_HZ = (0.0, 0.1, 0.3, 0.5, 1.0, 1.6, 5.0)
HIGH_CUTS_HZ = (0.0, 15.0, 30.0, 35.0, 50.0, 70.0)
NOTCHES_HZ = (0.0, 50.0, 60.0)
PAPER_SPEEDS_MM_PER_S = (10.0, 15.0, 20.0, 30.0, 60.0)
_NARROW_LETTERS, _NOTICE_LETTERS, _FILMED_SHARE = 170, 18, 0.36  # of a strip, of a notice on it
_NO_LIMIT_PX = 16_777_215  # Qt's own
PHASE_TEXTS = {Phase.CAUSAL: tr("Causal (like paper EEG)"), Phase.ZERO: tr("Zero phase (for timing)")}


class StripField(QWidget):
    """A quiet caption over a value that opens a menu."""

    def __init__(
        self, caption: str, tip: str, object_name: str, has_menu: bool = True, button: QToolButton | None = None
    ) -> None:
        super().__init__()
        self.title, self.has_menu = caption, has_menu
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._caption = QLabel(caption)
        self._caption.setProperty("role", "caption")
        self.button = button or QToolButton()
        self.button.setObjectName(object_name)
        self.button.setToolTip(tip)
        self.button.setAutoRaise(True)
        self.button.setProperty("role", "value")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu = QMenu(self.button)
        self._ticked: tuple[str, ...] = ()
        self.menu.aboutToShow.connect(self._tick)
        letters_when_shown(self.menu)
        if has_menu:
            self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self.button.setMenu(self.menu)
        layout.addWidget(self._caption)
        layout.addWidget(self.button)
        self._name()

    def _name(self) -> None:
        """Name the button as it is read: `Montage: Longitudinal bipolar`."""
        self.button.setAccessibleName(f"{self._caption.text()}: {self.button.text()}".rstrip(": "))

    def set_value(self, text: str, notice: bool = False, ticked: tuple[str, ...] = ()) -> None:
        """Show a value; its line of the menu is ticked, or the lines `ticked` where their texts differ from it."""
        self._ticked = ticked or (text,)
        if self.button.text() != text:
            self.button.setText(text)
            self._name()
        if self.button.property("notice") != notice:
            self.button.setProperty("notice", notice)
            self.button.style().unpolish(self.button)
            self.button.style().polish(self.button)

    def _tick(self) -> None:
        wanted = {text.replace("&", "") for text in self._ticked}
        for action in self.menu.actions():
            action.setCheckable(not action.isSeparator())
            action.setChecked(action.text().partition("\t")[0].replace("&", "") in wanted)

    def set_caption(self, text: str) -> None:
        if self._caption.text() != text:
            self._caption.setText(text)
            self._name()

    def fill(self, choices: list[tuple[str, Callable[[], None]]]) -> None:
        self.menu.clear()
        for text, handler in choices:
            action = QAction(text, self.menu)
            action.triggered.connect(lambda _checked=False, run=handler: run())
            self.menu.addAction(action)


class DisplayStrip(QFrame):
    """Montage, low cut, high cut, notch, sensitivity, page, notices, clock. Emits what was chosen; changes nothing."""

    montage_chosen = Signal(str)
    filter_chosen = Signal(object)  # FilterSpec for EEG rows
    sensitivity_chosen = Signal(float)
    page_chosen = Signal(float)
    speed_chosen = Signal(float)
    notices_asked = Signal()
    calibration_asked = Signal()
    preset_chosen = Signal(str)
    all_rows_asked = Signal()
    rows_asked = Signal()  # the dialog of rows
    filmed_asked = Signal()  # when the clip was filmed

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._spec = FilterSpec()
        self._is_film = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 5)
        fields = self._fields = FlowLayout(spacing_px=22, line_spacing_px=4)  # on a narrow screen a second line
        layout.addLayout(fields, 1)
        self.montage = StripField(tr("Montage"), _MONTAGE_TIP, "strip.montage")
        self.low = StripField(
            tr("Low cut"), tr("Low-frequency filter (LFF), high-pass, of EEG rows; τ = 1/(2πf)"), "strip.low_cut"
        )
        self.high = StripField(
            tr("High cut"), tr("High-frequency filter (HFF), low-pass, of EEG rows"), "strip.high_cut"
        )
        self.notch = StripField(tr("Notch"), tr("Mains (notch) filter"), "strip.notch")
        self.sensitivity = StripField(tr("Sensitivity"), tr("Up/Down: next step"), "strip.sensitivity")
        self.page = StripField(tr("Page"), tr("Ctrl+wheel, Ctrl+Plus and Ctrl+Minus"), "strip.page")
        self.rows = StripField(tr("Rows"), tr("Not all rows of this montage are shown"), "strip.rows")
        self.rows.hide()
        self.notices = StripField(
            tr("Notices"), tr("Issues found in this recording"), "strip.notices", has_menu=False, button=ElidedButton()
        )
        self.clip = StripField(tr("Clip"), tr("Go to another clip of this study"), "strip.clip")
        self.filmed = StripField(
            tr("Filmed"), tr("When this clip was filmed"), "strip.filmed", has_menu=False, button=ElidedButton()
        )
        filters = self.low, self.high, self.notch
        eeg = self.montage, *filters, self.sensitivity
        for field in (*eeg, self.clip, self.filmed, self.page, self.rows, self.notices):
            fields.addWidget(field)
        self.notices.button.clicked.connect(self.notices_asked)
        self.filmed.button.clicked.connect(self.filmed_asked)
        self.show_film(False)
        clock = QVBoxLayout()
        clock.setSpacing(0)
        self.wall = QLabel()
        self.elapsed = QLabel()
        for label in (self.wall, self.elapsed):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            clock.addWidget(label)
        clock.addStretch(1)
        self.wall.setToolTip(tr("Wall clock at the cursor, else at the page's start"))
        self.elapsed.setToolTip(tr("Time from the start of the recording, at the cursor, else at the page's start"))
        bold = QFont(self.font())
        bold.setBold(True)
        self.elapsed.setFont(bold)
        self.elapsed.setProperty("role", "accent")
        layout.addLayout(clock)
        self._fill_fixed()

    def _fill_fixed(self) -> None:
        self.low.fill([(cut_text(f, low=True), self._filter(low_cut_hz=f)) for f in LOW_CUTS_HZ])
        self.high.fill([(cut_text(f), self._filter(high_cut_hz=f)) for f in HIGH_CUTS_HZ])
        self.notch.fill([(cut_text(f), self._filter(notch_hz=f)) for f in NOTCHES_HZ])
        self.low.menu.addSeparator()
        for phase, text in PHASE_TEXTS.items():
            action = self.low.menu.addAction(text)
            action.triggered.connect(lambda _checked=False, p=phase: self._filter(phase=p)())
        self.sensitivity.fill(
            [(f"{s:g} µV/mm", lambda s=s: self.sensitivity_chosen.emit(s)) for s in SENSITIVITIES_UV_PER_MM]
        )
        self.sensitivity.menu.addSeparator()
        self.sensitivity.menu.addAction(tr("Calibrate this screen…")).triggered.connect(self.calibration_asked)
        self.page.fill([(length_text(s), lambda s=s: self.page_chosen.emit(s)) for s in PAGE_LENGTHS_S])
        self.page.menu.addSeparator()
        for speed in PAPER_SPEEDS_MM_PER_S:
            action = self.page.menu.addAction(f"{speed:g} mm/s")
            action.triggered.connect(lambda _checked=False, v=speed: self.speed_chosen.emit(v))

        self.rows.fill([("Show all rows", self.all_rows_asked.emit), ("Rows…", self.rows_asked.emit)])

    def _filter(self, **fields: object) -> Callable[[], None]:
        return lambda: self.filter_chosen.emit(replace(self._spec, **fields))

    def set_montages(self, montages: tuple[Montage, ...]) -> None:
        self.montage.fill(
            [
                (f"{m.label}\t{m.key}" if m.key else m.label, lambda i=m.montage_id: self.montage_chosen.emit(i))
                for m in montages
            ]
        )

    def show_view(
        self,
        view: ViewState,
        montage: Montage,
        mm_per_s: float,
        is_calibrated: bool,
        filters_off: bool,
        rows_text: str = "",
        average: str = "",
    ) -> None:
        """Show how the page is drawn, exactly as painted.

        rows_text : says which rows are not on it
        average : what the montage's average is made of
        """
        spec = view.filters.for_kind(ChannelKind.EEG)
        self._spec = spec
        self.montage.button.setToolTip("\n".join(filter(None, (_MONTAGE_TIP, average))))
        self.montage.set_caption(tr("Montage  {key}", key=montage.key) if montage.key else tr("Montage"))
        self.montage.set_value(montage.label)
        self.rows.set_value(rows_text, notice=True)
        self.rows.setVisible(bool(rows_text))
        zero = " · zero phase" if spec.phase == Phase.ZERO and not spec.is_off else ""
        centred = "" if spec.low_cut_hz else " · baseline removed"  # drawn around their medians, see `keeps_offset`
        low_lines = cut_text(spec.low_cut_hz, low=True), PHASE_TEXTS[spec.phase]
        self.low.set_value(cut_text(spec.low_cut_hz) + zero + centred, filters_off, low_lines)
        self.high.set_value(cut_text(spec.high_cut_hz), filters_off)
        self.notch.set_value(cut_text(spec.notch_hz))
        self.sensitivity.set_caption(tr("Sensitivity") if is_calibrated else tr("Sensitivity · uncalibrated"))
        self.sensitivity.set_value(f"{view.sensitivity_uv_per_mm:g} µV/mm")
        length, speed = length_text(view.page_s), f"{mm_per_s:.3g} mm/s"
        self.page.set_value(f"{length} · {speed}", ticked=(length, speed))

    def show_film(self, is_film: bool) -> None:
        """Leave out what only EEG has: montage, filters, µV."""
        for field in (self.montage, self.low, self.high, self.notch, self.sensitivity):
            field.setHidden(is_film)
        self.clip.setVisible(is_film)
        self.filmed.setVisible(is_film)
        self._is_film = is_film
        self._squeeze()

    def _squeeze(self) -> None:
        """Have a film's fields share one line where the window is narrow: the height is the picture's."""
        is_narrow = self._is_film and self.width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        self.filmed.setMaximumWidth(round(self.width() * _FILMED_SHARE) if is_narrow else _NO_LIMIT_PX)
        self._fields.squeezes_to_px = self.fontMetrics().averageCharWidth() * _NOTICE_LETTERS if is_narrow else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._squeeze()

    def show_clip(self, clip: str, filmed: str, is_sure: bool) -> None:
        """Show which clip is on the page, and when it was filmed as far as that is known, with what says so."""
        self.clip.set_value(clip)
        self.filmed.set_value(filmed, notice=not is_sure)

    def show_notices(self, texts: tuple[str, ...]) -> None:
        count = len(texts)
        self.notices.setVisible(count > 0)
        self.notices.set_caption(tr("1 notice") if count == 1 else f"{count} notices")
        self.notices.set_value(texts[0] if texts else "", notice=True)
        self.notices.button.setToolTip("\n".join(texts[:12]) + ("\n…" if count > 12 else ""))

    def show_time(self, wall_text: str, elapsed_text: str) -> None:
        self.wall.setText(wall_text)
        self.elapsed.setText(elapsed_text)


def cut_text(frequency_hz: float, low: bool = False) -> str:
    """Return "off" or the frequency; with `low`, the time constant beside it."""
    if not frequency_hz:
        return "off"
    return tr("{frequency_hz:g} Hz", frequency_hz=frequency_hz) + (
        f"   (τ {1 / (6.283185 * frequency_hz):.2g} s)" if low else ""
    )


def length_text(page_s: float) -> str:
    """Return the length of a page in the unit that suits it: `15 s`, `5 min`, `1.5 h`."""
    if page_s >= 3600:
        return f"{page_s / 3600:.3g} h"
    return f"{page_s / 60:.3g} min" if page_s > 60 else f"{page_s:.3g} s"
