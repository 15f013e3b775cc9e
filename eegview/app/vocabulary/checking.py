"""Check one file of vocabularies: every fault at once, each with its line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.contrast import GRAPHIC_CONTRAST, contrast
from eegview.app.resources import FileFault, file_fault, read_toml, resources_folder
from eegview.app.themes import Theme, lifted, read_theme
from eegview.app.vocabulary.extending import apply_extensions
from eegview.app.vocabulary.extension_file import is_extension, read_extension
from eegview.app.vocabulary.hed_tags import HED_VERSION, can_check, hed_faults
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS, read_known_texts
from eegview.app.vocabulary.places import Places
from eegview.app.vocabulary.program_terms import PROGRAM_TERMS
from eegview.app.vocabulary.store import load_base, load_extensions, load_vocabulary
from eegview.app.vocabulary.vocabulary_file import vocabulary_in
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.vocabulary import Attribute, Shape, Term, Vocabulary

REMARK = "vocabulary_remark"  # code of what does not keep anything from being used
_THEMES = ("paper", "night")
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was found in a file.

    kind : "vocabulary", "extension" or "texts"; "" = that cannot be told
    faults : what cannot be used, or is used otherwise than it says
    remarks : what is used and should be looked at
    """

    path: Path
    kind: str
    faults: tuple[FileFault, ...] = ()
    remarks: tuple[FileFault, ...] = ()
    vocabulary: Vocabulary | None = None


def check_file(path: Path) -> FileCheck:
    """Return every fault and remark of a vocabulary, an extension, or a table of foreign texts.

    An extension is laid over the vocabulary in use, in its place among the other extensions there.
    """
    try:
        content = read_toml(path)
        if path.stem == IMPORT_TEXTS or "text" in content:
            read_known_texts(path, load_vocabulary(issues=[]).terms)
            return FileCheck(path, "texts")
        return _checked_extension(path) if is_extension(content) else _checked_vocabulary(path)
    except UsageError as error:
        return FileCheck(path, "", (file_fault("vocabularies", path, error, stands_in=""),))


def _checked_vocabulary(path: Path) -> FileCheck:
    read = vocabulary_in(path)
    faults, remarks = list(read.faults), list(read.remarks)
    if read.vocabulary is not None:
        places = Places(path)
        lacking = sorted(PROGRAM_TERMS - {term.term_id for term in read.vocabulary.terms})
        if lacking:
            what = f"it lacks {', '.join(lacking)}, which the program goes by; what counts them finds none"
            remarks.append(replace(places.fault(what), code=REMARK))
        if not can_check(read.vocabulary):
            what = f"its HED is not checked: the tags of {HED_VERSION} only are known here"
            remarks.append(replace(places.fault(what, field="hed_version"), code=REMARK))
        found = _Looking(places, read.vocabulary)
        for term in read.vocabulary.terms:
            found.look_at(term, None)
        faults = faults + found.faults
        remarks += [*found.remarks, *_labels_twice(places, read.vocabulary)]
        remarks += _other_than_built_in(places, read.vocabulary)
    return FileCheck(path, "vocabulary", _of_files(faults), _of_files(remarks), read.vocabulary)


def _checked_extension(path: Path) -> FileCheck:
    extension, faults = read_extension(path)
    base = load_base(extension.extends, [])
    others = [(file, one) for file, one in load_extensions(extension.extends, []) if file.name != path.name]
    whole, issues = apply_extensions(base, sorted([*others, (path, extension)], key=lambda pair: pair[0].name))
    about = [issue for issue in _of_files(issues) if issue.path == path]
    found = _Looking(Places(path), whole)
    before = {term.term_id: term for term in base.terms}
    for change in extension.terms:
        if (term := whole.term(change.term_id)) is not None:
            found.look_at(term, before.get(term.term_id), change.colour is None)
    return FileCheck(path, "extension", _of_files([*faults, *about, *found.faults]), tuple(found.remarks), whole)


class _Looking:
    """Looks at terms for what the reader of a file does not: HED, colours, letters, labels."""

    def __init__(self, places: Places, vocabulary: Vocabulary) -> None:
        self.faults: list[FileFault] = []
        self.remarks: list[FileFault] = []
        self._places, self._knows_hed = places, can_check(vocabulary)
        self._themes = [read_theme(resources_folder() / "themes" / f"{name}.toml") for name in _THEMES]

    def look_at(self, term: Term, before: Term | None, has_old_colour: bool = False) -> None:
        """Look at a term.

        before : as it was without this file, None = it is new; what is as it was there is not told
        """
        if before is None and self._knows_hed:
            for what in hed_faults(term.hed):
                self._fault(f"the hed of “{term.term_id}”: {what}", term.term_id, field="hed")
        if not has_old_colour:
            for theme in self._themes:
                if what := _faint(term.colour, theme):
                    self._remark(f"the colour of “{term.term_id}” {what}", term.term_id, field="colour")
        for field, what in _field_faults(term):
            if before is None or getattr(before, field) != getattr(term, field):
                self._fault(f"“{term.term_id}” {what}", term.term_id, field=field)
        known = {one.name: one for one in before.attributes} if before is not None else {}
        for question in term.attributes:
            self._look_at_question(term, question, known.get(question.name))
        self._look_at_letters(term, before)

    def _look_at_question(self, term: Term, question: Attribute, before: Attribute | None) -> None:
        of = f"“{question.name}” of “{term.term_id}”"
        labels = Counter(label.casefold() for _value, label in question.choices)
        for label in (label for label, count in labels.items() if count > 1):
            self._remark(f"two choices of {of} have the label “{label}”", term.term_id, question.name, "choices")
        old = dict(before.hed) if before is not None else {}
        for value, hed in question.hed if self._knows_hed else ():
            if old.get(value) != hed:
                for what in hed_faults(hed, term.hed or "-"):
                    self._fault(f"the hed of “{value}” in {of}: {what}", term.term_id, question.name, value=value)

    def _look_at_letters(self, term: Term, before: Term | None) -> None:
        """Tell of declared letters that answer two questions of one form: the upper one has them."""
        old = {(q.name, value) for q in (before.attributes if before else ()) for value, _letter in q.letters}
        held: dict[str, str] = {}
        for question in term.questions:
            for value, letter in question.letters:
                other = held.setdefault(letter, question.name)
                if other != question.name and (question.name, value) not in old:
                    what = f"the letter “{letter}” answers “{other}” and “{question.name}”; the upper one has it"
                    self._remark(f"{what} while neither has the focus", term.term_id, question.name, value=value)

    def _fault(self, what: str, term_id: str, question: str = "", field: str = "", value: str = "") -> None:
        self.faults.append(self._places.fault(what, term_id, question, field, value))

    def _remark(self, what: str, term_id: str, question: str = "", field: str = "", value: str = "") -> None:
        fault = replace(self._places.fault(what, term_id, question, field, value), code=REMARK)
        if fault not in self.remarks:
            self.remarks.append(fault)


def _field_faults(term: Term) -> Iterator[tuple[str, str]]:
    """Yield the fields of a term that cannot be meant so, and why."""
    if term.shape is not Shape.POINT and not term.default_duration_s:
        yield "default_duration_s", f"is a {term.shape}, and a new mark of it would have no length"
    below, above = term.warn_below_s, term.warn_above_s
    if below is not None and above is not None and below > above:
        yield "warn_below_s", f"warns of each duration: warn_below_s is {below:g}, and warn_above_s is {above:g}"
    asked = {attribute.name for attribute in term.attributes}
    for name in dict.fromkeys(_PLACEHOLDER.findall(term.edf_text)):
        if name not in asked:
            yield "edf_text", f"names {{{name}}} in its edf_text, and asks no such question"
    if any(unicodedata.category(sign) == "Cc" for sign in term.edf_text):
        yield "edf_text", "has a control character in its edf_text, which no EDF+ file can hold"


def _other_than_built_in(places: Places, vocabulary: Vocabulary) -> Iterator[FileFault]:
    """Yield a remark for each term that the program goes by and that is another thing here."""
    came = {term.term_id: term for term in load_vocabulary(built_in_only=True).terms}
    for term in vocabulary.terms:
        before = came.get(term.term_id) if term.term_id in PROGRAM_TERMS else None
        if before is None:
            continue
        if term.shape is not before.shape:
            what = f"“{term.term_id}” is a {term.shape}; the program takes it for a {before.shape}"
            yield replace(places.fault(what, term.term_id, field="shape"), code=REMARK)
        if term.edf_text != before.edf_text:
            what = f"“{term.term_id}” leaves in EDF+ files as “{term.edf_text}”, elsewhere as “{before.edf_text}”"
            yield replace(places.fault(what, term.term_id, field="edf_text"), code=REMARK)


def _labels_twice(places: Places, vocabulary: Vocabulary) -> Iterator[FileFault]:
    held: dict[str, str] = {}
    for term in vocabulary.terms:
        other = held.setdefault(term.label.casefold(), term.term_id)
        if other != term.term_id:
            what = f"“{other}” and “{term.term_id}” have one label, “{term.label}”"
            yield replace(places.fault(what, term.term_id, field="label"), code=REMARK)


def _faint(colour: str, theme: Theme) -> str:
    """Return why a colour cannot be told from the page of a theme, "" where it can."""
    shown = lifted(colour) if theme.is_dark else colour
    reached = contrast(shown, theme.page)
    if reached >= GRAPHIC_CONTRAST:
        return ""
    return (
        f"has a contrast of {reached:.1f} in the theme {theme.label}, and {GRAPHIC_CONTRAST:g} is needed; "
        "it is shown darker or lighter there"
    )


def _of_files(issues: tuple[Issue, ...] | list[Issue] | list[FileFault]) -> tuple[FileFault, ...]:
    return tuple(dict.fromkeys(issue for issue in issues if isinstance(issue, FileFault)))
