"""Ask where a file is to be written."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from eegview.ui.widgets.focus_return import asking_window


def ask_where_to_save(
    parent: QWidget, title: str, suggested: Path, filters: str, suffixes: Collection[str]
) -> tuple[Path | None, str]:
    """Return the file that was chosen, None for none, and the chosen one of `filters`.

    A name that ends in none of `suffixes` (".png") gets that of the filter, else that of `suggested`.
    """
    text, kind = QFileDialog.getSaveFileName(asking_window(parent), title, str(suggested), filters)
    if not text:
        return None, kind
    path = Path(text)
    if path.suffix.lower() not in suffixes:
        chosen = kind.rpartition("*")[2].rstrip(")")  # of "PNG image (*.png)"
        path = path.with_name(path.name + (chosen if chosen in suffixes else suggested.suffix))
    return path, kind
