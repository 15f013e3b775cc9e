"""The extension in the settings folder: opened to be edited, saved with a copy of what stood there, shared."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.resources import own_files, read_toml, resources_folder, user_folder
from eegview.app.themes import Theme, load_themes
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.extension import Extension
from eegview.app.vocabulary.extension_file import EXTEND, is_extension, read_extension
from eegview.app.vocabulary.extension_text import extension_text, write_extension
from eegview.app.vocabulary.hed_tags import hed_faults
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS
from eegview.app.vocabulary.store import DEFAULT_VOCABULARY, load_base, load_extensions, load_vocabulary
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.vocabulary import Vocabulary

NEW_ID, NEW_LABEL = "clinic", "Our terms"


@dataclass(frozen=True, slots=True)
class OpenedExtension:
    """One extension as it stands on disk.

    path : its file; there may be none yet
    draft : what it says, as far as it can be used, over the vocabulary and the other extensions
    faults : sentences on what cannot be used in it; saving leaves that out
    problem : why the file cannot be read at all, "" where it can
    digest : of the file's bytes, "" = there is none
    files : those of all extensions there are
    themes : in which marks are shown
    """

    path: Path
    draft: VocabularyDraft
    faults: tuple[str, ...] = ()
    problem: str = ""
    digest: str = ""
    files: tuple[Path, ...] = ()
    themes: tuple[Theme, ...] = ()

    @property
    def extension(self) -> Extension:
        return self.draft.extension


def open_extension(path: Path | None = None) -> OpenedExtension:
    """Return the extension in a file of the settings folder; without one the first there is, else a new one.

    A file that cannot be read is opened as empty, with its problem.
    """
    files = extension_files()
    chosen = path or (files[0] if files else user_folder("vocabularies") / f"{NEW_ID}.toml")
    is_new = path is None and not files
    extension = Extension(NEW_ID, NEW_LABEL) if is_new else Extension(_id_from(chosen.stem), chosen.stem)
    faults, problem = (), ""
    if chosen.exists():
        try:
            extension, issues = read_extension(chosen)
            faults = tuple(issue.message for issue in issues)
        except UsageError as error:
            problem = error.sentence
    hed_faults("Event")  # the list of tags is read here, not where each letter typed is checked
    told: list[Issue] = []  # the window has shown these at its start
    others = tuple((file, one) for file, one in load_extensions(issues=told) if file != chosen)
    draft = VocabularyDraft(load_base(issues=told), chosen, extension, others, saved=extension)
    return OpenedExtension(chosen, draft, faults, problem, _digest(chosen), files, load_themes(issues=told))


def extension_files() -> tuple[Path, ...]:
    """Return the files of extensions in the settings folder, those that cannot be read among them."""
    return tuple(path for path in own_files("vocabularies") if _may_be_extension(path))


def save_extension(opened: OpenedExtension, extension: Extension, starts_anew: bool = False) -> Vocabulary:
    """Write an extension, its version raised by one, and return the vocabulary with it.

    What stood in the file stays beside it, as `NAME.toml.before`.

    Parameters
    ----------
    starts_anew : write over a file that cannot be read

    Raises
    ------
    UsageError : the file was changed since it was opened, or cannot be read
    CannotWrite : the folder cannot be written
    """
    path = opened.path
    if _digest(path) != opened.digest:
        raise UsageError(
            f"{path} was changed by somebody else since it was opened here, so it was not written.",
            "Export what you have here, then open the editor again and import it.",
        )
    if opened.problem and not starts_anew:
        raise UsageError(opened.problem, "Correct the file, or begin a new one; the old one is kept beside it.")
    write_extension(path, replace(extension, version=next_version(extension.version)))
    return load_vocabulary()


def import_extension(path: Path, into: Extension) -> tuple[Extension, tuple[str, ...]]:
    """Return what the extension in a file says under the id of `into`, and sentences on what cannot be used in it.

    Raises
    ------
    UsageError : it cannot be read, is no extension, or extends another vocabulary
    """
    if not is_extension(read_toml(path)):
        raise UsageError(
            f"{path.name} is not an extension of a vocabulary: it has no [extend].",
            "Choose a file that was exported here. A whole vocabulary goes into the settings folder as it is.",
        )
    found, issues = read_extension(path)
    if found.extends != into.extends:
        raise UsageError(
            f"{path.name} extends the vocabulary “{found.extends}”, and “{into.extends}” is in use.",
            "Choose an extension of the vocabulary in use.",
        )
    kept = replace(found, extension_id=into.extension_id, version=into.version)
    return kept, tuple(issue.message for issue in issues)


def export_extension(path: Path, extension: Extension) -> None:
    """Write an extension for another computer.

    Raises
    ------
    CannotWrite : the folder cannot be written
    """
    write_whole(path, extension_text(extension).encode())


def next_version(version: str) -> str:
    """Return a version with its last number raised by one: “3” for “2”, “2026-b.2” for “2026-b”."""
    match = re.fullmatch(r"(.*?)(\d+)", version)
    return f"{match[1]}{int(match[2]) + 1}" if match else f"{version}.2"


def _may_be_extension(path: Path) -> bool:
    if path.stem in (IMPORT_TEXTS, DEFAULT_VOCABULARY) or (resources_folder() / "vocabularies" / path.name).exists():
        return False
    try:
        content = read_toml(path)
    except UsageError:
        return True
    extends = content[EXTEND].get("extends") if isinstance(content.get(EXTEND), dict) else None
    return is_extension(content) and extends in (None, DEFAULT_VOCABULARY)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _id_from(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") or NEW_ID
