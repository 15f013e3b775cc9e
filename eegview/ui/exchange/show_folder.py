"""The folder of a file that was written, in the system's own program for files."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(file: Path) -> None:
    """Open the folder that holds a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.absolute().parent)))
