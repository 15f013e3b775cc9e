"""A part of the window that is loaded and built when it is first used, so that the window opens without it."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from eegview.ui.window.actions import Actions
from eegview.ui.window.study.study_scope import StudyScope

Part = TypeVar("Part")


class LatePart(Generic[Part]):
    """Stands for a part until one of its commands is used, or another part asks for it.

    Commands, lines of menus, keys and what enables them are there from the start, see `Actions`.

    command_ids : of the commands that the part connects once it is built
    build : loads the part's modules, and returns it built
    scope : the study that it lives as long as; None = the window
    """

    def __init__(
        self,
        actions: Actions,
        command_ids: Iterable[str],
        build: Callable[[], Part],
        scope: StudyScope | None = None,
    ) -> None:
        self._build = build
        self._part: Part | None = None
        self._let_go = actions.connect_late(command_ids, lambda: self.part, scope)

    @property
    def part(self) -> Part:
        """Return the part; the first time it is built."""
        if self._part is None:
            self._let_go()
            self._part = self._build()
        return self._part

    @property
    def built(self) -> Part | None:
        """Return the part where it is built."""
        return self._part
