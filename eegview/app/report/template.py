"""Templates of reports: text files a clinician may edit, from `resources/reports` and the user's own folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eegview.app.report.catalogue import FIELD_IDS, FIGURE_IDS, MEANINGS, SECTION_IDS
from eegview.app.report.labels import ENGLISH, KIND, is_labels_file
from eegview.app.report.logo import read_logo
from eegview.app.resources import ADVICE, built_in_files, file_fault, note_own, own_files, read_text, report_fault
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.report.document import Picture

DEFAULT_TEMPLATE = "infant_prolonged"
FILM_TEMPLATE = "home_film"  # of a study that is film alone
PAPERS = ("a4", "us-letter")
ALWAYS = ("limits", "significance")  # no template leaves these out
_TEMPLATE: Mapping[str, type] = {
    **dict.fromkeys(("id", "version", "label", "title", "subtitle", "language", "logo", "paper"), str),
    **dict.fromkeys(("department", "sections", "hidden_fields", "figures", "signatures"), list),
    "logo_height_mm": float,
}
_QUALITY: Mapping[str, type] = {"note": str, "source": str, "indicator": list}
_INDICATOR: Mapping[str, type] = {"id": str, "label": str, "fields": list}
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of quality: given where one of its fields is.

    label : "" = the one of the language
    fields : ids of fields of the report
    """

    indicator_id: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What a report holds, in which order and under which head.

    title, subtitle : "" = those of the language
    department : lines of the head
    sections : ids in the order printed
    hidden_fields : ids of fields that are left out
    figures : ids of the figures that are wanted
    signatures : meanings of the boxes for signatures, in order
    paper : size of the sheets
    quality_note, quality_source : what is said of the list of indicators, "" = the words of the language; its source
    """

    template_id: str
    version: str
    label: str
    title: str = ""
    subtitle: str = ""
    language: str = ENGLISH
    department: tuple[str, ...] = ()
    logo: Picture | None = None
    sections: tuple[str, ...] = SECTION_IDS
    hidden_fields: frozenset[str] = frozenset()
    figures: tuple[str, ...] = FIGURE_IDS
    signatures: tuple[str, ...] = MEANINGS
    indicators: tuple[Indicator, ...] = ()
    quality_note: str = ""
    quality_source: str = ""
    paper: str = PAPERS[0]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the ids of the sections that this template does not print."""
        return tuple(name for name in SECTION_IDS if name not in self.sections)


def load_templates(issues: list[Issue] | None = None, own: dict[str, Path] | None = None) -> tuple[Template, ...]:
    """Return all templates, the default first, then by label; a user's file with the same id wins.

    Parameters
    ----------
    issues : a file that cannot be used is added here, the others load; see `report_fault`
    own : the user's own files in use are added here, by the id of their template

    Raises
    ------
    UsageError : not one can be used
    """
    found: dict[str, Template] = {}
    for path in (*built_in_files(KIND), *own_files(KIND)):
        if is_labels_file(path):
            continue
        try:
            template = read_template(path)
        except UsageError as error:
            report_fault(file_fault(KIND, path, error), issues)
        else:
            found[template.template_id] = template
            note_own(path, template.template_id, own)
    if not found:
        raise UsageError("No template of a report can be used.", "Install eegview again, or restore resources/reports.")
    return tuple(sorted(found.values(), key=lambda one: (one.template_id != DEFAULT_TEMPLATE, one.label)))


def first_template_id(recording: Recording) -> str:
    """Return the template that a study's report has unless another one is chosen."""
    return FILM_TEMPLATE if recording.is_film else DEFAULT_TEMPLATE


def template_by_id(name: str, issues: list[Issue] | None = None) -> Template:
    """Return the template of this id or label.

    Raises
    ------
    UsageError : there is none; the advice lists the ids there are
    """
    templates = load_templates(issues)
    for template in templates:
        if name in (template.template_id, template.label):
            return template
    raise UsageError(
        f"There is no template “{name}”.", f"Use one of: {', '.join(one.template_id for one in templates)}."
    )


def read_template(path: Path) -> Template:
    """Return the template in a TOML file.

    Raises
    ------
    UsageError : the file has a fault; the sentence names it and the line
    """
    return parse_template(read_text(path), str(path), path.parent)


def parse_template(text: str, where: str = "The template", folder: Path | None = None) -> Template:
    """Return the template that a text in TOML describes.

    folder : from which the path of a logo goes

    Raises
    ------
    UsageError : it has a fault; the sentence starts with `where` and names the line
    """
    try:
        held = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _LINE.search(str(error))
        at = f" in line {line[1]}" if line else ""
        reason = re.sub(r" \(at .*\)$", "", str(error)).rstrip(".")
        raise UsageError(f"{where} cannot be read{at}: {reason[:1].lower()}{reason[1:]}.", ADVICE) from None
    return _Parser(text, where, folder).template(held)


class _Parser:
    """Checks the fields of one file; each fault names the line in which the field stands."""

    def __init__(self, text: str, where: str, folder: Path | None) -> None:
        self._lines, self._where, self._folder = text.splitlines(), where, folder

    def template(self, held: Mapping[str, Any]) -> Template:
        self._check_names(held, ("template", "quality"))
        main = self._table(held, "template", _TEMPLATE)
        quality = self._table(held, "quality", _QUALITY) if "quality" in held else {}
        for name in ("id", "version", "label"):
            if not str(main.get(name, "")).strip():
                raise self._fault("template", f"lacks the text “{name}”")
        sections = self._known(main, "sections", SECTION_IDS, "section") or SECTION_IDS
        sections = (*sections, *(name for name in ALWAYS if name not in sections))
        return Template(
            main["id"],
            main["version"],
            main["label"],
            main.get("title", ""),
            main.get("subtitle", ""),
            main.get("language", ENGLISH),
            self._texts(main, "department"),
            self._logo(main),
            sections,
            frozenset(self._known(main, "hidden_fields", FIELD_IDS, "field")),
            self._known(main, "figures", FIGURE_IDS, "figure") if "figures" in main else FIGURE_IDS,
            self._known(main, "signatures", MEANINGS, "meaning of a signature") or MEANINGS,
            tuple(self._indicator(one) for one in quality.get("indicator", ())),
            quality.get("note", ""),
            quality.get("source", ""),
            self._paper(main),
        )

    def _indicator(self, held: object) -> Indicator:
        if not isinstance(held, Mapping):
            raise self._fault("indicator", "“indicator” is not a table")
        one = cast("Mapping[str, Any]", held)
        self._check(one, _INDICATOR)
        if not one.get("id"):
            raise self._fault("indicator", "an indicator lacks its “id”")
        fields = self._known(one, "fields", FIELD_IDS, "field")
        if not fields:
            raise self._fault(one["id"], f"the indicator “{one['id']}” names no field")
        return Indicator(one["id"], one.get("label", ""), fields)

    def _paper(self, main: Mapping[str, Any]) -> str:
        paper = main.get("paper", PAPERS[0])
        if paper not in PAPERS:
            raise self._fault("paper", f"“paper” is none of {', '.join(PAPERS)}")
        return paper

    def _logo(self, main: Mapping[str, Any]) -> Picture | None:
        name = main.get("logo", "")
        if not name:
            return None
        try:
            return read_logo((self._folder or Path()) / name, float(main.get("logo_height_mm", 12.0)))
        except UsageError as error:
            raise self._fault("logo", error.sentence.rstrip(".")) from None

    def _table(self, held: Mapping[str, Any], name: str, kinds: Mapping[str, type]) -> Mapping[str, Any]:
        table = held.get(name)
        if not isinstance(table, Mapping):
            raise self._fault(name, f"lacks the table “{name}”")
        found = cast("Mapping[str, Any]", table)
        self._check(found, kinds)
        return found

    def _check(self, held: Mapping[str, Any], kinds: Mapping[str, type]) -> None:
        self._check_names(held, kinds)
        for name, value in held.items():
            wanted = (int, float) if kinds[name] is float else kinds[name]
            if not isinstance(value, wanted) or isinstance(value, bool):
                what = {str: "text", list: "list", float: "number"}[kinds[name]]
                raise self._fault(name, f"“{name}” is not a {what}")

    def _check_names(self, held: Mapping[str, Any], known: Mapping[str, type] | tuple[str, ...]) -> None:
        for name in held:
            if name not in known:
                raise self._fault(name, f"has the unknown field “{name}”")

    def _texts(self, held: Mapping[str, Any], name: str) -> tuple[str, ...]:
        values = held.get(name, [])
        if not all(isinstance(value, str) for value in values):
            raise self._fault(name, f"“{name}” is not a list of texts")
        return tuple(values)

    def _known(self, held: Mapping[str, Any], name: str, known: tuple[str, ...], what: str) -> tuple[str, ...]:
        values = self._texts(held, name)
        for value in values:
            if value not in known:
                raise self._fault(value, f"there is no {what} “{value}”")
        if len(set(values)) < len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise self._fault(twice, f"“{name}” names “{twice}” twice")
        return values

    def _fault(self, word: str, what: str) -> UsageError:
        number = next((n for n, line in enumerate(self._lines, 1) if self._names(line, word)), 0)
        at = f", line {number}" if number else ""
        return UsageError(f"{self._where}{at}: {what[:1].lower()}{what[1:]}.", ADVICE)

    @staticmethod
    def _names(line: str, word: str) -> bool:
        return (
            not line.lstrip().startswith("#") and re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.])", line) is not None
        )
