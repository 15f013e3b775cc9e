"""Write the folder of a new detector, complete and without fault, for its author to change."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import resources_folder
from eegview.detect.api import CURRENT_API
from eegview.detect.discovery import find_plugins
from eegview.detect.manifest import Engine
from eegview.detect.manifest_file import MANIFEST
from eegview.model.errors import UsageError

_KIND = "detector_templates"
_LONGEST_ID = 40
_IN_FOLDER = "Path(__file__).resolve().parent"
_BESIDE_FOLDER = 'Path(__file__).resolve().parents[1] / "{package}"'
_BINARY = (".onnx",)


@dataclass(frozen=True, slots=True)
class NewDetector:
    """A detector that was written.

    folder : with plugin.toml
    project : what was made: the same folder, or of a package the folder around it
    test : the file of its tests
    files : names from `project`, with slashes
    """

    detector_id: str
    engine: Engine
    folder: Path
    project: Path
    test: Path
    files: tuple[str, ...]

    @property
    def is_package(self) -> bool:
        return self.project != self.folder


def id_from(name: str) -> str:
    """Return the id for a name that a person typed: “My detector” → my_detector.

    Raises
    ------
    UsageError : nothing is left of it that could be an id
    """
    found = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    if not found or not found[0].isalpha() or len(found) > _LONGEST_ID:
        raise UsageError(
            f"“{name[:80]}” cannot be made into an id.",
            f"Give a name that begins with a letter from a to z, of at most {_LONGEST_ID} letters and digits.",
        )
    return found


def write_new_detector(name: str, engine: Engine, into: Path, is_package: bool = False) -> NewDetector:
    """Write a detector that works, into a folder of its id, and return what was made.

    Raises
    ------
    UsageError : the id is taken, the folder is there already, or it cannot be written
    """
    detector_id = id_from(name)
    for one in find_plugins():
        if one.manifest is not None and one.detector_id == detector_id:
            raise UsageError(
                f"The id “{detector_id}” is taken by the detector in {one.folder}.", "Give it another name."
            )
    project = into / detector_id
    if project.exists():
        raise UsageError(f"There is already a folder {project}.", "Give another name, or another place with --into.")
    package = f"eegview_{detector_id}"
    folder = project / package if is_package else project
    words = {
        "ID": detector_id,
        "TITLE": name.strip() if name.strip() != detector_id else detector_id.replace("_", " ").capitalize(),
        "API": str(CURRENT_API),
        "PACKAGE": package,
        "DASHED": detector_id.replace("_", "-"),
        "FOLDER": _BESIDE_FOLDER.format(package=package) if is_package else _IN_FOLDER,
    }
    contents = _contents(engine, is_package, package, detector_id, words)
    try:
        _write_whole(project, contents)
    except OSError as error:
        reason = (error.strerror or "the disk could not be written").lower()
        raise UsageError(f"{project} cannot be written: {reason}.", "Choose another place with --into.") from None
    test = next(place for place in contents if place.rpartition("/")[2] == f"test_{detector_id}.py")
    return NewDetector(detector_id, engine, folder, project, project / test, tuple(sorted(contents)))


def _contents(
    engine: Engine, is_package: bool, package: str, detector_id: str, words: dict[str, str]
) -> dict[str, bytes]:
    """Return the content of each file, by its name from the project's folder."""
    root = resources_folder() / _KIND
    found = _filled_folder(root / engine.value, words)
    test, test_name = found.pop("test_detector.py"), f"test_{detector_id}.py"
    if not is_package:
        return found | {test_name: test}
    around = _filled_folder(root / "package", words)
    inside = found | {"__init__.py": around.pop("__init__.py")}
    return around | {f"{package}/{name}": content for name, content in inside.items()} | {f"tests/{test_name}": test}


def _filled_folder(folder: Path, words: dict[str, str]) -> dict[str, bytes]:
    """Return the files of a template by name; those whose name ends in .in are none of their kind until filled."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name.removesuffix(".in"): _filled(path, words) for path in paths}


def _filled(path: Path, words: dict[str, str]) -> bytes:
    content = path.read_bytes()
    if path.suffix in _BINARY:
        return content
    text = content.decode("utf-8").replace("\r\n", "\n")
    for name, value in words.items():
        text = text.replace(f"@{name}@", _quoted(value) if path.name.removesuffix(".in") == MANIFEST else value)
    return text.encode()


def _quoted(value: str) -> str:
    """Return a value as it may stand between quotes in TOML."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    return plain.replace("\\", "\\\\").replace('"', '\\"')[:80]


def _write_whole(project: Path, contents: dict[str, bytes]) -> None:
    """Write all files into a folder beside, and give it its name at the end."""
    project.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=project.parent) as begun:
        made = Path(begun) / project.name
        for name, content in contents.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made.rename(project)
