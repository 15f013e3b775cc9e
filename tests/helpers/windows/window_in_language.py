"""Build the window in a language, open what opens by itself, and print as JSON what there is, for another process.

`python window_in_language.py LANGUAGE RECORDING FOLDER`: the names of all widgets and actions, and some of their texts.
"""

import json
import os
import sys
from pathlib import Path

TASKS = (
    *("study.notices", "study.channels", "study.completeness", "edit.history", "page.go_to", "montage.edit"),
    *("display.filters", "display.rows", "display.measure", "cluster.list", "detector.panel", "help.keys"),
    *("help.commands", "staging.open", "staging.close", "trends.open", "score.open"),
)


def main(language_id: str, recording: Path, folder: Path) -> None:
    """Print the window's names and texts in one language."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("CONFIG", "DATA", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
    from eegview.app.languages import use_language

    use_language(language_id)  # before the window is imported, as the program does
    from PySide6.QtWidgets import QApplication
    from waiting import wait_until

    from eegview.app.library.opening import Reviewer
    from eegview.ui.widgets.qt_texts import QtTexts
    from eegview.ui.window.settings import Settings
    from eegview.ui.workstation import Workstation

    app = QApplication([])
    app.installTranslator(QtTexts(app))
    settings = Settings(folder / "settings.ini")
    settings.put("trends/automatic", "no")
    settings.set_reviewer(Reviewer("me"))
    station = Workstation(app, settings, f"sqlite:///{folder / 'library.sqlite'}")
    station.window.resize(1200, 800)
    station.show()
    station.open([str(recording)])
    wait_until(lambda: station.studies.study is not None)
    for command_id in TASKS:
        action = station.actions.actions.get(command_id)
        if action is not None and action.isEnabled():
            action.trigger()
            app.processEvents()
    widgets = [one for one in app.allWidgets() if one.objectName() and not one.objectName().startswith("qt_")]
    names = {one.objectName() for one in widgets} | set(station.actions.actions)
    menus = {name: menu.title().replace("&", "") for name, menu in station.actions.menus.items()}
    titles = {name: action.text().replace("&", "") for name, action in station.actions.actions.items()}
    sys.stdout.write(json.dumps({"names": sorted(names), "menus": menus, "titles": titles}))
    sys.stdout.flush()
    os._exit(0)  # threads of the window need not end: the process does


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
