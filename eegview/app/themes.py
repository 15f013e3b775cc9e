"""Read themes, colours by role, from `resources/themes` and the user's own folder."""

import re
from dataclasses import dataclass, fields
from pathlib import Path

from eegview.app.contrast import GRAPHIC_CONTRAST, TEXT_CONTRAST, legible, text_on
from eegview.app.resources import ADVICE, made_once, read_each, read_text, read_toml
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A named set of colours, each "#rrggbb"."""

    theme_id: str
    label: str
    is_dark: bool
    ground: str
    page: str
    line: str
    line_strong: str
    ink: str
    quiet: str
    accent: str
    accent_soft: str
    accent_ink: str
    warning: str
    danger: str
    trace: str
    trace_left: str
    trace_right: str
    trace_polygraphy: str
    trace_bad: str
    trace_clipped: str
    gap: str
    gap_hatch: str
    file_note: str

    def mark_colour(self, colour: str) -> str:
        """Return a term's colour as this theme shows it.

        It is lifted towards white on a dark ground, and mixed with ink where it could not be seen on the page: a
        vocabulary of one's own may have any colour.
        """
        return legible(lifted(colour) if self.is_dark else colour, (self.page,), GRAPHIC_CONTRAST, self.ink)

    def text_colour(self, colour: str) -> str:
        """Return a term's or a row's colour as text on the page can have it."""
        return legible(self.mark_colour(colour), (self.page,), TEXT_CONTRAST, self.ink)

    def text_on(self, colour: str) -> str:
        """Return what text on this colour is written in: the page's own colour where that can be read, else ink."""
        return text_on(colour, (self.page, self.ink, "#000000", "#ffffff"))

    @property
    def edge(self) -> str:
        """The colour of edges that must be seen, as those of fields and buttons; lines of the page are paler."""
        return legible(self.line_strong, (self.page, self.ground), GRAPHIC_CONTRAST, self.ink)


ROLES = tuple(field.name for field in fields(Theme) if field.name not in ("theme_id", "label", "is_dark"))


def lifted(colour: str, share: float = 0.42) -> str:
    """Return `colour` ("#rrggbb") mixed with `share` of white."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * share):02x}" for c in channels)


@made_once
def read_theme(path: Path) -> Theme:
    """Read one theme file.

    Raises
    ------
    UsageError : a colour is missing, unknown or no colour, or the file is not TOML; the sentence names file and line
    """
    values = read_toml(path)
    for name in ("id", "label"):
        if not isinstance(values.get(name), str) or not values[name]:
            raise _fault(path, f"it lacks the text “{name}”")
    if not isinstance(values.get("is_dark"), bool):
        raise _fault(path, "“is_dark” is true or false")
    colours = values.get("colours")
    if not isinstance(colours, dict):
        raise _fault(path, "it lacks the table [colours]")
    for name in ROLES:
        if name not in colours:
            raise _fault(path, f"it lacks the colour “{name}”")
    for name, colour in colours.items():
        if name not in ROLES:
            raise _fault(path, f"there is no colour “{name}” to be set", name)
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            raise _fault(path, f"the colour “{name}” is not one like #c2410c", name)
    return Theme(values["id"], values["label"], values["is_dark"], **colours)


def load_themes(issues: list[Issue] | None = None, own: dict[str, Path] | None = None) -> tuple[Theme, ...]:
    """Return the themes that came with the program, then the user's own; one's own of the same id wins.

    Parameters
    ----------
    issues : a file that cannot be used is added here (code `theme_file`), the others load; see `report_fault`
    own : the user's own files in use are added here, by the id of their theme
    """
    first = ("paper", "night", "high_contrast")
    found = read_each("themes", read_theme, lambda theme: theme.theme_id, issues, own)
    return tuple(sorted(found, key=lambda t: (t.theme_id not in first, t.label)))


def _fault(path: Path, what: str, name: str = "") -> UsageError:
    """Return the error for a fault; `name` is what the line to name begins with."""
    lines = read_text(path).splitlines() if name else []
    number = next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*[\"']?{re.escape(name)}\b", line)), None)
    where = f"{path}, line {number}" if number else str(path)
    return UsageError(f"{where}: {what}.", ADVICE)
