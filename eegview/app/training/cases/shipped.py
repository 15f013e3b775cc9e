"""The case set that comes with the program: a recipe, made from simulated infants on first use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.app.resources import ADVICE, data_folder, read_toml, resources_folder
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import draft_of, write_draft
from eegview.app.training.cases.set_facts import SUFFIX
from eegview.app.training.cases.simulated.infant import SimulatedInfant
from eegview.app.training.cases.simulated.studies import SimulatedStudies
from eegview.exchange.writing import cannot_write
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.recording import Progress, no_progress

NAME = "shipped_set.toml"
_DRAW_SHARE = 0.2  # of the time
_INFANT_FIELDS = ("seed", "hours", "form", "background", "spikes", "foci", "spasms")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a simulated set is made from.

    based_starts_s : of the five minutes that are asked about, by infant
    """

    set_id: str
    made_utc: str
    settings: MakeSettings
    infants: tuple[SimulatedInfant, ...]
    based_starts_s: dict[str, tuple[float, ...]]

    @property
    def file_name(self) -> str:
        """Return the name of the set's file; another version of set or simulator has another."""
        from eegview.simulate.plan import SIMULATOR_VERSION

        return f"{self.set_id}-{self.settings.version}-{SIMULATOR_VERSION}{SUFFIX}"


def shipped_recipe(path: Path | None = None) -> Recipe:
    """Return the recipe of the set that comes with the program.

    Raises
    ------
    UsageError : its file is damaged
    """
    path = path or resources_folder() / "training" / NAME
    held = read_toml(path)
    try:
        return _recipe(held)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path} cannot be used: {error}.", ADVICE) from None


def shipped_path(recipe: Recipe | None = None, folder: Path | None = None) -> Path:
    """Return where the set lies once it is made."""
    return (folder or data_folder() / "training") / (recipe or shipped_recipe()).file_name


def is_made(path: Path, folder: Path) -> bool:
    """Whether a set is there and can be opened.

    folder : for what is taken out of it
    """
    try:
        open_case_set(path, folder).close()
    except UnreadableFile:
        return False
    return True


def make_shipped(recipe: Recipe | None = None, path: Path | None = None, progress: Progress = no_progress) -> Path:
    """Make the set of a recipe, unless it was made before; return where it lies.

    It is not signed: it comes of the program on this computer, not of a person.

    Raises
    ------
    CannotWrite : the disk is full or the place cannot be written
    Cancelled : from `progress`; nothing is left behind
    """
    recipe = recipe or shipped_recipe()
    path = path or shipped_path(recipe)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent.name, error) from None
    if is_made(path, path.parent):
        return path
    studies = SimulatedStudies(recipe.infants, recipe.based_starts_s)
    draft = draft_of(studies, recipe.settings, progress=lambda share: progress(_DRAW_SHARE * share))

    def cut(share: float) -> None:
        progress(_DRAW_SHARE + (1 - _DRAW_SHARE) * share)

    set_id = f"{recipe.set_id}-{recipe.settings.version}"
    write_draft(path, draft, studies, recipe.made_utc, progress=cut, set_id=set_id)
    return path


def _recipe(held: dict[str, Any]) -> Recipe:
    settings = MakeSettings(
        title=str(held["title"]),
        maker=str(held["maker"]),
        seed=int(held["seed"]),
        questions=tuple(held["items"]),
        n_of={str(name): int(n) for name, n in held["items"].items()},
        negatives=float(held["negatives"]),
        mimics=float(held["mimics"]),
        test_share=float(held["test_share"]),
        post_unlock_after=int(held["post_unlock_after"]),
        has_video=True,
        has_history=True,
        version=int(held["version"]),
    )
    infants: list[SimulatedInfant] = []
    starts_s: dict[str, tuple[float, ...]] = {}
    for one in held["infant"]:
        infant = SimulatedInfant(**{name: one[name] for name in _INFANT_FIELDS if name in one})
        infants.append(infant)
        starts_s[infant.key] = tuple(float(start_s) for start_s in one.get("based", ()))
    return Recipe(str(held["id"]), str(held["made_utc"]), settings, tuple(infants), starts_s)
