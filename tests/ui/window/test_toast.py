"""A short message is seen over the page, and over the task that stands in its place; a long one is not cut."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from eegview.ui.window.toast import Toast


def test_it_stands_over_what_is_seen_and_is_never_wider(qtbot) -> None:
    around, page, task = QWidget(), QWidget(), QWidget()
    row = QHBoxLayout(around)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(page)
    row.addWidget(task)
    qtbot.addWidget(around)
    around.resize(700, 400)
    around.show()
    toast = Toast(page)
    toast.say("Deleted", "Undo")
    assert toast.isVisible()
    assert page.geometry().contains(toast.geometry())
    page.hide()
    qtbot.waitUntil(lambda: task.width() == 700)
    assert toast.isVisible()
    assert abs(toast.geometry().center().x() - 350) <= 1
    toast.say("The study was changed since, so that what was done is not what was meant. " * 3, "Undo it")
    assert around.rect().contains(toast.geometry())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    toast.say("Short again")
    assert toast.width() < 300
