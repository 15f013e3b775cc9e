"""The key card: in pages on the screen, those for the first day before all others, and as a PDF to pin beside it."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QBuffer, QMarginsF, QSizeF, Signal
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from eegview.app.command_search import CommandEntry
from eegview.app.themes import Theme
from eegview.model.text.language import tr

Lines = tuple[tuple[str, str], ...]  # (keys, what they do)
Group = tuple[str, Lines]

N_COLUMNS = 4  # on paper
PAPER_SIZES_PT = (8.0, 7.5, 7.0, 6.5, 6.0)  # the largest that fits on a page; the last one goes over several
COLUMN_CHARACTERS = 54  # the widest line: keys and title
MOUSE = (
    (tr("Wheel"), tr("Move in time")),
    ("Ctrl+wheel", tr("Page length")),
    ("Alt+wheel", tr("Sensitivity")),
    ("Shift+wheel", tr("Scroll rows")),
    (tr("Click"), tr("Set the cursor, or select a mark")),
    (tr("Drag"), tr("Select a section; with Ctrl also its rows")),
    (tr("Drag an edge"), tr("Move an edge of your own mark")),
    ("Double-click", tr("Centre the page there")),
    (tr("Middle drag"), tr("Scroll the page")),
    (tr("Right click"), tr("Menu of a mark, a time or a row label")),
    (tr("Drag a row label"), tr("Move its trace up or down")),
    (tr("Right drag a row label"), tr("Change its gain")),
)
FIRST = tr("The first keys")
FIRST_COMMANDS = (
    "page.next",
    "page.previous",
    "page.right",
    "page.left",
    "page.go_to",
    "display.taller",
    "display.flatter",
    "mark.term.spasm",
    "mark.details",
    "mark.next",
    "mark.delete",
    "edit.undo",
    "play.play_pause",
    "help.commands",
    "help.keys",
)
MOUSE_GROUP = tr("Mouse")
PAGES = (  # title, its groups; what a file or a part of the program adds later stands on the last one
    (tr("Start"), (FIRST, MOUSE_GROUP)),
    (tr("Page"), (tr("Move"), tr("Montage"), tr("Display"), tr("Window"))),
    (tr("Marks"), (tr("Marks"), tr("Edit"), tr("While editing edges"))),
    (tr("Video"), (tr("Video"),)),
    (tr("Tasks"), (tr("Detectors"), tr("Triage"), tr("Miss audit"), tr("Staging"), tr("Training"))),
    (tr("Program"), (tr("Study"), tr("Help"))),
)
OWN_GROUPS = {"miss_audit": tr("Miss audit")}  # by the first word of a command's id
_EDGES = ("mark.edge_start", "mark.edge_end", "mark.edges_done")


def _group_of(entry: CommandEntry) -> str:
    """Return under which heading a command stands: keys of another task are not to be read as the triage's."""
    if entry.command_id in _EDGES:
        return tr("While editing edges")
    return OWN_GROUPS.get(entry.command_id.split(".")[0], entry.menu) if entry.menu == tr("Triage") else entry.menu


def key_groups(entries: Iterable[CommandEntry]) -> tuple[Group, ...]:
    """Return (heading, ((keys, title), …)): first keys, the mouse, then every menu that has keys, page by page."""
    groups: dict[str, list[tuple[str, str]]] = {}
    of_first: dict[str, tuple[str, str]] = {}
    for entry in entries:
        if entry.keys:
            line = ", ".join(entry.keys), entry.lasting_title or entry.title
            groups.setdefault(_group_of(entry), []).append(line)
            of_first[entry.command_id] = line
    for lines in groups.values():
        lines.sort(key=lambda line: (not line[0][0].isdigit(), line[0] if line[0][0].isdigit() else ""))  # digits first
    first = tuple(of_first[command_id] for command_id in FIRST_COMMANDS if command_id in of_first)
    found = {FIRST: first, MOUSE_GROUP: MOUSE, **{name: tuple(lines) for name, lines in groups.items()}}
    order = [name for _page, names in PAGES for name in names]
    named = [name for name in order if name in found]
    return tuple((name, found[name]) for name in (*named, *(name for name in found if name not in order)))


def card_pages(groups: Iterable[Group]) -> tuple[tuple[str, tuple[Group, ...]], ...]:
    """Return (title, groups) of each page of the card; a group that no page names is on the last one."""
    held = tuple(groups)
    known = {name for _title, names in PAGES for name in names}
    pages = []
    for title, names in PAGES:
        is_last = title == PAGES[-1][0]
        of_page = tuple(g for g in held if g[0] in names or (is_last and g[0] not in known))
        if of_page:
            pages.append((title, of_page))
    return tuple(pages)


def in_columns(groups: Iterable[Group], n_columns: int) -> list[list[Group]]:
    """Return the groups in columns of about the same height, in their order; a long one goes on in the next column."""
    held = list(groups)
    most = max(-(-sum(len(lines) + 2 for _name, lines in held) // n_columns), 6)
    columns: list[list[Group]] = [[]]
    left = most
    for name, lines in held:
        rest = lines
        while rest:
            is_last = len(columns) == n_columns
            if left < 5 and not is_last:  # a heading alone at the foot says nothing
                columns.append([])
                left = most
                continue
            n_here = len(rest) if is_last or len(rest) + 2 <= left + 2 else left - 2
            columns[-1].append((name if rest is lines else "", rest[:n_here]))
            left -= n_here + 2
            rest = rest[n_here:]
    return columns


def card_html(groups: Iterable[Group], quiet: str, accent: str, n_columns: int = N_COLUMNS) -> str:
    """Return groups as rich text in columns; colours are "#rrggbb"."""
    cells = []
    for column in in_columns(groups, n_columns):
        blocks = []
        for name, lines in column:
            rows = "".join(
                tr(
                    '<tr><td style="padding: 1px 10px 1px 0; color: '
                    '{accent};"><b>{keys_html}</b></td><td style="padding: 1px '
                    '0;">{escape}</td></tr>',
                    accent=accent,
                    keys_html=_keys_html(keys),
                    escape=escape(title),
                )
                for keys, title in lines
            )
            heading = (
                tr(
                    '<p style="color: {quiet}; margin: 6px 0 2px 0;"><b>{escape}</b></p>',
                    quiet=quiet,
                    escape=escape(name),
                )
                if name
                else ""
            )
            blocks.append(tr('{heading}<table cellspacing="0">{rows}</table>', heading=heading, rows=rows))
        cells.append(
            tr(
                '<td width="{n_columns}%" style="padding-right: 16px;">{blocks}</td>',
                n_columns=100 // n_columns,
                blocks="".join(blocks),
            )
        )
    return tr('<table width="100%"><tr valign="top">{cells}</tr></table>', cells="".join(cells))


def _keys_html(keys: str) -> str:
    """Return keys of which a single one is never broken over two lines."""
    return ", ".join(
        tr('<span style="white-space: nowrap;">{escape}</span>', escape=escape(key)) for key in keys.split(", ")
    )


def card_pdf(html: str, title: str) -> bytes:
    """Return the card as a PDF on an A4 page on its side, in letters that fit on it; may run on any thread."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    layout = writer.pageLayout()
    layout.setOrientation(layout.Orientation.Landscape)
    layout.setMargins(QMarginsF(24, 24, 24, 24))
    writer.setPageLayout(layout)
    document, font = QTextDocument(), QFont()
    document.documentLayout().setPaintDevice(writer)
    for size_pt in PAPER_SIZES_PT:
        font.setPointSizeF(size_pt)
        document.setDefaultFont(font)
        document.setHtml(html)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        if document.pageCount() == 1 and document.idealWidth() <= writer.width():
            break
    document.print_(writer)
    del writer  # finishes the file
    return bytes(buffer.data().data())


class KeyCard(QDialog):
    """Shows the keys in pages, in as many columns as are whole; a long page scrolls down, never aside."""

    pdf_asked = Signal()
    change_asked = Signal()  # the dialog in which keys are changed

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...], theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self._theme = theme
        self._groups: tuple[tuple[str, tuple[Group, ...]], ...] = ()
        self._fitting = (1, 1)
        layout = QVBoxLayout(self)
        self.pages = QTabWidget()
        self.pages.setObjectName("keys.pages")
        self.pages.setAccessibleName(tr("Keys by task"))
        layout.addWidget(self.pages)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for text, name, signal in (
            (tr("&Change keys…"), "keys.change", self.change_asked),
            (tr("&Save as PDF…"), "keys.pdf", self.pdf_asked),
        ):
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, s=signal: s.emit())
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        self.show_keys(entries)
        width, room = self.fontMetrics().averageCharWidth(), parent.screen().availableSize()
        self.resize(
            min(width * 3 * COLUMN_CHARACTERS, room.width() - 60),
            min(self.fontMetrics().height() * 34, room.height() - 80),
        )

    def show_keys(self, entries: Iterable[CommandEntry]) -> None:
        """Show these keys, on the page that was shown before."""
        self._groups = card_pages(key_groups(entries))
        current = max(self.pages.currentIndex(), 0)
        while self.pages.count() > len(self._groups):
            self.pages.removeTab(self.pages.count() - 1)
        for number, (title, _groups) in enumerate(self._groups):
            if number == self.pages.count():
                text = QTextBrowser()
                text.setObjectName(f"keys.page.{number}")
                self.pages.addTab(text, title)
            self.pages.setTabText(number, title)
        for browser, (title, _groups) in zip(self._browsers(), self._groups, strict=True):
            browser.setAccessibleName(tr("Keys: {title}", title=title))
        self.pages.setCurrentIndex(min(current, self.pages.count() - 1))
        self._lay_out()

    def plain_text(self) -> str:
        """Return what stands on all pages."""
        return "\n".join(page.toPlainText() for page in self._browsers())

    def _browsers(self) -> list[QTextBrowser]:
        widgets = (self.pages.widget(number) for number in range(self.pages.count()))
        return [widget for widget in widgets if isinstance(widget, QTextBrowser)]

    def _lay_out(self) -> None:
        theme, self._fitting = self._theme, self._room()
        for browser, (_title, groups) in zip(self._browsers(), self._groups, strict=True):
            browser.setHtml(card_html(groups, theme.quiet, theme.accent, self._columns_for(groups)))

    def _room(self) -> tuple[int, int]:
        """Return how many columns fit beside each other, and how many lines below each other."""
        return self._columns_that_fit(), max(self.pages.height() // round(self.fontMetrics().height() * 1.2) - 4, 8)

    def _columns_for(self, groups: tuple[Group, ...]) -> int:
        """Return as few columns as show all lines at once; two groups stand beside each other where there is room."""
        n_columns, n_lines = self._fitting
        n_needed = -(-sum(len(lines) + 2 for _name, lines in groups) // n_lines)
        return min(n_columns, max(n_needed, min(len(groups), 2)))

    def _columns_that_fit(self) -> int:
        return max(1, min(self.width() // (self.fontMetrics().averageCharWidth() * COLUMN_CHARACTERS), 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room() != self._fitting:
            self._lay_out()
