"""When a clip was filmed, typed by the reader where its file does not say or says it wrong."""

from datetime import datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from eegview.app.film.clip_texts import ClipText
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.film.time_zone import OFFSETS_MIN, in_zone, utc_of, zone_text
from eegview.model.study.clip_start import ClipStart
from eegview.model.text.language import tr, tr_later
from eegview.ui.widgets.date_field import DateTimeField

_WITHIN = (
    (tr_later("not known"), None),
    (tr_later("a second"), 1.0),
    (tr_later("a minute"), 60.0),
    (tr_later("a quarter of an hour"), 900.0),
    (tr_later("an hour"), 3600.0),
    (tr_later("a day"), 86400.0),
)


class StartDialog(QDialog):
    """Date and time of one clip, and how sure they are; the page may go on to another clip meanwhile.

    typed : fingerprint of the clip that is shown here, and ClipStart, or None to go by the file again
    """

    typed = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("When was it filmed?"))
        self._fingerprint = ""
        self._utc: datetime | None = None  # by the file, where it does not say its zone
        self._offset_min: int | None = None
        self.now_text = QLabel()
        self.now_text.setObjectName("film.start.now")
        self.now_text.setWordWrap(True)
        self.field = DateTimeField("film.start", tr("When the first frame was filmed"))
        note = QLabel(
            tr(
                "Local time of the first frame. It is kept with the study and can be undone; the file is not changed. "
                "Clips keep their distance in time."
            )
        )
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("First frame"), self.field)
        self.within = QComboBox()
        self.within.setObjectName("film.start.within")
        self.within.setAccessibleName(tr("How far the time may be off"))
        for label, within_s in _WITHIN:
            self.within.addItem(tr(label), within_s)
        form.addRow(tr("Exact to"), self.within)
        self.zone = QComboBox()
        self.zone.setObjectName("film.start.zone")
        self.zone.setAccessibleName(tr("Time zone of the UTC time in the file"))
        for offset_min in OFFSETS_MIN:
            self.zone.addItem(zone_text(offset_min), offset_min)
        self.zone.activated.connect(self._zone_chosen)
        form.addRow(tr("Time zone"), self.zone)
        self._form = form
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.by_file = buttons.addButton(tr("Go by the file"), QDialogButtonBox.ButtonRole.ResetRole)
        self.by_file.setObjectName("film.start.by_file")
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.close)
        self.by_file.clicked.connect(self._go_by_file)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        layout = QVBoxLayout(self)
        layout.addWidget(self.now_text)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def show_clip(self, text: ClipText, clip: FilmClip, told: ClipClock) -> None:
        """Show what is known of a clip; the field begins with it, and what is typed is said of this clip.

        told : its clock by the file; where that is in UTC alone, the time zone can be chosen
        """
        self._utc = utc_of(told)
        self._form.setRowVisible(self.zone, self._utc is not None)
        self._fingerprint, clock = clip.fingerprint, clip.clock
        self._show_zone(clock.utc_offset_min)
        self._offset_min = clock.utc_offset_min if clock.source is ClockSource.TYPED else None
        source = f" · {text.source}" if text.source else ""
        self.now_text.setText(tr("Clip {clip}: {filmed}{source}", clip=text.clip, filmed=text.filmed, source=source))
        self.field.setMaximumDateTime(QDateTime.currentDateTime().addDays(1))  # nothing was filmed in the future
        self.field.setDateTime(
            QDateTime.fromString(clock.started_at.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss")
            if clock.started_at is not None
            else QDateTime.currentDateTime()
        )
        is_typed = clock.source is ClockSource.TYPED
        known = [within_s for _text, within_s in _WITHIN]
        self.within.setCurrentIndex(
            known.index(clock.uncertainty_s) if is_typed and clock.uncertainty_s in known else 0
        )
        self.by_file.setEnabled(is_typed)

    def _show_zone(self, offset_min: int | None) -> None:
        """Show an offset; one that no zone in the list has is added. Only one that a person chose is stored."""
        if offset_min is not None and self.zone.findData(offset_min) < 0:
            self.zone.addItem(zone_text(offset_min), offset_min)
        self.zone.setCurrentIndex(self.zone.findData(offset_min) if offset_min is not None else -1)

    def _zone_chosen(self) -> None:
        """Put the file's UTC time into the zone that was chosen."""
        if self._utc is not None:
            self._offset_min = self.zone.currentData()
            local = in_zone(self._utc, self.zone.currentData())
            self.field.setDateTime(QDateTime.fromString(local.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss"))

    def _save(self) -> None:
        started_at = datetime.fromisoformat(self.field.dateTime().toString("yyyy-MM-ddTHH:mm:ss"))
        offset_min = self._offset_min if self._utc is not None else None
        start = ClipStart(started_at, self.within.currentData(), utc_offset_min=offset_min)
        self.typed.emit(self._fingerprint, start)
        self.close()

    def _go_by_file(self) -> None:
        self.typed.emit(self._fingerprint, None)
        self.close()
