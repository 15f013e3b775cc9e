"""A detector's folder while its author works on it: it runs as it is, without approval of its content."""

from dataclasses import replace
from pathlib import Path

from eegview.detect.consent import Consents
from eegview.detect.discovery import FoundPlugin, PluginState, inspect_folder
from eegview.detect.manifest_file import MANIFEST
from eegview.model.errors import UsageError

PLACE = "a folder in development"


def developed_plugin(folder: Path) -> FoundPlugin:
    """Return the plugin in a folder as ready to run, whatever was approved; a broken one stays broken.

    It is for a person who was asked, see `development.session`; nothing of the folder is imported here.

    Raises
    ------
    UsageError : there is no such folder
    """
    folder = folder.parent if folder.name == MANIFEST and folder.is_file() else folder
    if not folder.is_dir():
        raise UsageError(f"There is no folder “{folder.name}”.", "Give the folder that has plugin.toml.")
    plugin = inspect_folder(folder.resolve(), PLACE, Consents())
    return replace(plugin, state=PluginState.READY) if plugin.needs_consent else plugin
