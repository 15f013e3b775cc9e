"""Settings of a detector that say where a reader's marks are: a stored run has their number and a fingerprint.

Who must read blind shares a library, bundles and reports with the reader who searched by example. The fingerprint is
made with a secret of the one who ran it: without that nobody can find the times by trying, of which there are few.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping

MARKED_TIMES = frozenset({"examples", "marked"})  # names of such settings, of every detector
_SEALED = re.compile(r"\d+ times?(?: \(fingerprint [0-9a-f]{16}\))?")
_BETWEEN = re.compile(r"[,;\s]+")

Settings = tuple[tuple[str, str], ...]


def sealed(settings: Settings, secret: bytes) -> Settings:
    """Return settings without the times of marks: the same times of the same secret have the same fingerprint."""
    return tuple((name, _sealed(value, secret) if name in MARKED_TIMES else value) for name, value in settings)


def has_marked_times(settings: Mapping[str, str]) -> bool:
    """Whether settings say where marks are."""
    return any(name in MARKED_TIMES and value and not _SEALED.fullmatch(value) for name, value in settings.items())


def shown_setting(name: str, value: str) -> str:
    """Return a setting as everybody may read it, also of a run that an older version stored with its times."""
    if name not in MARKED_TIMES or not value or _SEALED.fullmatch(value):
        return value
    return _counted(value)


def _sealed(value: str, secret: bytes) -> str:
    if not value or _SEALED.fullmatch(value):
        return value
    fingerprint = hmac.new(secret, ",".join(_times(value)).encode(), hashlib.sha256).hexdigest()[:16]
    return f"{_counted(value)} (fingerprint {fingerprint})"


def _counted(value: str) -> str:
    n_times = len(_times(value))
    return "1 time" if n_times == 1 else f"{n_times} times"


def _times(value: str) -> list[str]:
    return [word for word in _BETWEEN.split(value) if word]
