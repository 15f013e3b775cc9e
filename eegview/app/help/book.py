"""The pages of the help with their pictures, and which page a task, a panel or a dialog opens."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eegview.app.resources import resources_folder

CONTENTS = "contents.toml"
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of the help.

    places : the tasks, panels (by their command) and dialogs (by their name) from which it is opened
    text : Markdown, beginning with the title
    """

    page_id: str
    title: str
    places: tuple[str, ...]
    text: str

    @property
    def pictures(self) -> tuple[str, ...]:
        """Return the names of the pictures it shows."""
        return tuple(_PICTURE.findall(self.text))

    @property
    def links(self) -> tuple[str, ...]:
        """Return where its links lead: other pages as `staging.md`, else addresses."""
        return tuple(_LINK.findall(self.text))


@dataclass(frozen=True, slots=True)
class HelpBook:
    """All pages in the order of the contents; the first is opened where no other is meant.

    pictures : by name, as PNG bytes
    """

    pages: tuple[HelpPage, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def page(self, page_id: str) -> HelpPage | None:
        """Return the page of this id, None where there is none."""
        return next((page for page in self.pages if page.page_id == page_id), None)

    def find(self, words: str, after: str = "") -> HelpPage | None:
        """Return the first page that holds these words, from the page `after` on."""
        ids = [page.page_id for page in self.pages]
        start = ids.index(after) if after in ids else 0
        turned = (*self.pages[start:], *self.pages[:start])
        return next((page for page in turned if words.casefold() in page.text.casefold()), None)


def help_folder() -> Path:
    """Return the folder of the pages."""
    return resources_folder() / "help"


def help_places() -> Mapping[str, str]:
    """Return the id of the page that each task, panel or dialog opens."""
    return {place: str(row["id"]) for row in _contents() for place in row.get("places", ())}


def load_book() -> HelpBook:
    """Return all pages with their pictures; call it on a lane."""
    folder = help_folder()
    pages = []
    for row in _contents():
        text = (folder / f"{row['id']}.md").read_text(encoding="utf-8")
        title = text.partition("\n")[0].lstrip("# ").strip()
        pages.append(HelpPage(str(row["id"]), title, tuple(row.get("places", ())), text))
    names = {name for page in pages for name in page.pictures}
    pictures = {name: (folder / name).read_bytes() for name in sorted(names) if (folder / name).is_file()}
    return HelpBook(tuple(pages), pictures)


def _contents() -> list[dict[str, list[str] | str]]:
    with (help_folder() / CONTENTS).open("rb") as file:
        return tomllib.load(file)["page"]
