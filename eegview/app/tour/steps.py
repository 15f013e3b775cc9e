"""Read the steps of the tour, and write the keys in use into their texts."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import read_toml, resources_folder
from eegview.model.errors import UsageError

_COMMAND = re.compile(r"\{([a-z0-9_.]+)\}")
_LISTS = ("target", "done", "needs")


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: what to do, beside which part of the window, and what shows that it was done.

    text_without_run : the text where no detector has run on the study; "" = the same
    act : label of a button that does it, "" = none; it stands beside `text_without_run` only
    target : object names of widgets, the first one in sight is pointed at; "menu:ID" = the menu with that command
    done : commands that count as done
    watch : what else does: "time", "montage", "mark", "play", "suggestions", or ""
    needs : commands without which the step is left out
    open : a command that brings the target into sight, "" = none
    """

    step_id: str
    title: str
    text: str
    text_without_run: str = ""
    act: str = ""
    target: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    watch: str = ""
    needs: tuple[str, ...] = ()
    open: str = ""

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands whose keys the texts name."""
        return tuple(dict.fromkeys(_COMMAND.findall(self.text + self.text_without_run)))


def read_tour(path: Path | None = None) -> tuple[TourStep, ...]:
    """Return all steps of the tour, in order.

    path : None = the file that came with the program

    Raises
    ------
    UsageError : the file cannot be read
    """
    path = path or resources_folder() / "help" / "tour.toml"
    steps = []
    try:
        for table in read_toml(path)["step"]:
            lists = {name: tuple(table.get(name, ())) for name in _LISTS}
            texts = {name: table.get(name, "") for name in ("text_without_run", "act", "watch", "open")}
            steps.append(TourStep(table["id"], table["title"], table["text"], **lists, **texts))
    except (KeyError, TypeError) as error:
        raise UsageError(f"The tour in {path} cannot be read: {error}.", "Install eegview again.") from None
    return tuple(steps)


def available_steps(steps: tuple[TourStep, ...], known: Container[str]) -> tuple[TourStep, ...]:
    """Return the steps whose commands there are."""
    return tuple(step for step in steps if all(command_id in known for command_id in step.needs))


def filled(text: str, name_of: Callable[[str], str]) -> str:
    """Return a text with each {command.id} replaced by what `name_of` returns for it."""
    return _COMMAND.sub(lambda found: name_of(found[1]), text)
