"""Make the README's picture: the window on the simulated study, a cluster of spasms marked, its video beside it.

Run it from the project's root: `python tests/bench/picture.py [OUT.png] [THEME]`. It needs no display.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


from PySide6.QtWidgets import QApplication

from eegview import __version__
from eegview.app.demonstration import make_demonstration
from eegview.app.review.review import new_mark
from eegview.dsp.kernels import warm_up
from eegview.model.span import Span
from eegview.simulate.study import plan_study
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

HOURS, SEED = 0.5, 7
SIZE_PX = 1600, 900


def main(out: Path, theme: str) -> None:
    warm_up()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        demo = make_demonstration(Path(folder) / "demo", HOURS, SEED)
        settings = Settings(Path(folder) / "settings.ini")
        settings.put("display/theme", theme)
        settings.set_reviewer(settings.reviewer)
        settings.put("notice/understood", __version__)
        station = Workstation(app, settings, f"sqlite:///{folder}/library.sqlite")
        station.show()
        station.window.showNormal()
        station.window.resize(*SIZE_PX)
        station.window.sidebar.edge.dragged.emit(SIZE_PX[0] // 4 - station.window.sidebar.column.width())
        station.open([str(demo.recording)])
        wait(app, lambda: station.window.page.shown_page is not None and station.video.has_video)
        wait(app, lambda: len(station.studies.study.review.marks) > 0)
        mark_spasms(station)
        wait(app, lambda: station.studies.study.review.n_pending == 0)
        wait(app, lambda: False, timeout_s=2.0)
        station.window.grab().save(str(out))
        station.window.close()


def mark_spasms(station: Workstation) -> None:
    """Mark the spasms of the first cluster as a reviewer would, and look at the second of them."""
    study = station.studies.study
    assert study is not None
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    spasms = [s for s in plan_study(HOURS, SEED).spasms if s.cluster == 1]
    for spasm in spasms:
        study.review.acts.add(new_mark(term, Span(spasm.onset_s, spasm.onset_s + 1.6)))
    second = sorted(s.onset_s for s in spasms)[1]
    study.session.change(start_s=second - 6.0, cursor_s=second + 0.9)


def wait(app: QApplication, is_done, timeout_s: float = 60.0) -> None:
    """Let the window live until `is_done()`, or as long as `timeout_s`."""
    until = time.monotonic() + timeout_s
    while not is_done() and time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    arguments = [*sys.argv[1:], "resources/help/window.png", "paper"]
    main(Path(arguments[0]), arguments[1] if len(sys.argv) > 2 else "paper")
