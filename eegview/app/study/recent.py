"""The studies that were opened last, for a list to choose from: where they lie, and nothing of the patient."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

N_RECENT = 10
_MOST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class RecentStudy:
    """A study as it was when it was opened last.

    paths : its files, the first of which it is called by
    started_at : the recorder's clock at its start, ISO without zone; "" where it has none or nothing is known
    duration_s : 0 where it is not known
    opened_at : by the clock of this computer, ISO without zone; "" where it is not known
    """

    paths: tuple[str, ...]
    started_at: str = ""
    duration_s: float = 0.0
    opened_at: str = ""

    @property
    def path(self) -> str:
        return self.paths[0]

    @property
    def name(self) -> str:
        """Return the name of the first file, and how many there are beside it."""
        more = len(self.paths) - 1
        return f"{Path(self.path).name} + {more}" if more else Path(self.path).name

    @property
    def folder(self) -> str:
        return str(Path(self.path).parent)

    @property
    def recorded_text(self) -> str:
        """Return when it was recorded, to the minute; "" where that is not known."""
        return self.started_at[:16].replace("T", " ")

    @property
    def opened_text(self) -> str:
        """Return when it was opened, to the minute."""
        return self.opened_at[:16].replace("T", " ")


def with_opened(held: Iterable[RecentStudy], opened: RecentStudy) -> tuple[RecentStudy, ...]:
    """Return the list once a study was opened: it comes first, and is there once."""
    others = (study for study in held if study.path != opened.path)
    return (opened, *others)[:N_RECENT]


def without(held: Iterable[RecentStudy], path: str) -> tuple[RecentStudy, ...]:
    """Return the list without the study of this path."""
    return tuple(study for study in held if study.path != path)


def relocated(held: Iterable[RecentStudy], path: str, new_path: str) -> tuple[RecentStudy, ...]:
    """Return the list once a study's first file was found elsewhere; its further files are looked for beside it."""
    folder = Path(new_path).parent

    def moved(study: RecentStudy) -> RecentStudy:
        return replace(study, paths=(new_path, *(str(folder / Path(other).name) for other in study.paths[1:])))

    found = [moved(study) if study.path == path else study for study in held if study.path != new_path]
    return tuple(found)


def recent_to_text(studies: Sequence[RecentStudy]) -> str:
    """Return the list as a settings file holds it."""
    return json.dumps([asdict(study) for study in studies[:N_RECENT]], ensure_ascii=True)


def recent_from_text(text: str) -> tuple[RecentStudy, ...]:
    """Return the list that a settings file holds; what a hand has made unreadable in it is left out."""
    try:
        content = json.loads(text) if len(text) <= _MOST_TEXT else []
    except (ValueError, RecursionError):
        return ()
    found = [_study(held) for held in content] if isinstance(content, list) else []
    return tuple(study for study in found if study is not None)[:N_RECENT]


def _study(held: object) -> RecentStudy | None:
    if not isinstance(held, dict):
        return None
    paths, duration_s = held.get("paths"), held.get("duration_s")
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        return None
    is_length = isinstance(duration_s, int | float) and math.isfinite(duration_s) and duration_s >= 0
    return RecentStudy(
        tuple(paths),
        _time(held.get("started_at")),
        float(duration_s) if is_length and isinstance(duration_s, int | float) else 0.0,
        _time(held.get("opened_at")),
    )


def _time(held: object) -> str:
    """Return the text of a time if it is one, else none."""
    try:
        return datetime.fromisoformat(str(held)).replace(tzinfo=None).isoformat()
    except ValueError:
        return ""
