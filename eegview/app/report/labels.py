"""The words of a report in one language: `resources/reports/labels.LANGUAGE.toml`, English where a word is missing."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from eegview.app.resources import ADVICE, FileFault, read_toml, report_fault, resources_folder, user_folder
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

KIND, ENGLISH, PREFIX = "reports", "en", "labels."
OPTIONAL = ("warning.", "marker.", "figure.")  # English has them in `app.statistics`, `app.response`, `figures.texts`
ONE, OTHER = "one", "other"  # forms of a text with a number


@dataclass(frozen=True, slots=True)
class Labels:
    """All words of a report that are not the reader's or the data's.

    texts : by key, `section.personal`
    missing : keys for which this language has no text, so that the English one stands in
    """

    language: str
    texts: Mapping[str, str] = field(repr=False)
    missing: tuple[str, ...] = ()

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its blanks filled in.

        Raises
        ------
        KeyError : no language has the key
        """
        return self.texts[key].format(**values) if values else self.texts[key]

    def counted(self, key: str, n: int, **values: object) -> str:
        """Return a text with a number in the form that the number asks for: `KEY.one` or `KEY.other`."""
        return self(f"{key}.{ONE if n == 1 else OTHER}", n=f"{n:,}", **values)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self.texts


def load_labels(language: str = ENGLISH, issues: list[Issue] | None = None) -> Labels:
    """Return the words of a language, the user's own file before the built-in one.

    Parameters
    ----------
    issues : a file that cannot be used, and a text with other blanks than the English one, are added here

    Raises
    ------
    UsageError : there is no such language, or the English words cannot be used
    """
    english = flat_labels(read_toml(resources_folder() / KIND / _name(ENGLISH)))
    if language == ENGLISH and not (user_folder(KIND) / _name(ENGLISH)).exists():
        return Labels(ENGLISH, english)
    path = user_folder(KIND) / _name(language)
    if not path.exists():
        path = resources_folder() / KIND / _name(language)
    if not path.exists():
        raise UsageError(
            f"There are no labels in the language “{language}”.",
            f"Use one of: {', '.join(languages())}, or write {_name(language)} after the pattern of {_name(ENGLISH)}.",
        )
    try:
        own = flat_labels(read_toml(path), str(path))
    except UsageError as error:
        report_fault(FileFault("report_file", f"{error.sentence} The English labels are used.", path), issues)
        return Labels(ENGLISH, english)
    for key in [key for key, text in own.items() if key in english and _blanks(text) - _blanks(english[key])]:
        message = f"{path}: “{key}” has a blank in braces that the English text does not have; the English is used."
        report_fault(FileFault("report_file", message, path), issues)
        del own[key]
    missing = tuple(sorted(set(english) - set(own)))
    known = {key: text for key, text in own.items() if key in english or key.startswith(OPTIONAL)}
    return Labels(language, {**english, **known}, missing)


def languages() -> tuple[str, ...]:
    """Return the languages that there are labels in, by their short names, English first."""
    found = {
        path.stem.removeprefix(PREFIX)
        for folder in (resources_folder() / KIND, user_folder(KIND))
        for path in (sorted(folder.glob(f"{PREFIX}*.toml")) if folder.is_dir() else ())
    }
    return (ENGLISH, *sorted(found - {ENGLISH}))


def is_labels_file(path: Path) -> bool:
    """Whether a file of this folder holds labels, and no template."""
    return path.name.startswith(PREFIX)


def flat_labels(fields: Mapping[str, Any], where: str = "The labels") -> dict[str, str]:
    """Return the texts of nested tables by their keys joined with points.

    Raises
    ------
    UsageError : something is neither a text nor a table, or has a brace that does not close
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            held = flat_labels(cast("Mapping[str, Any]", value), where)
            found |= {f"{name}.{key}": text for key, text in held.items()}
        elif not isinstance(value, str):
            raise UsageError(f"{where}: “{name}” is not a text.", ADVICE)
        else:
            try:
                _blanks(value)
            except ValueError:
                raise UsageError(f"{where}: the braces in “{name}” do not match.", ADVICE) from None
            found[name] = value
    return found


def _name(language: str) -> str:
    return f"{PREFIX}{language}.toml"


def _blanks(text: str) -> set[str]:
    return {name for _before, name, _form, _conversion in string.Formatter().parse(text) if name is not None}
