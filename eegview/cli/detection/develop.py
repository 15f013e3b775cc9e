"""Run a folder that is being written: who is asked, and what is told to its author. Nothing of it is kept."""

import sys
import tempfile
from pathlib import Path

import typer

from eegview.app.detectors.checking import checked_folder
from eegview.app.detectors.detecting import Detected, DetectionOrder, run_detector
from eegview.cli.detection.detector_approval import RIGHTS
from eegview.cli.output import print_message
from eegview.detect.development.folder import developed_plugin
from eegview.detect.development.session import DevelopmentSession, this_session
from eegview.detect.discovery import FoundPlugin, PluginState
from eegview.model.errors import DetectorFailed, UsageError
from eegview.model.recording import Recording

DEVELOPMENT = "Development run: nothing is kept in the library, and its suggestions are not for reading a study."


def plugin_in_development(folder: Path, is_agreed: bool) -> FoundPlugin:
    """Return the plugin in a folder as it is now, once somebody agreed to that; says every fault of it.

    is_agreed : by --yes; nobody is asked then

    Raises
    ------
    UsageError : there is no such folder, or nobody can be asked
    DetectorFailed : it is broken, or the person said no
    """
    plugin = developed_plugin(folder)
    faults = checked_folder(plugin.folder)
    for fault in faults:
        print_message(f"Warning: {fault}" if fault.is_warning else str(fault))
    if plugin.state is PluginState.BROKEN:
        raise DetectorFailed(
            f"“{plugin.folder.name}” cannot run: {plugin.faults[0]}",
            "Correct what is listed above, and run it again." if faults else "Correct it, and run it again.",
        )
    _agree(plugin, is_agreed)
    print_message(f"{plugin.title} {plugin.version} from {plugin.folder}, as it is now. {DEVELOPMENT}")
    return plugin


def developed_run(plugin: FoundPlugin, recording: Recording, order: DetectionOrder) -> Detected:
    """Run it with all it prints on stderr at once, tracebacks in its author's own lines; no log of it stays."""
    with tempfile.TemporaryDirectory(prefix="eegview-develop-") as logs:
        return run_detector(plugin, recording, order, logs=Path(logs), on_print=_show)


def _show(line: str) -> None:
    sys.stderr.write(line)
    sys.stderr.flush()


def _agree(plugin: FoundPlugin, is_agreed: bool) -> None:
    """Ask once per folder and terminal session.

    Raises
    ------
    UsageError : nobody can be asked
    DetectorFailed : the answer was no
    """
    session = DevelopmentSession(this_session())
    if is_agreed or session.is_agreed(plugin.folder):
        return
    if not sys.stdin.isatty():
        raise UsageError(
            f"Nobody can be asked whether “{plugin.folder.name}” may run without approval.",
            "Add --yes where you know what is in the folder.",
        )
    print_message(
        f"{plugin.folder} will run as it is now, and as you change it until this terminal is closed. {RIGHTS}"
    )
    if not typer.confirm("Run it?", err=True):
        raise DetectorFailed("It was not run.", "Review its files first.")
    session.agree(plugin.folder)
