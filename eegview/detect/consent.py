"""Keep which plugins a person agreed to run, by the hash of their content, in the user's settings folder.

Also which folders outside the usual places were agreed to, so that they are found again.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from eegview.model.errors import DetectorFailed


@dataclass(frozen=True, slots=True)
class Agreed:
    """One content that a person agreed to run.

    detector_id : what it called itself
    folder : where it lay
    """

    content_hash: str
    detector_id: str
    folder: str
    at_utc: str


def consent_file() -> Path:
    """Return the file that keeps what was agreed to; it may not exist yet."""
    return Path(platformdirs.user_config_dir("eegview", appauthor=False)) / "trusted_detectors.json"


class Consents:
    """All that was agreed to so far; nothing, where the file cannot be understood.

    path : None = the user's own
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path if path is not None else consent_file()
        self._agreed = {one.content_hash: one for one in _read(self._path)}

    def is_agreed(self, content_hash: str) -> bool:
        return content_hash in self._agreed

    def knows(self, detector_id: str) -> bool:
        """Check whether some content of this id was agreed to before."""
        return any(one.detector_id == detector_id for one in self._agreed.values())

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders of the agreed contents, each once, the one agreed to last first."""
        latest = sorted(self._agreed.values(), key=lambda one: one.at_utc, reverse=True)
        return tuple(dict.fromkeys(Path(one.folder) for one in latest))

    def agreed_to(
        self, detector_id: str = "", folder: Path | None = None, content_hash: str = ""
    ) -> tuple[Agreed, ...]:
        """Return what was agreed to of this id, in this folder, or of this content; any of them is enough."""
        place = str(folder.resolve()) if folder is not None else ""
        wanted = {detector_id, place, content_hash} - {""}
        found = (one for one in self._agreed.values() if wanted & {one.detector_id, one.folder, one.content_hash})
        return tuple(found)

    def agree(self, content_hash: str, detector_id: str, folder: Path) -> None:
        """Record that a person agreed to run exactly this content.

        Raises
        ------
        DetectorFailed : it cannot be kept
        """
        agreed = {one.content_hash: one for one in _read(self._path)}  # as another window may have changed it
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        agreed[content_hash] = Agreed(content_hash, detector_id, str(folder.resolve()), now)
        self._keep(agreed, "Your approval cannot be saved")

    def withdraw(self, withdrawn: Iterable[Agreed]) -> None:
        """Take agreements back: these contents ask again before they run.

        Raises
        ------
        DetectorFailed : that cannot be kept
        """
        hashes = {one.content_hash for one in withdrawn}
        agreed = {one.content_hash: one for one in _read(self._path) if one.content_hash not in hashes}
        self._keep(agreed, "Your approval cannot be withdrawn")

    def _keep(self, agreed: dict[str, Agreed], failure: str) -> None:
        try:
            _write(self._path, agreed)
        except OSError as error:
            raise DetectorFailed(
                f"{failure}: {(error.strerror or 'the disk could not be written').lower()}.",
                "Check that your settings folder can be written.",
            ) from None
        self._agreed = agreed


def _read(path: Path) -> tuple[Agreed, ...]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Agreed(str(one["content_hash"]), str(one["detector_id"]), str(one["folder"]), str(one["at_utc"]))
            for one in content["agreed"]
        )
    except (OSError, ValueError, KeyError, TypeError):  # no file, or one that was changed by hand: ask again
        return ()


def _write(path: Path, agreed: Mapping[str, Agreed]) -> None:
    rows = [
        {name: getattr(one, name) for name in ("content_hash", "detector_id", "folder", "at_utc")}
        for one in sorted(agreed.values(), key=lambda one: (one.at_utc, one.content_hash))
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, begun = tempfile.mkstemp(prefix=".eegview-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"agreed": rows}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(begun).replace(path)
    finally:
        Path(begun).unlink(missing_ok=True)
