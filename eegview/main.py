"""Build everything once, hand each part its arguments, run the window."""

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from eegview.model.errors import EegViewError, UsageError
from eegview.model.gc_pause import gc_paused


def open_window(
    paths: Sequence[str] = (),
    videos: Sequence[str] = (),
    at_s: Callable[[object], float] | None = None,
    montage_id: str | None = None,
    page_s: float | None = None,
    library_url: str | None = None,
    reviewer: tuple[str, str] | None = None,
    encoding: str = "",
    link: str = "",
    training: tuple[str, str, int] | None = None,
) -> int:
    """Open the window, with a study if `paths` are given, and return the exit code when it is closed.

    at_s : given the recording, where the first page starts
    reviewer : (name, role) for this session only
    encoding : of the recording's texts; "" = found out
    link : of a report, which is followed; in the files of `paths` where they are given
    training : (case set, mode, number of items) of a session that begins at once; 0 items = as many as last time

    Raises
    ------
    UsageError : there is no screen
    """
    _check_screen()
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication, QMessageBox

    from eegview.app.languages import ENGLISH, use_language
    from eegview.app.library.opening import Reviewer
    from eegview.app.resources import data_folder, folder_faults, user_folder
    from eegview.ui.window.settings import LANGUAGE, Settings

    settings = Settings(user_folder("") / "settings.ini")
    use_language(settings.text(LANGUAGE, ENGLISH))  # before the rest of the window is imported: its constants are texts

    with gc_paused():
        from eegview.ui.help.crash_dialog import install_crash_hook
        from eegview.ui.widgets.qt_texts import QtTexts
        from eegview.ui.window.reader_dates import use_chosen_dates
        from eegview.ui.window.study.first_page import FirstPage
        from eegview.ui.workstation import Workstation
    gc.freeze()  # classes and functions are there until the end: they are not walked over again and again

    use_chosen_dates(settings)
    sys.setswitchinterval(0.001)  # a lane gives the interpreter back to a key press five times sooner than by default
    QCoreApplication.setApplicationName("eegview")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.installTranslator(QtTexts(app))
    try:
        station = Workstation(app, settings, library_url)
    except EegViewError as error:  # who started it from an icon sees no terminal
        QMessageBox.critical(None, "eegview", f"{error.sentence}\n{error.advice}")
        raise
    install_crash_hook(station.window, data_folder())
    for fault in folder_faults():
        station.file_faults.add(fault)
    if reviewer is not None:
        station.studies.reviewer = Reviewer(*reviewer)
    station.show()
    station.video.named = [str(Path(v)) for v in videos]
    first_page = FirstPage(station.studies)
    if link:
        station.opening.links.follow_in(link, [str(Path(p)) for p in paths])
    elif paths:
        station.studies.store.submit(first_page.wait, lambda _none: None, station.fail)
        station.studies.open([str(Path(p)) for p in paths], at_s, montage_id, page_s, encoding)
    if training is not None:
        station.training.open_set(*training)
    _load_kernels(after=first_page.wait)
    return app.exec()


def _check_screen() -> None:
    """Say it in words where Qt would end the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in names):
        raise UsageError(
            "There is no screen to open a window on.",
            "Start it from a desktop; “eegview --help” lists what works without one.",
        )


def _load_kernels(after: Callable[[], None]) -> None:
    """Load the compiled kernels beside the window; plain ones draw the first page."""

    def load() -> None:
        from eegview.app.kernel_file import load_kernels

        after()
        load_kernels()

    threading.Thread(target=load, name="warm-up", daemon=True).start()
