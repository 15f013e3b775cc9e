"""The acts of one reviewer that are not known to be in the library, on this machine's disk before anything is shown.

An act is written before it is tried, and dropped once the library has it. What a program left behind when it ended is
found by the next one; whether an act was committed after all is seen from the log, see `Library.edit_at`.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from eegview.app.library.act_lines import (
    Owner,
    ReadActs,
    act_record,
    end_record,
    kept_lines,
    line_of,
    try_record,
    unfinished,
)
from eegview.app.library.journal_file import SUFFIX, Found, JournalFile, find, set_aside
from eegview.app.library.queued_edits import Act
from eegview.model.issue import Issue


@dataclass(frozen=True, slots=True)
class Recovered:
    """What earlier programs left behind: acts that still wait, oldest first, and what was wrong with their files."""

    acts: tuple[Act, ...] = ()
    issues: tuple[Issue, ...] = ()


class ActJournal:
    """Writes the acts of one owner to files in a folder; may be used from several threads.

    folder : None = acts are held in memory only
    owner : returns whose acts they are; it is called once, where the journal is used first
    """

    def __init__(self, folder: Path | None, owner: Callable[[], Owner]) -> None:
        self._folder, self._find_owner = folder, owner
        self._lock = threading.RLock()
        self._own: JournalFile | None = None
        self._files: list[JournalFile] = []  # with `_own`
        self._acts: dict[str, Act] = {}  # that are not over
        self._homes: dict[str, JournalFile] = {}  # where each is written
        self._tries: dict[str, list[str]] = {}
        self._numbers: dict[str, int] = {}
        self._over: set[str] = set()

    @cached_property
    def _owner(self) -> Owner:
        return self._find_owner()

    # what was left behind

    def recover(self) -> Recovered:
        """Take over what ended programs left behind."""
        with self._lock:
            if self._folder is None:
                return Recovered()
            paths = sorted(self._folder.glob(f"{self._owner.key}*{SUFFIX}"))
            mine = {file.path for file in self._files}
            founds = [find(path) for path in paths if path not in mine]
            issues = [issue for found in founds for issue in found.issues]
            for found in founds:
                if found.file is not None:
                    issues += self._adopt(found.file, found)
            acts = unfinished([found.read for found in founds])
            acts = [act for act in acts if act.act_id not in self._acts and act.act_id in self._homes]
            self._acts |= {act.act_id: act for act in acts}
            self._homes = {act_id: home for act_id, home in self._homes.items() if act_id in self._acts}
            return Recovered(tuple(acts), tuple(issues))

    def _adopt(self, file: JournalFile, found: Found) -> list[Issue]:
        """Hold a file from now on; one that is not sound is set aside, and what can be read of it written anew."""
        read, is_old = found.read, found.read.owner is None and bool(found.read.acts)
        if not (read.is_damaged or read.is_newer or is_old):
            return self._hold(file, read)
        anew = None
        try:
            if read.acts or read.numbers:
                anew = JournalFile.create(self._new_path())
                anew.write(kept_lines(read, self._owner))
            if not (read.is_damaged or read.is_newer):
                file.close(is_needed=False)
                return self._hold(anew, read) if anew else []
            target = set_aside(file.path)
        except OSError:  # this disk is full: what was read is held in memory, the file stays as it is
            if anew is not None:
                anew.close(is_needed=False)
            return [*self._hold(file, read), *_told(file.path, None, read)]
        file.close(is_needed=True)
        return [*(self._hold(anew, read) if anew else []), *_told(file.path, target, read)]

    def _hold(self, file: JournalFile, read: ReadActs) -> list[Issue]:
        self._files.append(file)
        self._homes |= {act_id: file for act_id in read.acts if act_id not in self._acts}
        self._tries |= read.tries
        self._numbers |= read.numbers
        self._over |= read.over
        return []

    # acts of this program

    def note(self, act: Act) -> bool:
        """Write an act, and return whether it is on the disk now."""
        with self._lock:
            self._acts[act.act_id] = act
            return self.write_missing()

    def write_missing(self) -> bool:
        """Write what could not be written before, and return whether all acts are on the disk now."""
        with self._lock:
            missing = [act for act in self._acts.values() if act.act_id not in self._homes]
            if not missing:
                return True
            if self._folder is None:
                return False
            try:
                if self._own is None:
                    self._own = JournalFile.create(self._new_path())
                    self._files.append(self._own)
                self._own.append(*(act_record(act, self._owner) for act in missing))
            except OSError:
                return False
            self._homes |= {act.act_id: self._own for act in missing}
            return True

    @property
    def is_on_disk(self) -> bool:
        """Whether all acts that are not over survive the program's end."""
        with self._lock:
            return all(act_id in self._homes for act_id in self._acts)

    def tries(self, act: Act) -> tuple[str, ...]:
        """Return the times under which an act may stand in the log already."""
        with self._lock:
            return (act.made_utc, *self._tries.get(act.act_id, ()))

    def note_try(self, act: Act, at_utc: str) -> None:
        """Write that an act is tried once more, under another time."""
        with self._lock:
            self._tries.setdefault(act.act_id, []).append(at_utc)
            self._append([act.act_id], try_record(act.act_id, at_utc), is_urgent=True)

    def number(self, act_id: str) -> int | None:
        """Return the number of the edit that an act has become, None where it has become none."""
        with self._lock:
            return self._numbers.get(act_id)

    def is_over(self, act_id: str) -> bool:
        """Whether an act was refused, or had nothing left to do."""
        with self._lock:
            return act_id in self._over

    def end(self, act: Act, number: int | None) -> None:
        """Drop an act: it is the edit of this number in the library; None = it is over without one."""
        with self._lock:
            self._acts.pop(act.act_id, None)
            self._tries.pop(act.act_id, None)
            if number is None:
                self._over.add(act.act_id)
            else:
                self._numbers[act.act_id] = number
            later = [other.act_id for other in self._acts.values() if other.reverses_act == act.act_id]
            self._append([*later, act.act_id], end_record(act.act_id, number), is_urgent=bool(later))
            home = self._homes.pop(act.act_id, None)
            if home is not None and home not in self._homes.values():
                try:
                    home.empty()
                except OSError:
                    return  # found again, it is seen to be done

    def keep_refused(self, act: Act) -> str:
        """Keep a copy of an act that was refused, and return where; "" where that fails."""
        if self._folder is None:
            return ""
        path = self._folder / f"{self._owner.key}.refused"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(line_of(act_record(act, self._owner)))
        except OSError:
            return ""
        return str(path)

    def close(self) -> None:
        """Let others have the files of acts that still wait; the other files are deleted."""
        with self._lock:
            for file in self._files:
                try:
                    file.close(is_needed=file in self._homes.values())
                except OSError:
                    continue  # found again, its acts are seen to be done
            self._files.clear()
            self._own = None

    def _append(self, beside: Iterable[str], record: dict[str, object], is_urgent: bool) -> None:
        """Write a record into each file that holds one of these acts."""
        homes = dict.fromkeys(self._homes[act_id] for act_id in beside if act_id in self._homes)
        for home in homes:
            try:
                home.append(record, is_urgent=is_urgent)
            except OSError:
                continue

    def _new_path(self) -> Path:
        assert self._folder is not None
        return self._folder / f"{self._owner.key}-{uuid.uuid4().hex[:12]}{SUFFIX}"


def _told(path: Path, target: Path | None, read: ReadActs) -> list[Issue]:
    """Return what is told of a file that is not sound."""
    n_acts = len(read.acts)
    kept = "Nothing of it can be read" if not n_acts else "1 change in it can be read" if n_acts == 1 else ""
    kept = kept or f"{n_acts} changes in it can be read"
    kept = (
        f"{kept} and is waiting to be saved"
        if n_acts == 1
        else f"{kept} and are waiting to be saved"
        if n_acts
        else kept
    )
    why = "was written by a newer version of eegview" if read.is_newer else "is damaged"
    where = f"it was set aside as “{target}”" if target is not None else "it cannot be renamed"
    return [Issue("waiting_file", f"The file of unsaved changes “{path}” {why}; {where}. {kept}.")]
