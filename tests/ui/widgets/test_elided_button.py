"""A button keeps its whole text for readers, and paints what fits."""

from pytestqt.qtbot import QtBot

from eegview.ui.widgets.elided_button import ElidedButton

TEXT = "The text is not in UTF-8; it was read as Windows-1250 (Central European)."


def test_what_does_not_fit_ends_in_dots(qtbot: QtBot) -> None:
    button = ElidedButton()
    qtbot.addWidget(button)
    button.setText(TEXT)
    button.show()
    button.resize(button.sizeHint())
    assert button.painted_text == TEXT
    button.resize(button.sizeHint().width() // 2, button.height())
    assert button.painted_text.endswith("…")
    assert button.text() == TEXT
    assert button.minimumSizeHint().width() < button.width()
