"""The languages of the window: catalogues of gettext in `resources/languages`, and the user's own beside the settings.

A catalogue is a file `de.mo`, compiled from `de.po` (`./run languages`). What it says for “English” is the language's
own name; as long as it translates “draft, not reviewed” it is a draft.
"""

import gettext
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from eegview.app.resources import FileFault, report_fault, resources_folder, user_folder
from eegview.model.issue import Issue
from eegview.model.text.language import use_catalogue

ENGLISH = "en"
NAME = "English"
DRAFT = "draft, not reviewed"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the window can be shown in.

    path, catalogue : the file and what it holds, None for English
    label : its own name ("Deutsch")
    draft : "draft, not reviewed" in that language where no clinician has read the translation, else ""
    """

    language_id: str
    label: str
    path: Path | None = None
    draft: str = ""
    is_own: bool = False
    catalogue: gettext.GNUTranslations | None = field(default=None, repr=False, compare=False)

    @property
    def shown_label(self) -> str:
        """The name in the menu, with what a reader must know before choosing it."""
        return f"{self.label} ({self.draft})" if self.draft else self.label


def load_languages(issues: list[Issue] | None = None) -> tuple[Language, ...]:
    """Return English and every language with a catalogue, those of the user's own in place of ours.

    issues : what is wrong with a catalogue is added here, see `report_fault`
    """
    found = {ENGLISH: Language(ENGLISH, NAME)}
    for folder, is_own in ((resources_folder() / "languages", False), (user_folder("languages"), True)):
        for path in sorted(folder.glob("*.mo")):
            stands_in = "The built-in one is used." if path.stem in found else "Its language is not offered."
            catalogue = _read(path, stands_in, issues)
            if catalogue is not None:
                label, draft = (catalogue.gettext(text) for text in (NAME, DRAFT))
                label, draft = label if label != NAME else path.stem, draft if draft != DRAFT else ""
                found[path.stem] = Language(path.stem, label, path, draft, is_own, catalogue)
    return tuple(found.values())


def use_language(language_id: str) -> Language:
    """Show all texts in a language from now on, in English where there is none of that id; return which it is.

    Call it before the window's modules are imported.
    """
    english = Language(ENGLISH, NAME)
    if language_id == ENGLISH:  # most start so: no catalogue is read
        language = english
    else:
        language = next((one for one in load_languages() if one.language_id == language_id), english)
    use_catalogue(language.catalogue)
    return language


def own_catalogues() -> tuple[Path, ...]:
    """Return the user's own catalogues, whether they can be used or not."""
    return tuple(sorted(user_folder("languages").glob("*.mo")))


def _read(path: Path, stands_in: str, issues: list[Issue] | None = None) -> gettext.GNUTranslations | None:
    """Return a catalogue; None, and the fault told with what is used instead, where the file is none."""
    try:
        state = path.stat()
        return _parsed(path, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError, LookupError, struct.error) as error:
        reason = getattr(error, "strerror", None) or "it is not a catalogue of gettext"
        fault = FileFault("language_file", f"{path} cannot be used: {reason}. {stands_in}", path)
        report_fault(fault, issues)
        return None


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed_ns: int, _n_bytes: int) -> gettext.GNUTranslations:
    """Return a catalogue, read once in each state of its file."""
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
