"""What the video's panel says of the picture's time, under a picture that stands elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class TimeTrust(QLabel):
    """A line in the panel's own words, amber unless the video is matched well; none where there is nothing to say."""

    def __init__(self, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "quiet")
        self.hide()

    def show_trust(self, text: str, is_sure: bool) -> None:
        """Show how the time of the picture is known, and whether that is good enough to be trusted."""
        self.setText(text)
        self.setVisible(bool(text))
        role = "quiet" if is_sure else "warning"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
