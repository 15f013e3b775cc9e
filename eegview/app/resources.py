"""Find and read the files a clinician may edit: `resources/`, and the user's own copies beside the settings."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from eegview.model.errors import UsageError
from eegview.model.issue import Issue

T = TypeVar("T")


def resources_folder() -> Path:
    """Return the folder that came with the program (inside the package once installed, beside it in a checkout)."""
    package = Path(__file__).resolve().parent.parent
    return package / "resources" if (package / "resources").is_dir() else package.parent / "resources"


def user_folder(kind: str) -> Path:
    """Return the user's own folder of this kind ("montages", "vocabularies"); it may not exist yet."""
    return Path(platformdirs.user_config_dir("eegview", appauthor=False)) / kind


def data_folder() -> Path:
    """Return the folder of the study library and caches; it may not exist yet."""
    return Path(platformdirs.user_data_dir("eegview", appauthor=False))


def cache_folder() -> Path:
    """Return the folder of caches, which may be deleted at any time; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("eegview", appauthor=False))


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises
    ------
    UsageError : the file is missing or is not TOML; the sentence names it and the line
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{path.name} is missing.", "Install eegview again, or restore the file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path.name} cannot be read: {error}.", "Mend that line, or remove the file to use the built-in one."
        ) from None


def read_each(
    kind: str, parse: Callable[[dict[str, Any], str], T], id_of: Callable[[T], str], issues: list[Issue] | None
) -> list[T]:
    """Return the content of all files of one kind ("montages"): built-in, then the user's, which win by the same id.

    Parameters
    ----------
    parse : makes one from a file's table and its name; UsageError where it has a fault
    issues : a file that cannot be used is reported here (code "montage_file") and the others are still read;
        without it such a file raises UsageError
    """
    found: dict[str, T] = {}
    for folder in (resources_folder() / kind, user_folder(kind)):
        for path in sorted(folder.glob("*.toml")):
            try:
                one = parse(read_toml(path), path.name)
            except UsageError as error:
                if issues is None:
                    raise
                issues.append(Issue(f"{kind.removesuffix('s')}_file", f"{error.sentence} {error.advice}"))
            else:
                found[id_of(one)] = one
    return list(found.values())
