"""Find and read what a clinician may edit: `resources/`, and the user's own copies beside the settings."""

import tomllib
from pathlib import Path
from typing import Any

import platformdirs

from eegview.model.errors import UsageError


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
    """Return the folder of what can be made again and may be thrown away; it may not exist yet."""
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
