"""The response as the consensus has it: clinical, electroclinical, electrographic, each on its own; no verdict."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.clinical.response import confirm_text
from eegview.clinical.response_state import CONSENSUS, Response, ResponseState, ResponseStatus
from eegview.model.text.language import tr, tr_later
from eegview.model.text.said import shown

RECORDING_ALONE = tr("A recording alone cannot show 28 days without spasms.")
_PARTS = (tr_later("Clinical"), tr_later("Electroclinical"), tr_later("Electrographic"))
_REACHED = {ResponseStatus.MET: tr("limit reached"), ResponseStatus.NOT_MET: tr("limit not reached")}


class ResponsePart(QWidget):
    """One of the three: its name, a badge with its status in words, what is known, when it could be confirmed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"response.part.{name.lower()}")
        self.title, self.badge = QLabel(tr(name)), QLabel()
        self.title.setProperty("role", "strong")
        self.badge.setObjectName(f"response.badge.{name.lower()}")
        self.text, self.earliest, self.cautions, self.source = (_plain() for _n in range(4))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.counted = _plain("quiet")
        for label in (self.earliest, self.cautions, self.source):
            label.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.badge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        for widget in (self.text, self.counted, self.progress, self.earliest, self.cautions, self.source):
            layout.addWidget(widget)

    def show_state(self, state: ResponseState, theme: Theme) -> None:
        """Show what is known."""
        badge = _REACHED.get(state.status, "") if self.name == "Electrographic" else ""
        badge = badge or ", ".join(filter(None, (tr(state.status.text), shown(state.relapse_text))))
        self.badge.setText(badge)
        colours = {
            ResponseStatus.PROVISIONAL: theme.warning,
            ResponseStatus.MET: theme.warning if state.relapse_text else theme.accent,
            ResponseStatus.NOT_MET: theme.danger,
        }
        colour = colours.get(state.status, theme.quiet)
        style = "dashed" if state.status is ResponseStatus.NOT_ASSESSED else "solid"
        self.badge.setStyleSheet(
            f"color: {colour}; border: 1px {style} {colour}; border-radius: 4px; padding: 1px 6px; font-weight: 700;"
        )
        _show(self.text, shown(state.text))
        free, needed = state.n_free_days, state.n_needed_days
        is_counted = free is not None and needed is not None and self.name != "Electrographic"
        self.progress.setVisible(is_counted)
        if is_counted:
            self.progress.setRange(0, needed or 1)
            self.progress.setValue(min(free or 0, needed or 1))
            self.progress.setStyleSheet(
                f"QProgressBar {{ background: {theme.line}; border: none; border-radius: 3px; }}"
                f"QProgressBar::chunk {{ background: {colour}; border-radius: 3px; }}"
            )
            self.progress.setAccessibleName(
                tr("{name}: {free} of {needed} days without spasms known", name=tr(self.name), free=free, needed=needed)
            )
        _show(
            self.counted,
            tr("{free} of {needed} days known to be without", free=free, needed=needed) if is_counted else "",
        )
        _show(self.earliest, _earliest_text(state))
        _show(self.cautions, "\n".join(map(shown, state.cautions)))
        _show(
            self.source,
            tr("Source: {source}", source=state.source) if state.source and state.source != CONSENSUS else "",
        )
        self.setAccessibleName(
            tr("{name} response: {badge}. {text}", name=self.name, badge=badge, text=shown(state.text))
        )


class ResponseCard(QFrame):
    """All three, with the source of the rule and what no recording can show."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("response.card")
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Response to treatment"))
        title = QLabel(tr("Response"))
        title.setProperty("role", "title")
        self.source = _plain("quiet")
        self.parts = tuple(ResponsePart(name) for name in _PARTS)
        self.last = _plain("strong")
        self.last.setText(RECORDING_ALONE)
        self.rule = _plain("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(4)
        for widget in (title, self.source, *self.parts, self.last, self.rule):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._shown: tuple[Response | None, Theme] | None = None

    def show_response(self, response: Response | None, theme: Theme) -> None:
        """Show a response; None while none is computed."""
        if self._shown == (response, theme):
            return
        self._shown = response, theme
        for part in self.parts:
            part.setVisible(response is not None)
        self.rule.setVisible(response is not None)
        if response is None:
            self.source.setText(tr("Shown once two studies are compared."))
            return
        self.source.setText(CONSENSUS)
        states = response.clinical, response.electroclinical, response.electrographic
        for part, state in zip(self.parts, states, strict=True):
            part.show_state(state, theme)
        self.rule.setText(response.rule.text)


def _earliest_text(state: ResponseState) -> str:
    if state.status is not ResponseStatus.PROVISIONAL:
        return ""
    on = confirm_text(state)
    return tr("Earliest date to confirm: {on}, if none are seen.", on=on) if on else ""


def _plain(role: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
