"""Load the vocabulary reviewers mark with; a user's own copy wins over the built-in one, and extensions lie over it."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from eegview.app.resources import (
    ADVICE,
    FileFault,
    built_in_files,
    file_fault,
    made_once,
    own_files,
    read_one,
    read_toml,
    report_fault,
    resources_folder,
    user_folder,
)
from eegview.app.vocabulary.doubt_words import load_doubt_words
from eegview.app.vocabulary.extending import apply_extensions, with_former_texts
from eegview.app.vocabulary.extension import Extension
from eegview.app.vocabulary.extension_file import is_extension, read_extension
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS, load_import_texts
from eegview.app.vocabulary.places import Places
from eegview.app.vocabulary.vocabulary_file import VocabularyFile, vocabulary_in
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.vocabulary import Vocabulary

DEFAULT_VOCABULARY = "infantile_spasms"
_KIND = "vocabularies"


def load_vocabulary(
    vocabulary_id: str = DEFAULT_VOCABULARY, built_in_only: bool = False, issues: list[Issue] | None = None
) -> Vocabulary:
    """Return the vocabulary of that id with the extensions of it.

    The user's own copy is taken if there is one without a fault, else the built-in one. Extensions lie over either.

    Parameters
    ----------
    built_in_only : pass over the user's own copy and extensions
    issues : a fault in the own copy, in an extension, or in an own table of foreign texts, is added here; see
        `report_fault`

    Raises
    ------
    UsageError : there is none of that id
    """
    if built_in_only:
        _check_there(vocabulary_id)
        vocabulary = read_vocabulary(resources_folder() / _KIND / f"{vocabulary_id}.toml")
    else:
        vocabulary = _extended(load_base(vocabulary_id, issues), vocabulary_id, issues)
    vocabulary = replace(vocabulary, doubt_words=load_doubt_words(built_in_only))
    return replace(vocabulary, foreign_texts=load_import_texts(vocabulary.terms, built_in_only, issues))


def load_base(vocabulary_id: str = DEFAULT_VOCABULARY, issues: list[Issue] | None = None) -> Vocabulary:
    """Return the vocabulary of that id without its extensions, and without foreign texts and words of doubt.

    The user's own copy is understood by the words of the built-in one too.

    issues : a fault in the own copy is added here, see `report_fault`

    Raises
    ------
    UsageError : there is none of that id
    """
    _check_there(vocabulary_id)
    name = f"{vocabulary_id}.toml"
    own, built_in = user_folder(_KIND) / name, resources_folder() / _KIND / name
    vocabulary = read_one(_KIND, name, read_vocabulary, issues)
    if not own.is_file() or not built_in.is_file():
        return vocabulary
    try:
        _tell(_read_file(own).remarks, issues)
    except UsageError:  # told above
        return vocabulary
    former = {term.term_id: term for term in read_vocabulary(built_in).terms}
    return replace(vocabulary, terms=with_former_texts(vocabulary.terms, former))


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in a TOML file.

    Raises
    ------
    UsageError : it is missing, is not TOML, or has faults; the first is named by file, line and term
    """
    read = _read_file(path)
    if read.vocabulary is None:
        others = len(read.faults) - 1
        more = f" There {'is 1 more fault' if others == 1 else f'are {others} more faults'} in it." if others else ""
        raise UsageError(f"{read.faults[0].message}{more}", ADVICE)
    return read.vocabulary


def load_extensions(
    vocabulary_id: str = DEFAULT_VOCABULARY, issues: list[Issue] | None = None
) -> tuple[tuple[Path, Extension], ...]:
    """Return the user's own extensions of a vocabulary with their files, in the order of the files' names.

    issues : what is wrong in one is added here, see `report_fault`
    """
    found = []
    for path in own_files(_KIND):
        try:
            if not is_extension(read_toml(path)):
                continue
            extension, faults = _read_extension(path)
        except UsageError as error:
            if path.stem not in (vocabulary_id, IMPORT_TEXTS):  # these two are told where they are used
                report_fault(file_fault(_KIND, path, error, stands_in=""), issues)
            continue
        _tell(faults, issues)
        if not _is_there(extension.extends):
            what = f"there is no vocabulary “{extension.extends}”, so nothing of this file is used"
            report_fault(Places(path).fault(what, field="extends"), issues)
        if extension.extends == vocabulary_id:
            found.append((path, extension))
    return tuple(found)


def _check_there(vocabulary_id: str) -> None:
    if not _is_there(vocabulary_id):
        known = sorted(found.stem for found in built_in_files(_KIND) if found.stem != IMPORT_TEXTS)
        raise UsageError(f"There is no vocabulary “{vocabulary_id}”.", f"Choose one of {', '.join(known)}.")


def _is_there(vocabulary_id: str) -> bool:
    name = f"{vocabulary_id}.toml"
    return (resources_folder() / _KIND / name).is_file() or (user_folder(_KIND) / name).is_file()


@made_once
def _read_file(path: Path) -> VocabularyFile:
    return vocabulary_in(path)


@made_once
def _read_extension(path: Path) -> tuple[Extension, tuple[Issue, ...]]:
    return read_extension(path)


@lru_cache(maxsize=8)
def _applied(base: Vocabulary, extensions: tuple[tuple[Path, Extension], ...]) -> tuple[Vocabulary, tuple[Issue, ...]]:
    return apply_extensions(base, extensions)


def _extended(vocabulary: Vocabulary, vocabulary_id: str, issues: list[Issue] | None) -> Vocabulary:
    extensions = load_extensions(vocabulary_id, issues)
    extended, faults = _applied(vocabulary, extensions)
    _tell(faults, issues)
    return extended


def _tell(faults: tuple[Issue, ...], issues: list[Issue] | None) -> None:
    for fault in faults:
        if isinstance(fault, FileFault):
            report_fault(fault, issues)
