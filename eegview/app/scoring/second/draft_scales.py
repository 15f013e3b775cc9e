"""Scales that are not implemented: what is known of each, what is missing, and why none of them computes a score.

Their files stand beside those of the scales that are used, in `resources/scales`, with `draft = true`. Nothing here
returns a number, and there is nothing that could.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eegview.app.resources import ADVICE, built_in_files, file_fault, own_files, read_toml, report_fault
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

KIND = "scales"
_READ = {"abstract": "read in an abstract", "secondary": "read in a text that cites it"}
_TEXTS = ("id", "label", "version", "source", "why")


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something that was read of a scale.

    read : where it was read: "abstract" or "secondary"; never in the publication, else it were no draft
    """

    text: str
    read: str

    @property
    def certainty(self) -> str:
        """Return where it was read, in words."""
        return _READ[self.read]


@dataclass(frozen=True, slots=True)
class DraftScale:
    """A scale that cannot be used.

    why : the reason, a sentence
    missing : what has to be taken from the publication first
    """

    scale_id: str
    label: str
    version: str
    source: str
    why: str
    known: tuple[KnownFact, ...]
    missing: tuple[str, ...]

    @property
    def state_text(self) -> str:
        """Return `draft, not usable: …`."""
        return f"draft, not usable: {self.why[:1].lower()}{self.why[1:]}"


def draft_scales(issues: list[Issue] | None = None) -> tuple[DraftScale, ...]:
    """Return the drafts by label; a user's file with the same id wins.

    Parameters
    ----------
    issues : a draft that cannot be read is added here (code `scale_file`), the others load; see `report_fault`
    """
    found: dict[str, DraftScale] = {}
    for path in (*built_in_files(KIND), *own_files(KIND)):
        try:
            fields = read_toml(path)
            if fields.get("draft") is True:
                draft = parse_draft(fields, str(path))
                found[draft.scale_id] = draft
        except UsageError as error:
            report_fault(file_fault(KIND, path, error), issues)
    return tuple(sorted(found.values(), key=lambda draft: draft.label))


def parse_draft(fields: dict[str, Any], where: str = "A draft") -> DraftScale:
    """Return the draft a TOML file describes.

    Raises
    ------
    UsageError : a field is missing, unknown or of the wrong type; the sentence starts with `where`
    """
    if unknown := sorted(set(fields) - {*_TEXTS, "draft", "known", "missing"}):
        raise UsageError(f"{where} has the field “{unknown[0]}”, which a draft does not have.", ADVICE)
    texts = [fields.get(name) for name in _TEXTS]
    for name, text in zip(_TEXTS, texts, strict=True):
        if not isinstance(text, str) or not text:
            raise UsageError(f"{where} lacks the text “{name}”.", ADVICE)
    missing = fields.get("missing")
    if not isinstance(missing, list) or not missing or not all(isinstance(one, str) and one for one in missing):
        raise UsageError(f"{where} does not list in “missing” what keeps the scale from being used.", ADVICE)
    known = fields.get("known", [])
    if not isinstance(known, list):
        raise UsageError(f"{where} has something else than a list in “known”.", ADVICE)
    facts = tuple(_fact(one, where) for one in known)
    scale_id, label, version, source, why = map(str, texts)
    return DraftScale(scale_id, label, version, source, why, facts, tuple(missing))


def _fact(one: Any, where: str) -> KnownFact:
    if not isinstance(one, dict) or set(one) != {"text", "read"}:
        raise UsageError(f"{where} has an entry in “known” that is not {{ text, read }}.", ADVICE)
    text, read = one["text"], one["read"]
    if not isinstance(text, str) or not text or read not in _READ:
        raise UsageError(f"{where} says of “{text}” in “read” neither {' nor '.join(_READ)}.", ADVICE)
    return KnownFact(text, read)
