"""Import single modules of a plugin, as its own process would: `from plugin_parts import plugin_part`."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from eegview.detect.shipped import shipped_folder

_HELD: dict[Path, dict[str, ModuleType]] = {}  # what was imported so far, by folder


def plugin_part(plugin: str | Path, name: str) -> ModuleType:
    """Return the module `name` of a shipped plugin, or of the plugin in a folder; the same one each time."""
    folder = plugin if isinstance(plugin, Path) else shipped_folder() / plugin
    with _own_modules(folder):
        return importlib.import_module(name)


@contextmanager
def _own_modules(folder: Path) -> Iterator[None]:
    """Let imports find this plugin's modules, and no other plugin's of the same name."""
    held = _HELD.setdefault(folder, {})
    names = {path.stem for path in folder.glob("*.py")}
    others = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.modules.update(held)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()  # a plugin made for a test is younger than the listing of its folder
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        held.update({name: sys.modules.pop(name) for name in names if name in sys.modules})
        sys.modules.update(others)
