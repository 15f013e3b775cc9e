"""Take a picture of every panel, dialog and mode in each theme and size, and list what is cut or overlaps.

Run it with `./run pictures [FOLDER]`, or from the project's root: `python tests/pictures/take.py FOLDER`. It needs no
display; `--display` uses the one there is. Pictures are named `theme-size-scale-what.png`; `sheet-*.png` has all of a
theme, size and scale; `faults.txt` has the list. Scales: 100; 150, the program's own size of text; 150dpi, a screen
whose every pixel counts for less (QT_SCALE_FACTOR), where the window has that much less room.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]

THEMES = ("paper", "night", "high_contrast")
SIZES = ("1280x800", "1920x1080")
SCALES = ("100", "150", "150dpi")
HOURS, SEED = 0.1, 7
REAL = ROOT.parent / "shared" / "data" / "eeg" / "infant_background_18min.edf"
THUMB_PX = 480


def main() -> int:
    """Take the pictures of each size and scale in a process of its own, then make sheets and list the faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default="pictures", type=Path)
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--scales", default=",".join(SCALES))
    parser.add_argument("--only", default="", help="names of scenes begin with this")
    parser.add_argument("--display", action="store_true", help="use the display there is")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.child:
        size, scale = given.child.split(",")
        take(given.folder, size, scale, given.themes.split(","), given.only)
        return 0
    faults: dict[str, list[str]] = {}
    failed = False
    with tempfile.TemporaryDirectory() as own:
        os.environ["XDG_DATA_HOME"] = str(Path(own) / "data")  # where the tour looks for its study
        from eegview.app.demonstration import default_folder, make_demonstration

        make_demonstration(default_folder(HOURS, SEED), HOURS, SEED)
        for size in given.sizes.split(","):
            for scale in given.scales.split(","):
                failed |= _run_child(given, Path(own), size, scale) != 0
                found = given.folder / f"faults-{size}-{scale}.json"
                if found.exists():
                    for fault, where in json.loads(found.read_text(encoding="utf-8")).items():
                        faults.setdefault(fault, []).extend(where)
                    found.unlink()
    lines = [f"{fault}\n    {', '.join(sorted(where))}" for fault, where in sorted(faults.items())]
    (given.folder / "faults.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join([*lines, f"{len(faults)} faults; pictures in {given.folder}", ""]))
    return int(failed)


def _run_child(given: argparse.Namespace, own: Path, size: str, scale: str) -> int:
    """Run one size and scale in a process of its own, on a screen of that size."""
    width_px, height_px = map(int, size.split("x"))
    factor = 1.5 if scale.endswith("dpi") else 1.0
    screen = {"name": "one", "x": 0, "y": 0, "width": width_px, "height": height_px}
    screens = own / f"screen-{size}.json"
    screens.write_text(
        json.dumps({"screens": [screen | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}), encoding="utf-8"
    )
    env = os.environ | {"QT_SCALE_FACTOR": f"{factor:g}", "EEGVIEW_PICTURES": str(own), "PYTHONPATH": str(ROOT)}
    for name in ("CONFIG", "CACHE"):
        env[f"XDG_{name}_HOME"] = str(own / f"{name.lower()}-{size}-{scale}")
    if not given.display:
        env["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
    command = [sys.executable, __file__, str(given.folder), "--child", f"{size},{scale}"]
    command += ["--themes", given.themes, "--only", given.only]
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode


def take(folder: Path, size: str, scale: str, themes: list[str], only: str) -> None:
    """Take all pictures of one size and scale, and write the faults found to `faults-SIZE-SCALE.json`."""
    from PySide6.QtWidgets import QApplication, QMainWindow
    from windows.layout_faults import layout_faults

    from eegview.dsp.kernels import warm_up

    warm_up()
    app = QApplication([])
    faults: dict[str, list[str]] = {}
    for theme in themes:
        paths: list[Path] = []
        for name, widget in scenes_of(app, size, scale, theme, only):
            path = folder / f"{theme}-{size}-{scale}-{name}.png"
            widget.grab().save(str(path))
            paths.append(path)
            found = layout_faults(widget.window())
            grown_px = widget.width(), widget.height()
            if isinstance(widget, QMainWindow) and not fits(widget, size, scale):
                found.append(f"the window grew to {grown_px[0]}x{grown_px[1]}")
            for fault in found:
                faults.setdefault(fault, []).append(path.stem)
        if paths:
            save_sheet(paths, folder / f"sheet-{theme}-{size}-{scale}.png")
    (folder / f"faults-{size}-{scale}.json").write_text(json.dumps(faults), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # not waiting for what still reads in the background


def scenes_of(app, size: str, scale: str, theme: str, only: str) -> Iterator[tuple]:
    """Yield the name and the widget of each scene, in one window."""
    import scenes

    from eegview.app.demonstration import RECORDING, default_folder
    from eegview.app.library.opening import Reviewer
    from eegview.ui.window.settings import Settings
    from eegview.ui.workstation import Workstation

    def settle(seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            app.processEvents()
            time.sleep(0.005)

    def wait(is_done, timeout_s: float = 60.0) -> None:
        until_s = time.monotonic() + timeout_s
        while not is_done() and time.monotonic() < until_s:
            settle(0.01)

    own = Path(tempfile.mkdtemp(dir=os.environ["EEGVIEW_PICTURES"]))
    settings = Settings(own / "settings.ini")
    settings.put("display/theme", theme)
    settings.put("display/scale", 1.5 if scale == "150" else 1.0)
    settings.set_reviewer(Reviewer("Reader", "technologist"))  # else the first mark asks who reads
    library_url = f"sqlite:///{own}/library.sqlite"
    station = Workstation(app, settings, library_url)
    window = station.window
    station.show()
    window.showNormal()
    window.resize(*window_px(size, scale))
    settle(0.5)

    def wanted(found) -> Iterator[tuple]:
        for scene in found:
            if scene.name.startswith(only):
                yield scene.name, scene.widget

    if "empty".startswith(only) or only.startswith("empty"):
        yield "empty-first-start", window
        scenes.close_notice(station)
        settle(0.2)
        yield "empty", window
    scenes.close_notice(station)
    demo = default_folder(HOURS, SEED) / RECORDING
    station.open([str(demo)])
    wait(lambda: window.page.shown_page is not None and station.video.has_video)
    wait(lambda: bool(len(station.studies.study.review.marks)))
    put_work(station, library_url)
    wait(lambda: station.studies.study.review.n_pending == 0)
    study = station.studies.study
    study.suggestions.catch_up()
    wait(lambda: study.suggestions.shown is not None, 10.0)
    settle(0.5)
    for names, found in scenes.GROUPS:
        if any(name.startswith(only) or only.startswith(name) for name in names):
            yield from wanted(found(station, settle))
    if "training".startswith(only) or only.startswith("training"):
        import training_scenes

        yield from wanted(training_scenes.training_scenes(station, settle))
    if "odd".startswith(only) or only.startswith("odd"):
        yield from wanted(scenes.odd_file_scenes(station, settle, own))
    if REAL.exists() and ("real".startswith(only) or only.startswith("real")):
        station.open([str(REAL)])
        wait(lambda: station.studies.study is not None and station.studies.study.paths[0] == str(REAL))
        wait(lambda: window.page.shown_page is not None)
        settle(0.6)
        yield "real-page", window
    window.close()
    station.studies.leaving.answer(leaves=True)
    settle(0.1)


def window_px(size: str, scale: str) -> tuple[int, int]:
    """Return how large the window is, in its own pixels."""
    factor = 1.5 if scale.endswith("dpi") else 1.0
    width_px, height_px = (round(int(one) / factor) for one in size.split("x"))
    return width_px, height_px


def fits(window, size: str, scale: str) -> bool:
    """Whether the window is as large as it was made; one that grew is made as small again."""
    wanted = window_px(size, scale)
    if (window.width(), window.height()) == wanted:
        return True
    window.resize(*wanted)
    return False


def put_work(station, library_url: str) -> None:
    """Mark some spasms and hypsarrhythmia as a reviewer would, and put a run of a detector beside them."""
    from made_studies.triage_study import detections_at, put_run
    from made_studies.two_readers import put_two_layers

    from eegview.app.review.review import new_mark
    from eegview.model.span import Span
    from eegview.simulate.study import plan_study

    study = station.studies.study
    plan = plan_study(HOURS, SEED)
    onsets_s = sorted(spasm.onset_s for spasm in plan.spasms) or [30.0, 41.0, 52.0]
    terms = {name: station.studies.vocabulary.term(name) for name in ("spasm", "hypsarrhythmia", "artifact")}
    for onset_s in onsets_s[:8]:
        study.review.acts.add(new_mark(terms["spasm"], Span(onset_s, onset_s + 1.6)))
    study.review.acts.add(new_mark(terms["hypsarrhythmia"], Span(60.0, 95.0)))
    study.review.acts.add(new_mark(terms["artifact"], Span(8.0, 10.5)))
    found = [*onsets_s[8:40], *(12.0 + 17.0 * k for k in range(12))]
    put_run(library_url, study.recording.fingerprint, detections_at(sorted(found)), study.recording.duration_s)
    put_two_layers(library_url, study.recording.fingerprint, onsets_s)
    study.session.change(start_s=max(onsets_s[1] - 6.0, 0.0), cursor_s=onsets_s[1] + 0.9)


def save_sheet(paths: list[Path], out: Path) -> None:
    """Put small copies of pictures with their names onto one sheet."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    n_columns, label_px, gap_px = 4, 20, 8
    row_px = THUMB_PX * 10 // 16 + label_px + gap_px
    n_rows = -(-len(paths) // n_columns)
    sheet = QImage(n_columns * (THUMB_PX + gap_px) + gap_px, n_rows * row_px + gap_px, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    painter.setPen(QColor("#ffffff"))
    for place, path in enumerate(paths):
        x_px = gap_px + place % n_columns * (THUMB_PX + gap_px)
        y_px = gap_px + place // n_columns * row_px
        small = QImage(str(path)).scaled(
            THUMB_PX,
            row_px - label_px - gap_px,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawText(QRect(x_px, y_px, THUMB_PX, label_px), 0, path.stem)
        painter.drawImage(x_px, y_px + label_px, small)
    painter.end()
    sheet.save(str(out))


if __name__ == "__main__":
    sys.exit(main())
