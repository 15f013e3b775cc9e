"""Import single modules of a plugin, as its own process would: `from detectors.plugin_parts import plugin_part`."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from eegview.detect.shipped import shipped_folder

_HELD: dict[Path, dict[str, ModuleType]] = {}  # what was imported so far, by folder


def plugin_part(plugin: str | Path, name: str) -> ModuleType:
    """Return the module `name` of a shipped plugin, or of the plugin in a folder; the same one each time.

    It stays where imports find it, as what numba has compiled is loaded by that name, until another plugin's module of
    the same name is asked for.
    """
    folder = plugin if isinstance(plugin, Path) else shipped_folder() / plugin
    held = _HELD.setdefault(folder, {})
    own = {path.stem for path in folder.glob("*.py")}
    for other in own & sys.modules.keys():
        del sys.modules[other]
    sys.modules.update(held)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()  # a plugin made for a test is younger than the listing of its folder
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        held.update({part: sys.modules[part] for part in own if part in sys.modules})
