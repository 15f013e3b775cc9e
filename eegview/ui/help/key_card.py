"""The card of keys, by group, on the screen and as a PDF to pin beside it."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QBuffer, QMarginsF, Signal
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from eegview.app.command_search import CommandEntry
from eegview.app.themes import Theme

N_COLUMNS, N_SCREEN_COLUMNS = 3, 4  # on paper, on the screen
MOUSE = (
    ("Wheel", "Move in time"),
    ("Ctrl+wheel", "Page length"),
    ("Alt+wheel", "Sensitivity"),
    ("Shift+wheel", "Scroll rows"),
    ("Click", "Set the cursor, or select a mark"),
    ("Drag", "Select a section; with Ctrl also its rows"),
    ("Drag an edge", "Move an edge of your own mark"),
    ("Double-click", "Centre the page there"),
    ("Middle drag", "Scroll the page"),
    ("Right click", "Menu of a mark, a time or a row label"),
    ("Drag a row label", "Move its trace up or down"),
    ("Right drag a row label", "Change its gain"),
)


OWN_GROUPS = {"miss_audit": "Miss audit"}  # by the first word of a command's id
_EDGES = ("mark.edge_start", "mark.edge_end", "mark.edges_done")


def _group_of(entry: CommandEntry) -> str:
    """Return under which heading a command stands: keys of another task are not to be read as the triage's."""
    if entry.command_id in _EDGES:
        return "While editing edges"
    return OWN_GROUPS.get(entry.command_id.split(".")[0], entry.menu) if entry.menu == "Triage" else entry.menu


def key_groups(entries: Iterable[CommandEntry]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return (heading, ((keys, title), …)) for every menu that has keys, the mouse last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        if entry.keys:
            groups.setdefault(_group_of(entry), []).append((", ".join(entry.keys), entry.title))
    for lines in groups.values():
        lines.sort(key=lambda line: line[0] if line[0].isdigit() else "")  # digits in order, the rest as in the menu
    return (*((menu, tuple(lines)) for menu, lines in groups.items()), ("Mouse", MOUSE))


def card_html(
    groups: Iterable[tuple[str, tuple[tuple[str, str], ...]]], quiet: str, accent: str, n_columns: int = N_COLUMNS
) -> str:
    """Return the card as rich text in columns of about the same height; colours are "#rrggbb"."""
    columns: list[list[str]] = [[] for _ in range(n_columns)]
    heights = [0] * n_columns
    for name, lines in sorted(groups, key=lambda group: -len(group[1])):
        shortest = heights.index(min(heights))
        rows = "".join(
            f'<tr><td style="padding: 1px 10px 1px 0; color: {accent}; white-space: nowrap;"><b>{escape(keys)}</b></td>'
            f'<td style="padding: 1px 0;">{escape(title)}</td></tr>'
            for keys, title in lines
        )
        columns[shortest].append(
            f'<p style="color: {quiet}; margin: 6px 0 2px 0;">{escape(name)}</p><table cellspacing="0">{rows}</table>'
        )
        heights[shortest] += len(lines) + 2
    cells = "".join(f'<td style="padding-right: 16px;">{"".join(column)}</td>' for column in columns)
    return f'<table width="100%"><tr valign="top">{cells}</tr></table>'


def card_pdf(html: str, title: str) -> bytes:
    """Return the card as a PDF of A4 pages on their side; may run on any thread."""
    document = QTextDocument()
    font = QFont()
    font.setPointSizeF(8.0)
    document.setDefaultFont(font)
    document.setHtml(html)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    layout = writer.pageLayout()
    layout.setOrientation(layout.Orientation.Landscape)
    layout.setMargins(QMarginsF(24, 24, 24, 24))
    writer.setPageLayout(layout)
    document.print_(writer)
    del writer  # finishes the file
    return bytes(buffer.data().data())


class KeyCard(QDialog):
    """Shows every key by menu."""

    pdf_asked = Signal()

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...], theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        layout = QVBoxLayout(self)
        self.text = QTextBrowser()
        self.text.setObjectName("keys.text")
        layout.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        save = buttons.addButton("Save as PDF…", QDialogButtonBox.ButtonRole.ActionRole)
        save.setObjectName("keys.pdf")
        save.clicked.connect(lambda _checked=False: self.pdf_asked.emit())
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        width = self.fontMetrics().averageCharWidth()
        room = parent.screen().availableSize()
        wide_px = min(width * 210, room.width() - 60)
        n_columns = N_SCREEN_COLUMNS if wide_px >= width * 200 else N_COLUMNS
        self.text.setHtml(card_html(key_groups(entries), theme.quiet, theme.accent, n_columns))
        self.resize(wide_px, min(self.fontMetrics().height() * 50, room.height() - 80))
