"""A task that is loaded and built when it is first used, so that window and study open without it."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from eegview.ui.triage.task import Task, WindowTask
from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart
from eegview.ui.window.study.open_study import OpenStudy

Built = TypeVar("Built", bound=WindowTask)


class LateTask(Task, Generic[Built]):
    """Stands for a task of one study until one of its commands is used, and passes on what the task says then.

    command_ids : of the commands that the task connects once it is built
    build : returns the task
    """

    def __init__(
        self, context: Context, study: OpenStudy, name: str, command_ids: Iterable[str], build: Callable[[], Built]
    ) -> None:
        super().__init__(study.scope)
        self.name = name

        def built() -> Built:
            task = build()
            task.opening.connect(self.opening)
            task.conditions_changed.connect(self.conditions_changed)
            return task

        self._late = LatePart(context.actions, command_ids, built, study.scope)

    @property
    def task(self) -> Built:
        """Return the task; the first time it is built."""
        return self._late.part

    def build(self) -> None:
        """Build the task now, unless it stands."""
        _built = self.task

    @property
    def is_open(self) -> bool:
        task = self._late.built
        return task is not None and task.is_open

    @property
    def conditions(self) -> frozenset[str]:
        task = self._late.built
        return task.conditions if task is not None else frozenset()

    def close(self) -> None:
        if (task := self._late.built) is not None:
            task.close()
