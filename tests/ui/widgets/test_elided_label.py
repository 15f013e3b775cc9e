"""A label that gives way says the rest in its tip."""

from eegview.ui.widgets.elided_label import ElidedLabel


def test_text_that_fits_is_painted_whole(qtbot) -> None:
    label = ElidedLabel("1 spasm · 2 hypsarrhythmia")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.painted_text == label.text()
    assert label.toolTip() == ""


def test_text_that_does_not_fit_is_cut_openly_and_told_in_the_tip(qtbot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.setText("1 spasm · 2 hypsarrhythmia · 3 electrodecrement")
    assert label.painted_text.endswith("…")
    assert label.toolTip() == label.text()
    assert label.minimumSizeHint().width() < 30
