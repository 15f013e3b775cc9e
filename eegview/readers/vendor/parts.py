"""Find the files that make up one recording, however they were renamed, moved or copied.

One order for all formats: the name as it is written, the same in other letters (`A.EEG`, `a.eeg`), then the name of
the file that leads to the part, with the part's ending. Only names are looked at.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue

_QUOTES = "\"'“”„«»‘’"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a recording, and what is to be said about how it was found.

    path : None where there is no such file
    """

    path: Path | None = None
    issues: tuple[Issue, ...] = ()


def find_part(leader: Path, endings: Sequence[str], role: str, named: str | None = None) -> Part:
    """Return a part of the recording that `leader` leads to.

    Parameters
    ----------
    leader : the header, or the file that was chosen
    endings : of the part, the usual one first, with their dots
    role : what it is called in sentences ("signal file")
    named : how the leader names it: a bare name, or a path of another machine. None where it does not.
    """
    here = leader.parent
    same_stem = [leader.stem + ending for ending in _endings(named, endings)]
    for name in part_names(named, leader.stem) if named else ():
        found = find_named(here, name, leader)
        if found.path is None:
            continue
        beside = next((p for n in same_stem if (p := here / n).is_file() and not is_same(p, leader)), None)
        if beside is None or is_same(beside, found.path):
            return found
        doubt = f"{leader.name} names another {role} than {beside.name}; the one that it names was read."
        return Part(found.path, (*found.issues, Issue("part_doubtful", doubt)))
    for name in same_stem:
        found = find_named(here, name, leader)
        if found.path is not None:
            renamed = Issue(
                "part_renamed",
                f"{leader.name} names no {role} that is there; {found.path.name}, which bears its name, was read.",
            )
            return Part(found.path, (*found.issues, renamed) if named is not None else found.issues)
    return Part()


def need_part(leader: Path, endings: Sequence[str], role: str, named: str | None = None) -> Part:
    """Return a part without which nothing can be read; see `find_part`.

    Raises
    ------
    UnreadableFile : it is not in the folder
    """
    part = find_part(leader, endings, role, named)
    if part.path is None:
        expected = _expected(leader, endings, named)
        raise UnreadableFile(
            f"{leader.name} needs its {role} ({expected}), which is not in the same folder.",
            f"Put {expected} into the same folder.",
        )
    return part


def want_part(leader: Path, endings: Sequence[str], role: str, loss: str, named: str | None = None) -> Part:
    """Return a part that can be done without; that it is missing, and what is lost by it, becomes an issue.

    loss : the second half of a sentence: "there are no marks of the recorder"
    """
    part = find_part(leader, endings, role, named)
    if part.path is not None:
        return part
    expected = _expected(leader, endings, named)
    return Part(None, (Issue("part_missing", f"The {role} ({expected}) is not in the folder: {loss}."),))


def find_named(folder: Path, name: str, leader: Path | None = None) -> Part:
    """Return the file of a name in a folder: exactly so, else in other letters; the leader itself is no part of it."""
    if (exact := folder / name).is_file() and not (leader and is_same(exact, leader)):
        return Part(exact)
    alike = [path for path in _listed(folder) if folded(path.name) == folded(name) and path.is_file()]
    alike = sorted(path for path in alike if leader is None or not is_same(path, leader))
    if not alike:
        return Part()
    if len(alike) == 1:
        return Part(alike[0])
    several = f"{len(alike)} files differ from the name that was looked for only by capitals; {alike[0].name} was read."
    return Part(alike[0], (Issue("part_doubtful", several),))


def part_names(named: str, stem: str) -> tuple[str, ...]:
    """Return the bare names that a header's entry may mean, the most likely one first.

    Quotes and folders of any system are left out; `$b` stands for the header's own stem; `%20` may be meant as a blank.
    """
    text = re.sub(r"\$b", lambda _: stem, named.strip().strip(_QUOTES).strip("\0 \t"), flags=re.IGNORECASE)
    last = re.split(r"[\\/]", text)[-1].strip().strip(_QUOTES)
    decoded = unquote(last, errors="replace")
    # An archive of Windows unpacked elsewhere leaves names with backslashes in them.
    names = [text] if "\\" in text and "/" not in text else []
    names += [last, decoded if "/" not in decoded and "\ufffd" not in decoded else last]
    return tuple(dict.fromkeys(name for name in names if name and name not in (".", "..") and "\0" not in name))


def folded(name: str) -> str:
    """Return a name without what file systems and people change in it: capitals, and how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths are of one file: also by the letters of a file system that ignores capitals."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def said(parts: Iterable[Part]) -> tuple[Issue, ...]:
    """Return all that is to be said of some parts."""
    return tuple(issue for part in parts for issue in part.issues)


def _endings(named: str | None, endings: Sequence[str]) -> tuple[str, ...]:
    """Return the endings to try with the leader's stem: first that of the name inside, where it is one of them."""
    own = Path(re.split(r"[\\/]", named.strip().strip(_QUOTES))[-1]).suffix if named else ""
    first = [own] if own.lower() in {ending.lower() for ending in endings} else []
    return tuple(dict.fromkeys([*first, *endings]))


def _expected(leader: Path, endings: Sequence[str], named: str | None) -> str:
    """Return the name to look for; a name inside that is not the leader's own may be a patient's, and is not shown."""
    names = part_names(named, leader.stem) if named else ()
    own = next((name for name in names if folded(Path(name).stem) == folded(leader.stem)), None)
    return own or leader.stem + _endings(named, endings)[0]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # a folder that may be read from but not listed
        return []
