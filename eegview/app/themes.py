"""Read themes, colours by role, from `resources/themes` and the user's own folder."""

from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import read_toml, resources_folder, user_folder
from eegview.model.errors import UsageError


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
        """Return a term's colour as this theme shows it: lifted towards white on a dark ground."""
        return lifted(colour) if self.is_dark else colour


def lifted(colour: str, share: float = 0.42) -> str:
    """Return `colour` ("#rrggbb") mixed with `share` of white."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * share):02x}" for c in channels)


def read_theme(path: Path) -> Theme:
    """Read one theme file.

    Raises
    ------
    UsageError : a colour is missing or the file is not TOML
    """
    values = read_toml(path)
    try:
        return Theme(values["id"], values["label"], bool(values["is_dark"]), **values["colours"])
    except (KeyError, TypeError) as error:
        raise UsageError(
            f"The theme {path.name} is incomplete: {error}.", "Compare it with resources/themes/paper.toml."
        ) from None


def load_themes() -> tuple[Theme, ...]:
    """Return the themes that came with the program, then the user's own; one's own of the same id wins."""
    themes = {t.theme_id: t for t in map(read_theme, sorted((resources_folder() / "themes").glob("*.toml")))}
    own = user_folder("themes")
    themes |= {t.theme_id: t for t in map(read_theme, sorted(own.glob("*.toml")))}
    first = ("paper", "night", "high_contrast")
    return tuple(sorted(themes.values(), key=lambda t: (t.theme_id not in first, t.label)))
