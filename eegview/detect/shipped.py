"""Know the plugins that come with the program by the list of their hashes.

`python -m eegview.detect.shipped` writes the list anew after a plugin was changed.
"""

import tomllib
from pathlib import Path

from eegview.detect.content import content_hash
from eegview.detect.manifest_file import MANIFEST

LIST = "shipped.toml"
_HEAD = """# The hashes of the detectors that come with the program: these contents run without asking.
# After a change to a plugin, write this anew with: python -m eegview.detect.shipped
"""


def shipped_folder() -> Path:
    """Return the folder of the plugins that came with the program (inside the package once installed)."""
    package = Path(__file__).resolve().parent.parent
    return package / "plugins" if (package / "plugins").is_dir() else package.parent / "plugins"


def listed_hashes(folder: Path | None = None) -> dict[str, str]:
    """Return the content hash of each shipped plugin, by the name of its folder; empty where the list is broken."""
    path = (folder if folder is not None else shipped_folder()) / LIST
    try:
        hashes = tomllib.loads(path.read_text(encoding="utf-8")).get("hashes", {})
    except (OSError, ValueError):  # then each of them asks for consent, like any other
        return {}
    return {name: value for name, value in hashes.items() if isinstance(value, str)} if isinstance(hashes, dict) else {}


def plugin_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folders within `folder` that hold a manifest, by name."""
    try:
        return tuple(sorted(place for place in folder.iterdir() if (place / MANIFEST).is_file()))
    except OSError:  # no such folder: no plugins
        return ()


def current_hashes(folder: Path | None = None) -> dict[str, str]:
    """Return the content hash of each shipped plugin as it is now, which `listed_hashes` should equal."""
    folder = folder if folder is not None else shipped_folder()
    return {place.name: content_hash(place) for place in plugin_folders(folder)}


def write_list(folder: Path | None = None) -> Path:
    """Write the list of hashes anew and return the file."""
    folder = folder if folder is not None else shipped_folder()
    rows = [f'{name} = "{value}"' for name, value in current_hashes(folder).items()]
    path = folder / LIST
    path.write_text(_HEAD + "\n[hashes]\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    write_list()
