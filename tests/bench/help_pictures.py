"""Make the pictures of the guide from the simulated study.

Run it from the project's root: `python tests/bench/help_pictures.py [FOLDER] [NAME…]`; it makes all of them unless some
are named (`help_trends`). It needs no display.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from made_studies.two_readers import put_two_layers
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from eegview import __version__
from eegview.app.demonstration import make_demonstration
from eegview.app.diary.acts import day_statement, event_statement
from eegview.app.infant.acts import milestone_statement
from eegview.app.infant.keeping import keep_infant, keep_members, say
from eegview.app.library.opening import Reviewer
from eegview.app.resources import made_user_folder
from eegview.app.response.treatment_acts import diary_statement, treatment_statement
from eegview.app.review.review import new_mark
from eegview.app.study.records import Statement
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.cli.training.train_make import make_set
from eegview.dsp.kernels import warm_up
from eegview.model.film.export.choice import Faces, Voice
from eegview.model.film.export.face import Ellipse
from eegview.model.infant.diary_event import Certainty, DiaryEvent
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import EEG, Member
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.span import Span
from eegview.model.training.answer import LEARN
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed, counted_day
from eegview.model.treatment.treatment import Treatment
from eegview.simulate.filming.film import write_clip
from eegview.simulate.study import plan_study
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.film_export.dialog import FilmExportDialog
from eegview.ui.infant.forms import DIARY
from eegview.ui.vocabulary.editor import VocabularyEditor
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

ROOT = Path(__file__).resolve().parents[2]
HOURS, SEED = 0.5, 7
SIZE_PX, WIDE_PX = (1280, 800), 760
DRAWN_HEAD_PX = (240, 106, 44, 48)  # centre and radii of the drawn infant's head in the video of the study
Settle = Callable[[float], None]


def main(folder: Path, wanted: tuple[str, ...]) -> None:
    """Open the study, mark its spasms, and save a picture of each scene."""
    warm_up()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as own:
        for name in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(own) / name.lower())
        station, settle = opened(app, Path(own))
        for name, widget in scenes(station, settle, Path(own), wanted):
            save(widget.grab(), folder / f"{name}.png")
        sys.stdout.flush()
        os._exit(0)  # not waiting for what still reads in the background


def opened(app: QApplication, own: Path) -> tuple[Workstation, Settle]:
    """Return the window on the study with its spasms marked, and what lets it live for some seconds."""

    def settle(seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            app.processEvents()
            time.sleep(0.005)

    demo = make_demonstration(own / "demo", HOURS, SEED)
    settings = Settings(own / "settings.ini")
    settings.put("display/theme", "paper")
    settings.set_reviewer(Reviewer("Reader", "neurologist"))
    settings.put("notice/understood", __version__)
    station = Workstation(app, settings, f"sqlite:///{own}/library.sqlite")
    station.show()
    station.window.showNormal()
    station.window.resize(*SIZE_PX)
    station.open([str(demo.recording)])
    wait(settle, lambda: station.window.page.shown_page is not None and station.video.has_video)
    study = station.studies.study
    assert study is not None
    wait(settle, lambda: len(study.review.marks) > 0)
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    spasms = sorted(plan_study(HOURS, SEED).spasms, key=lambda spasm: spasm.onset_s)
    for spasm in spasms:
        study.review.acts.add(new_mark(term, Span(spasm.onset_s, spasm.onset_s + 1.6)))
    wait(settle, lambda: study.review.n_pending == 0)
    study.session.change(start_s=spasms[1].onset_s - 6.0, cursor_s=spasms[1].onset_s + 0.9)
    settle(1.5)
    return station, settle


def scenes(station: Workstation, settle: Settle, own: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, QWidget]]:
    """Yield the name and the widget of each picture."""
    window = station.window
    panels = {"clusters": "cluster.list", "measuring": "display.measure", "together": "study.completeness"}
    # what the window is left with after one picture does not matter to the next
    steps: dict[str, Callable[[], QWidget]] = {
        "reading": lambda: window,
        "marking": lambda: marked(station, settle),
        **{name: lambda panel=panel: with_panel(station, settle, panel) for name, panel in panels.items()},
        "video": lambda: with_video(station, settle),
        "film": lambda: of_clips(station, settle, own),
        "mimics": lambda: with_mimics(station, settle),
        "staging": lambda: in_task(station, settle, "staging", 1.5),
        "trends": lambda: computed_trends(station, settle),
        "based": lambda: scored(station, settle),
        "statistics": lambda: in_task(station, settle, "spasms.statistics", 20.0),
        "suggestions": lambda: suggested(station, settle, own),
        "report": lambda: in_task(station, settle, "report", 25.0),
        "exchange": lambda: dialog(station, settle, "study.export_recording"),
        "privacy": lambda: face_covered(station, settle),
        "own": lambda: own_words(settle, own),
        "infant": lambda: infant_course(station, settle, own),
        "library": lambda: library(station, settle),
        "finding": lambda: dialog(station, settle, "help.commands"),
        "vocabulary": lambda: own_terms(station, settle),
        "response": lambda: compared(station, settle, own),
        "diary": lambda: kept_diary(station, settle, own),
        "comparing": lambda: readers_compared(station, settle, own),
        "training": lambda: answered(station, settle, own),
    }
    for name, show in steps.items():
        if not wanted or f"help_{name}" in wanted:
            yield f"help_{name}", show()
            leave(station, settle)


def leave(station: Workstation, settle: Settle) -> None:
    """Close panels, dialogs and tasks."""
    for task in station.tasks.all:
        task.close()
    for panel in station.window.sidebar.panels:
        panel.close()
    for widget in QApplication.topLevelWidgets():
        if widget is not station.window and widget.isVisible():
            widget.close()
    settle(0.3)


def marked(station: Workstation, settle: Settle) -> QWidget:
    study = station.studies.study
    assert study is not None
    mine = [mark for mark in study.review.marks if mark.layer == study.review.author]
    with_panel(station, settle, "mark.list")
    study.go_to_mark(mine[1])
    station.actions["mark.details"].trigger()
    settle(1.0)
    return station.window


def with_panel(station: Workstation, settle: Settle, command_id: str) -> QWidget:
    next(panel for panel in station.window.sidebar.panels if panel.command_id == command_id).open()
    settle(1.5)
    return station.window


def with_mimics(station: Workstation, settle: Settle) -> QWidget:
    station.actions["mimics.open"].trigger()
    dialog = station.mimics.dialog
    assert dialog is not None
    dialog.types.choose("moro")
    wait(settle, lambda: dialog.left.loop is not None and dialog.right.loop is not None)
    settle(3.0)  # the stills of the list
    dialog.player.pause()
    dialog.player.restart()
    dialog.player.step(33)
    dialog.resize(1180, 740)
    settle(0.5)
    return dialog


def of_clips(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Open two clips of the simulated infant without its EEG, with the first spasms marked; then the study again."""
    study = station.studies.study
    assert study is not None
    paths, plan = study.paths, plan_study(HOURS, SEED)
    onsets_s = sorted(spasm.onset_s for spasm in plan.spasms if spasm.cluster == 1)
    zero_s, folder = onsets_s[0] - 8.0, own / "clips"
    folder.mkdir()
    for name, start_s, length_s in (
        ("VID_20260301_071500.mp4", zero_s, 55.0),
        ("VID_20260301_071740.mp4", zero_s + 160, 30.0),
    ):
        write_clip(folder / name, plan, Span(start_s, start_s + length_s), zero_s, Fraction(25))
    station.opening.open_paths([str(folder)])
    wait(settle, lambda: station.studies.study is not None and station.studies.study.recording.is_film)
    wait(settle, lambda: station.video.has_video)
    study = station.studies.study
    term = station.studies.vocabulary.term("spasm")
    assert study is not None
    assert term is not None
    for onset_s in onsets_s[:4]:
        study.review.acts.add(new_mark(term, Span(onset_s - zero_s, onset_s - zero_s + 1.6)))
    study.session.change(start_s=0.0, page_s=30.0, cursor_s=8.9)
    station.actions["mark.list"].trigger()
    wait(
        settle, lambda: len(station.movement.traces) == 2 and all(one.is_complete for one, _ in station.movement.traces)
    )
    settle(2.0)
    picture = QLabel()
    picture.setPixmap(station.window.grab())
    picture.setFixedSize(station.window.size())
    station.open([*paths])
    wait(settle, lambda: station.studies.study is not None and not station.studies.study.recording.is_film)
    settle(2.0)
    return picture


def with_video(station: Workstation, settle: Settle) -> QWidget:
    station.window.sidebar.video.use_size("L")
    station.actions["video.match"].trigger()
    settle(1.5)
    return station.window


def in_task(station: Workstation, settle: Settle, name: str, seconds: float) -> QWidget:
    station.actions[name if "." in name else f"{name}.open"].trigger()
    settle(seconds)
    return station.window


def computed_trends(station: Workstation, settle: Settle) -> QWidget:
    in_task(station, settle, "trends", 0.5)
    computing = station.tasks.trends.computing
    computing.start()
    wait(settle, lambda: computing.trends.state == "done", 120.0)
    settle(2.0)
    return station.window


def scored(station: Workstation, settle: Settle) -> QWidget:
    in_task(station, settle, "score", 1.5)
    for command_id in ("score.own_epoch", "score.spike", "score.spike", "score.next_bin", "score.spike"):
        if command_id in station.actions.actions and station.actions[command_id].isEnabled():
            station.actions[command_id].trigger()
            settle(0.5)
    settle(1.0)
    return station.window


def dialog(station: Workstation, settle: Settle, command_id: str) -> QWidget:
    before = set(QApplication.topLevelWidgets())
    station.actions[command_id].trigger()
    settle(1.0)
    found = [one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible()]
    return found[0] if found else station.window


def face_covered(station: Workstation, settle: Settle) -> QWidget:
    """Show the export of the study's video with the drawn infant's head covered."""
    shown = dialog(station, settle, "study.export_clip")
    assert isinstance(shown, FilmExportDialog)
    wait(settle, lambda: shown.picture.has_picture)
    shown.part_buttons["begin"].click()
    for _ in range(10):
        QTest.keyClick(shown.strip, Qt.Key.Key_PageDown)
    shown.part_buttons["end"].click()
    shown.faces.choices[Faces.FOLLOWED].click()
    shown.voices[Voice.MUTE].click()
    settle(0.5)
    shown.picture.drawn.emit(Ellipse(*DRAWN_HEAD_PX))
    wait(settle, lambda: shown.faces.state.text() != "", 300.0)
    settle(1.0)
    return shown


def library(station: Workstation, settle: Settle) -> QWidget:
    """Show the list of studies, read from the library."""
    marked(station, settle)
    shown = dialog(station, settle, "library.open")
    settle(2.0)
    return shown


def infant_course(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Show the timeline of an infant that the open study belongs to, with a made-up diary and treatment."""
    study = station.studies.study
    assert study is not None
    url, reader = f"sqlite:///{own}/library.sqlite", station.studies.reviewer
    infant, start = Infant(new_infant_id(), "S-007", date(2019, 9, 1), date(2019, 10, 20)), date(2020, 3, 3)
    keep_infant(url, infant, reader)
    keep_members(url, infant.infant_id, [Member(study.recording.fingerprint, EEG, "2020-03-02")], reader)
    counts = {-9: 18, -8: 17, -7: 22, -5: 26, -4: 31, -3: 28, -2: 44, -1: 60, 0: 41, 1: 38, 2: 29, 3: 12, 5: 8, 6: 3}
    counts |= dict.fromkeys((7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18), 0)
    said = [diary_statement(counted_day(TreatmentDay(start + timedelta(n)), count)) for n, count in counts.items()]
    for drug, dose, unit, first, last in (
        ("Prednisolone", 40, "mg/day", 0, 13),
        ("Prednisolone", 30, "mg/day", 14, 20),
        ("Vigabatrin", 100, "mg/kg/day", 0, None),
    ):
        stop = TreatmentDay(start + timedelta(last)) if last is not None else None
        day = TreatmentDay(start + timedelta(first))
        said.append(treatment_statement(Treatment(f"{drug} {first}", drug, day, stop, dose, unit)))
    for n, change, text in (
        (-12, MilestoneChange.LOST, "no longer smiles back"),
        (16, MilestoneChange.GAINED, "smiles"),
    ):
        said.append(milestone_statement(Milestone("", start + timedelta(n), change, text)))
    say(url, infant.infant_id, reader, said)
    shown = dialog(station, settle, "infant.open")
    wait(settle, lambda: station.infants.timeline is not None)
    shown.resize(1120, 700)
    settle(1.0)
    return shown


def own_terms(station: Workstation, settle: Settle) -> QWidget:
    """Open the vocabulary editor with a term of one's own and a question about it."""
    station.actions["vocabulary.edit"].trigger()
    wait(settle, lambda: bool(open_dialog(station.window, "vocabulary")))
    editor = open_dialog(station.window, "vocabulary")
    assert isinstance(editor, VocabularyEditor)
    wait(settle, lambda: bool(editor.terms.current_id))
    editor.resize(1180, 760)
    editor.adding.label.setText("Jitteriness")
    editor.adding.add.click()
    editor.steps.give_key("0")
    editor.steps.change_term("pattern", "dots")
    question = editor.steps.add_question()
    editor.steps.change_question(question, "label", "Stops when held")
    for label in ("Yes", "No"):
        editor.steps.change_choice(question, editor.steps.add_choice(question), "label", label)
        question = editor.draft.term(editor.steps.term_id).attributes[0].name
    settle(0.5)
    return editor


def suggested(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Have the spasm detector run as `eegview detect` runs it, then judge what it suggests."""
    from eegview.cli.run import main as command

    study = station.studies.study
    assert study is not None
    library = f"sqlite:///{own}/library.sqlite"
    command(["detect", study.paths[0], "--detector", "spasms", "--library", library])
    study.suggestions.catch_up()
    wait(settle, lambda: study.suggestions.shown is not None, 20.0)
    in_task(station, settle, "triage", 1.0)
    anyway = station.actions["triage.open_anyway"]
    if anyway.isEnabled():
        anyway.trigger()
    settle(2.5)
    return station.window


def compared(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Put a second simulated study beside the first."""
    later = make_demonstration(own / "later", HOURS, SEED + 1)
    in_task(station, settle, "response", 1.0)
    response = station.tasks.response
    assert response.work is not None
    response.work.beside.compare_with([str(later.recording)])
    settle(25.0)
    return station.window


def kept_diary(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Keep a diary of six weeks of an infant, and open it."""
    url, reviewer, today = (
        f"sqlite:///{own}/library.sqlite",
        Reviewer("Reader", "neurologist"),
        datetime.now().astimezone().date(),
    )
    infant = Infant(new_infant_id(), "K07", today - timedelta(days=200))
    keep_infant(url, infant, reviewer)
    days: list[Statement] = [
        treatment_statement(Treatment("", "Prednisolone", TreatmentDay(today - timedelta(days=30))))
    ]
    for ago in range(41, -1, -1):
        on = today - timedelta(days=ago)
        if ago > 22:
            days.append(event_statement(DiaryEvent("", on, time_of_day(7, 10 + ago), count=ago // 3, duration_s=180.0)))
        elif ago not in (0, 9, 16):
            days.append(day_statement(on, Witnessed.NONE))
    unsure = DiaryEvent("", today - timedelta(days=9), time_of_day(18, 20), count=2, certainty=Certainty.UNSURE)
    say(url, infant.infant_id, reviewer, [*days, event_statement(unsure)])
    station.infants.open()
    wait(settle, lambda: station.infants.timeline is not None)
    station.infants.forms.show_day((today - timedelta(days=24)).toordinal())
    settle(0.5)
    shown = open_dialog(station.window, DIARY)
    assert isinstance(shown, DiaryDialog)
    return shown


def readers_compared(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Put the marks of two readers into the library, and compare them."""
    study = station.studies.study
    assert study is not None
    onsets_s = sorted(spasm.onset_s for spasm in plan_study(HOURS, SEED).spasms)
    readers = (("Ada", "technologist"), ("Ben", "resident"))
    put_two_layers(f"sqlite:///{own}/library.sqlite", study.recording.fingerprint, onsets_s, readers)
    wait(settle, lambda: {"Ada", "Ben"} <= {mark.layer for mark in study.review.marks})
    station.settings.put("comparing/a", "Ada")
    station.settings.put("comparing/b", "Ben")
    in_task(station, settle, "comparing", 2.0)
    for command_id in ("comparing.take_a", "comparing.neither", "comparing.take_b"):
        station.actions[command_id].trigger()
        settle(0.8)
    return station.window


def answered(station: Workstation, settle: Settle, own: Path) -> QWidget:
    """Answer spasms of simulated infants until one was missed."""
    path = own / "spasms.eegcases"
    settings = MakeSettings("Spasm or not", questions=("spasm",), n_items=10, has_video=True)
    make_set(path, (), settings, 2, None, "Reader", False, False, False)
    controller = station.training.controller
    controller.window.resize(*SIZE_PX)
    controller.begin(path, LEARN, 8)
    wait(settle, lambda: controller.session is not None and controller.window.stretch.traces.shown_page is not None)
    session = controller.session
    assert session is not None
    key = None
    while key is None or key.answer != "spasm":
        if key is not None:
            session.go_on()
            wait(settle, lambda: session.sitting.state.step != "feedback" and not session.sitting.is_busy)
        wait(settle, lambda: session.is_open_to_answers)
        item = session.sitting.state.item
        assert item is not None
        key = session.sitting.case_set.key_of(item.item_id)
        session.choose("mimic" if key.answer == "spasm" else key.answer)
        session.be_sure(4)
        session.go_on()
        wait(settle, lambda: session.sitting.state.step == "feedback" and not session.sitting.is_busy)
    settle(2.0)
    return controller.window


def own_words(settle: Settle, own: Path) -> QWidget:
    """Open the study in a second window with the extension that the guide shows, and mark with its term."""
    page = (ROOT / "resources" / "help" / "own.md").read_text(encoding="utf-8")
    example = re.search(r"vocabularies/ward\.toml`.*?```toml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    file = made_user_folder() / "vocabularies" / "ward.toml"
    file.write_text(example[1], encoding="utf-8")
    settings = Settings(own / "settings.ini")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    station = Workstation(app, settings, f"sqlite:///{own}/library.sqlite")
    file.unlink()
    station.show()
    station.window.showNormal()
    station.window.resize(*SIZE_PX)
    station.open([str(next((own / "demo").glob("*.edf")))])
    wait(settle, lambda: station.window.page.shown_page is not None and station.studies.study is not None)
    study = station.studies.study
    assert study is not None
    wait(settle, lambda: len(study.review.marks) > 0)
    spasm = min(plan_study(HOURS, SEED).spasms, key=lambda one: one.onset_s)
    study.session.change(start_s=spasm.onset_s - 3.0, cursor_s=spasm.onset_s + 3.0)
    settle(1.0)
    station.actions["mark.term.apnoea"].trigger()
    settle(2.0)
    return station.window


def wait(settle: Settle, is_done: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Let the window live until `is_done()`, or as long as `timeout_s`."""
    until_s = time.monotonic() + timeout_s
    while not is_done() and time.monotonic() < until_s:
        settle(0.02)


def save(grabbed: QPixmap, path: Path) -> None:
    """Save a picture as wide as the guide, in 256 colors."""
    image = grabbed.toImage().convertToFormat(QImage.Format.Format_RGB32)
    if image.width() > WIDE_PX:
        image = image.scaledToWidth(WIDE_PX, Qt.TransformationMode.SmoothTransformation)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., 2::-1]
    small = Image.fromarray(np.ascontiguousarray(rgb)).quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    named = tuple(one for one in given if one.startswith("help_"))
    folders = [one for one in given if one not in named]
    main(Path(folders[0]) if folders else ROOT / "resources" / "help", named)
