"""One theme becomes Qt's palette and one style sheet."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from eegview.app.resources import resources_folder
from eegview.app.themes import Theme
from eegview.model.text.language import tr

BASE_PX = 13
PANEL_CHARACTERS = 46
PANEL_WIDEST_SHARE = 0.3  # of the screen, however large the text
FAMILIES = (tr("Inter"), tr("Segoe UI"), tr("SF Pro Text"), tr("Noto Sans"), tr("DejaVu Sans"))


def apply_style(app: QApplication, theme: Theme, scale: float) -> None:
    """Style the whole program; `scale` 1.0-2.0 enlarges every text and with it every control."""
    sheet, font = style_sheet(theme, scale), base_font(scale)
    if app.styleSheet() == sheet and app.font() == font:
        return  # Qt would polish every widget anew
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setFont(font)
    app.setStyleSheet(sheet)


def base_font(scale: float) -> QFont:
    """Return the program's font with figures of one width, so that clocks do not dance."""
    known = set(QFontDatabase.families())
    font = QFont(next((f for f in FAMILIES if f in known), QFont().family()))
    font.setPixelSize(round(BASE_PX * scale))
    tag = QFont.Tag.fromString("tnum")
    if tag is not None:
        font.setFeature(tag, 1)
    return font


def panel_size_hint(panel: QWidget) -> QSize:
    """Return the size a panel beside the page asks for: a line of text wide, never more than a share of the screen."""
    metrics = QFontMetrics(panel.font())
    most_px = round(panel.screen().availableGeometry().width() * PANEL_WIDEST_SHARE)
    return QSize(min(metrics.averageCharWidth() * PANEL_CHARACTERS, most_px), metrics.height() * 20)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.page,
        QPalette.ColorRole.AlternateBase: theme.ground,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.quiet,
        QPalette.ColorRole.Button: theme.ground,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.ToolTipBase: theme.page,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.accent_ink,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Mid: theme.edge,
        QPalette.ColorRole.Light: theme.page,
        QPalette.ColorRole.Dark: theme.line_strong,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.trace_bad))
    return palette


def style_sheet(theme: Theme, scale: float) -> str:
    """Return the style sheet of the whole program."""
    return f"{_look(theme, scale)}{_focus(theme, scale)}"


def _focus(theme: Theme, scale: float) -> str:
    """Return the rules that show where the keyboard is, on every kind of control.

    A frame of 2 px in the colour of actions, its second pixel taken from the padding, so that nothing moves. On what
    is filled with that colour the frame is dashed, in the colour of the text on it. The list of a combo box has the
    focus whenever it is open: a thicker frame would take the last line's room.
    """
    pad = round(4 * scale)
    chip_px, title_px = round(2 * scale), round(1 * scale)
    return f"""
    QPushButton:focus {{ border: 2px solid {theme.accent}; padding: {pad - 1}px {pad * 3 - 1}px; }}
    QPushButton:default:focus, QPushButton[role="primary"]:focus, QPushButton:checked:focus {{
        border: 2px dashed {theme.accent_ink}; }}
    QPushButton[role="chip"]:focus {{ padding: {chip_px - 1}px {round(6 * scale) - 1}px; }}
    QPushButton[role="key"]:focus, QPushButton[role="key-danger"]:focus {{ padding: 0; }}
    QPushButton[role="key-primary"]:focus {{ padding: 0; border: 2px dashed {theme.accent_ink}; }}
    QToolButton:focus {{ border: 2px solid {theme.accent}; border-radius: 4px; }}
    QToolButton[role="switch"]:focus {{ padding: {max(title_px - 1, 0)}px {pad * 2 - 1}px; }}
    QToolButton[role="switch"][tight="true"]:focus {{ padding: {max(title_px - 1, 0)}px {pad - 1}px; }}
    QToolButton[role="switch"]:checked:focus {{ border: 2px dashed {theme.accent_ink}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus {{
        border: 2px solid {theme.accent}; padding: {pad - 2}px {pad + 1}px; }}
    QTableView:focus, QTreeView:focus, QListView:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {{
        border: 2px solid {theme.accent}; }}
    QCheckBox, QRadioButton {{ border: 2px solid transparent; border-radius: 4px; padding-right: {pad}px; }}
    QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {theme.accent}; }}
    QSlider {{ border: 2px solid transparent; border-radius: 4px; }}
    QSlider:focus {{ border: 2px solid {theme.accent}; }}
    QGroupBox:focus, QScrollArea:focus {{ border: 2px solid {theme.accent}; }}
    QTabBar::tab:focus {{ border: 2px solid {theme.accent}; border-radius: 4px; }}
    QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{ border: none; padding: 0; }}
    QComboBox QAbstractItemView:focus {{ border: 1px solid {theme.line}; }}
    """


def _look(theme: Theme, scale: float) -> str:
    small = round(11 * scale)
    pad = round(4 * scale)
    dot = round(8 * scale) * 2
    icons, tone = resources_folder() / "icons", "dark" if theme.is_dark else "light"
    check, up, down = ((icons / f"{name}_{tone}.svg").as_posix() for name in ("check", "up", "down"))
    return f"""
    QMainWindow, QDialog {{ background: {theme.ground}; }}
    QMenuBar {{ background: {theme.page}; border-bottom: 1px solid {theme.line}; padding: 1px 6px; }}
    QMenuBar::item {{ padding: {pad}px {pad * 2}px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {theme.accent_soft}; color: {theme.ink}; }}
    QMenuBar::item {{ border-bottom: 2px solid transparent; }}
    QMenuBar::item:selected {{ border-bottom-color: {theme.accent}; }}
    QMenu {{ background: {theme.page}; border: 1px solid {theme.line_strong}; padding: 4px; }}
    QMenu::item {{ padding: {pad}px {pad * 6}px {pad}px {pad * 5}px; border-left: 3px solid transparent; }}
    QMenu::item:selected {{ border-left-color: {theme.accent}; }}
    QMenu::item:disabled {{ color: {theme.trace_bad}; }}
    QMenu::indicator {{ width: {dot - 6}px; height: {dot - 6}px; margin-left: {pad}px; border: 1px solid transparent;
        border-radius: 3px; }}
    QMenu::indicator:non-exclusive {{ border-color: {theme.line_strong}; background: {theme.page}; }}
    QMenu::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent}; image: url("{check}"); }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QFrame#strip {{ background: {theme.page}; border-bottom: 1px solid {theme.line}; }}
    QLabel[role="caption"] {{ color: {theme.quiet}; font-size: {small}px; padding-left: 1px; }}
    QLabel[role="accent"] {{ color: {theme.accent}; }}
    QLabel[role="quiet"] {{ color: {theme.quiet}; }}
    QLabel[role="title"] {{ font-weight: 700; font-size: {round(15 * scale)}px; }}
    QLabel[role="warning"] {{ color: {theme.warning}; }}
    QToolButton[role="value"] {{ border: none; padding: 0 2px 0 0; font-weight: 700; color: {theme.ink}; }}
    QToolButton[role="value"]:hover {{ color: {theme.accent}; }}
    QToolButton[role="value"][notice="true"] {{ color: {theme.warning}; }}
    QToolButton[role="value"]::menu-indicator {{ image: none; width: 0; }}
    QStatusBar {{ background: {theme.page}; border-top: 1px solid {theme.line}; color: {theme.quiet}; }}
    QStatusBar::item {{ border: none; }}
    QWidget#rail {{ background: {theme.page}; border-left: 1px solid {theme.line}; }}
    QToolButton[role="rail"] {{ border: 1px solid transparent; border-radius: 6px; padding: {round(2 * scale)}px 0;
        font-size: {small}px; color: {theme.ink}; }}
    QToolButton[role="rail"]:hover {{ border-color: {theme.line_strong}; }}
    QToolButton[role="rail"]:focus {{ border-color: {theme.accent}; }}
    QToolButton[role="rail"]:checked {{ background: {theme.accent_soft}; color: {theme.accent}; font-weight: 600; }}
    QToolButton[role="rail"]:disabled {{ color: {theme.trace_bad}; }}
    QTableView, QTreeView, QListView, QPlainTextEdit, QTextEdit, QTextBrowser {{ background: {theme.page};
        border: 1px solid {theme.line}; border-radius: 4px; selection-background-color: {theme.accent_soft};
        selection-color: {theme.ink}; gridline-color: {theme.line}; }}
    QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {theme.accent_soft};
        color: {theme.ink}; border-top: 1px solid {theme.accent}; border-bottom: 1px solid {theme.accent}; }}
    QHeaderView::section {{ background: {theme.ground}; color: {theme.quiet}; border: none;
        border-bottom: 1px solid {theme.line}; padding: {pad}px; }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateTimeEdit {{ background: {theme.page};
        border: 1px solid {theme.edge}; border-radius: 4px; padding: {pad - 1}px {pad + 2}px;
        color: {theme.ink}; }}
    QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none;
        background: transparent; width: {pad * 5}px; }}
    QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: {dot - 4}px;
        height: {dot - 4}px; }}
    QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: {dot - 4}px; height: {dot - 4}px; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView {{ background: {theme.page}; }}
    QPushButton {{ background: {theme.page}; border: 1px solid {theme.edge}; border-radius: 4px;
        padding: {pad}px {pad * 3}px; color: {theme.ink}; }}
    QPushButton:hover {{ border-color: {theme.accent}; }}
    QPushButton:default, QPushButton[role="primary"] {{ background: {theme.accent}; color: {theme.accent_ink};
        border-color: {theme.accent}; }}
    QPushButton[role="primary"] {{ font-weight: 600; }}
    QPushButton:checked {{ background: {theme.accent}; color: {theme.accent_ink}; border-color: {theme.accent}; }}
    QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QPushButton[role="chip"] {{ padding: {round(2 * scale)}px {round(6 * scale)}px; }}
    QToolButton[role="filter"] {{ border: none; border-radius: 4px; padding: {round(2 * scale)}px {pad * 2}px;
        color: {theme.ink}; }}
    QToolButton[role="link"] {{ border: none; padding: 0 {pad}px; color: {theme.accent};
        text-decoration: underline; }}
    QLabel[role="badge"] {{ color: {theme.warning}; border: 1px solid {theme.warning}; border-radius: 4px;
        padding: 0 {pad}px; font-weight: 700; font-size: {small}px; }}
    QToolButton[role="filter"]:hover {{ background: {theme.accent_soft}; }}
    QToolButton[role="filter"]::menu-indicator {{ subcontrol-position: right center; width: {pad * 2}px; }}
    QToolButton[role="title"] {{ border: none; padding: 0 {pad * 3}px 0 0; font-weight: 700;
        font-size: {round(15 * scale)}px; color: {theme.ink}; }}
    QToolButton[role="title"]::menu-indicator {{ subcontrol-position: right center; width: {pad * 2}px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QRadioButton::indicator {{ width: {dot - 4}px; height: {dot - 4}px; border: 2px solid {theme.quiet};
        border-radius: {dot // 2}px; background: {theme.page}; }}
    QRadioButton::indicator:checked {{ width: {dot - 8}px; height: {dot - 8}px; border: 4px solid {theme.accent};
        background: {theme.accent_ink}; }}
    QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator {{ width: {dot - 4}px;
        height: {dot - 4}px; border: 2px solid {theme.quiet}; border-radius: 3px; background: {theme.page}; }}
    QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
        QTableView::indicator:checked {{ border-color: {theme.accent}; background: {theme.accent};
        image: url("{check}"); }}
    QTreeView::item, QListView::item {{ padding: {round(2 * scale)}px 0; }}
    QCheckBox[role="menu"] {{ padding: {pad}px {pad * 4}px; }}
    QFrame[role="overlay"] {{ background: {theme.page}; border: 1px solid {theme.accent}; border-radius: 6px; }}
    QLabel[role="strong"] {{ font-weight: 700; }}
    QLabel[role="badge"] {{ background: {theme.accent}; color: {theme.accent_ink}; border-radius: 4px;
        padding: 1px {pad * 2}px; font-weight: 700; }}
    QFrame[role="card"] {{ background: {theme.page}; border: 1px solid {theme.line}; border-radius: 4px; }}
    QFrame[role="card"] QLabel {{ border: none; background: transparent; }}
    QLabel[role="keycap"], QFrame[role="card"] QLabel[role="keycap"] {{
        background: {theme.ground}; color: {theme.ink}; border: 1px solid {theme.line_strong};
        border-radius: 4px; padding: 1px {pad + 1}px; font-weight: 700; }}
    QPushButton[role="key"], QPushButton[role="key-primary"], QPushButton[role="key-danger"] {{ padding: 0; }}
    QPushButton[role="key-primary"] {{ background: {theme.accent}; border-color: {theme.accent}; }}
    QPushButton[role="key-primary"] QLabel {{ color: {theme.accent_ink}; font-weight: 600; }}
    QPushButton[role="key-primary"] QLabel[role="keycap"] {{ color: {theme.ink}; }}
    QPushButton[role="key-danger"] {{ border-color: {theme.danger}; }}
    QPushButton[role="key-danger"] QLabel {{ color: {theme.danger}; }}
    QPushButton[role="key-danger"] QLabel[role="keycap"] {{ color: {theme.ink}; }}
    QPushButton[role="key-primary"]:disabled {{ background: {theme.ground}; border-color: {theme.line}; }}
    QPushButton QLabel:disabled {{ color: {theme.trace_bad}; }}
    QToolButton[role="switch"] {{ border: 1px solid {theme.edge}; border-radius: 4px; color: {theme.ink};
        padding: {round(1 * scale)}px {pad * 2}px; background: {theme.page}; }}
    QToolButton[role="switch"][tight="true"] {{ padding: {round(1 * scale)}px {pad}px; }}
    QToolButton[role="switch"]:checked {{ background: {theme.accent}; color: {theme.accent_ink};
        border-color: {theme.accent}; }}
    QFrame[role="overlay"] QLabel {{ border: none; background: transparent; }}
    QScrollArea[role="form"], QWidget[role="form"] {{ background: {theme.page}; }}
    QPushButton:disabled, QPushButton[role="primary"]:disabled, QPushButton:default:disabled {{
        color: {theme.trace_bad}; background: {theme.ground}; border-color: {theme.line}; }}
    QLineEdit:disabled, QComboBox:disabled {{ color: {theme.quiet}; background: {theme.ground}; }}
    QToolTip {{ background: {theme.page}; color: {theme.ink}; border: 1px solid {theme.line_strong}; padding: 4px; }}
    QTabBar::tab {{ padding: {pad}px {pad * 3}px; color: {theme.quiet}; }}
    QTabBar::tab:selected {{ color: {theme.accent}; font-weight: 700; }}
    QSplitter::handle {{ background: {theme.ground}; }}
    """
