"""What there is to see in the window, each with the way to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget
from recordings.edf_files import File, mark_bytes, plain, write_file

from eegview.ui.sidebar.video_slot import SIZES
from eegview.ui.workstation import Workstation

# Dialogs that open without a question; what is not there in this version of the program is left out.
DIALOGS = (
    *("study.notices", "study.channels", "study.reviewer", "study.export", "study.sign", "edit.history"),
    *("study.export_recording", "study.header"),
    *("page.go_to", "montage.edit", "display.filters", "display.rows", "display.calibrate"),
    *("video.files", "video.movement", "video.match", "video.offset", "detector.run", "detector.about"),
    *("help.keys", "help.commands", "help.guide", "help.about", "help.own_keys", "study.patient"),
)
MODES = (
    ("triage", ("triage.open", "triage.open_anyway"), "triage.close"),
    ("miss-audit", ("miss_audit.open",), "miss_audit.close"),
    ("staging", ("staging.open",), "staging.close"),
    ("trends", ("trends.open", "trends.compute"), "trends.close"),
    ("score", ("score.open",), "score.close"),
    ("compare-readers", ("comparing.open",), "comparing.close"),
    ("tour", ("help.tour",), ""),
    ("edges", ("mark.edges",), "mark.edges_done"),
    ("traces-only", ("display.focus",), "display.focus"),
    ("butterfly", ("display.butterfly",), "display.butterfly"),
)
Settle = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name and what is in it, the whole window or a dialog."""

    name: str
    widget: QWidget


def page_scenes(station: Workstation, settle: Settle) -> Iterator[Scene]:
    """Yield the page, alone and beside every panel of the sidebar."""
    window, sidebar = station.window, station.window.sidebar
    for panel in sidebar.panels:
        panel.close()
    settle(0.3)
    yield Scene("page", window)
    for panel in sidebar.panels:
        panel.open()
        settle(0.4)
        yield Scene(f"panel-{panel.command_id.replace('.', '-')}", window)
        panel.close()
    next(panel for panel in sidebar.panels if panel.command_id == "mark.list").open()
    settle(0.2)


def mark_scenes(station: Workstation, settle: Settle) -> Iterator[Scene]:
    """Yield a selected mark with its form, and the video in its sizes."""
    study = station.studies.study
    assert study is not None
    mine = [mark for mark in study.review.marks if mark.layer == study.review.author]
    if mine:
        study.go_to_mark(mine[-1])
        settle(0.4)
        yield Scene("form", station.window)
        station.actions["mark.details"].trigger()
        settle(0.4)
        yield Scene("form-open", station.window)
    if station.video.has_video:
        slot = station.window.sidebar.video
        before = slot.size_name
        for name in SIZES:
            slot.use_size(name)
            settle(0.4)
            yield Scene(f"video-{name}", station.window)
        slot.use_size(before)


def dialog_scenes(station: Workstation, settle: Settle) -> Iterator[Scene]:
    """Yield each dialog; one that stands in the window is shown with it."""
    for command_id in DIALOGS:
        action = station.actions.actions.get(command_id)
        if action is None or not action.isEnabled():
            continue
        before = set(open_dialogs(station))
        action.trigger()
        settle(0.6)
        opened = [dialog for dialog in open_dialogs(station) if dialog not in before]
        name = f"dialog-{command_id.replace('.', '-')}"
        if not opened:
            yield Scene(name, station.window)  # a panel or a bar in the window
        for dialog in opened:
            yield Scene(name, dialog if dialog.isWindow() else station.window)
        for dialog in opened:
            dialog.close()
        if command_id == "page.go_to":
            station.go_to.hide()
        settle(0.1)


def odd_file_scenes(station: Workstation, settle: Settle, folder: Path) -> Iterator[Scene]:
    """Yield what a file shows whose texts are in an old code page, and one of annotations only."""
    long_note = "příznak, křeč, oči zavřené".encode("cp1250")
    files = {
        "foreign": plain(marks={1: b"+1.5\x14" + long_note + b"\x14\x00"}),
        "annotations": File((), ("0",), {0: mark_bytes("0", "Sleep stage W", "30")}, record_s="0"),
    }
    for name, file in files.items():
        path = str(write_file(folder / f"{name}.edf", file))
        station.open([path])
        settle(1.5)
        yield Scene(f"odd-{name}", station.window)
        for command_id in ("study.encoding", "study.notices", "study.export_recording"):
            if not station.actions[command_id].isEnabled():
                continue
            station.actions[command_id].trigger()
            settle(0.6)
            for dialog in open_dialogs(station):
                yield Scene(f"odd-{name}-{command_id.replace('.', '-')}", dialog)
                dialog.close()


def mode_scenes(station: Workstation, settle: Settle) -> Iterator[Scene]:
    """Yield each task that takes the window over, and leave it again."""
    for name, opens, closes in MODES:
        actions = station.actions.actions
        if any(command_id not in actions for command_id in opens[:1]):
            continue
        for command_id in opens:
            if command_id in actions and actions[command_id].isEnabled():
                actions[command_id].trigger()
                settle(0.6)
        for box in station.window.findChildren(QMessageBox):
            box.close()
        for _tenth in range(300):  # until the trends are computed, which most scenes do without
            if not actions["trends.cancel"].isEnabled():
                break
            settle(0.1)
        settle(0.3)
        yield Scene(f"mode-{name}", station.window)
        if closes in actions:
            actions[closes].trigger()
        elif name == "tour":
            station.tour.leave("skipped")
        settle(0.3)


def close_notice(station: Workstation) -> None:
    """Close the notice of the first start, if it is there."""
    button = station.window.findChild(QPushButton, "start_notice.understood")
    if button is not None:
        button.click()


GROUPS = (
    (("page", "panel"), page_scenes),
    (("form", "video"), mark_scenes),
    (("dialog",), dialog_scenes),
    (("mode",), mode_scenes),
)


def open_dialogs(station: Workstation) -> list[QDialog]:
    """Return the dialogs that are open, in windows of their own or in the window."""
    own = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    within = [one for one in station.window.findChildren(QDialog) if one.isVisible()]
    return list(dict.fromkeys([*own, *within]))
