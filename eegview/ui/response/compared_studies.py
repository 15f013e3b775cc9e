"""The studies that are compared, in order of time: the open one and up to five beside it; two are shown as pages."""

from eegview.app.notifier import Notifier
from eegview.ui.response.compared_study import ComparedStudy

MOST_STUDIES = 6


class ComparedStudies:
    """All studies of a comparison, and which one's page stands beside that of the open study.

    shown : the study beside, None while none is chosen
    is_swapped : before and after are turned over, where the dates do not decide
    changed : emits when studies come, go, or change their order
    """

    def __init__(self, opened: ComparedStudy) -> None:
        self.opened = opened
        self.others: tuple[ComparedStudy, ...] = ()
        self.shown: ComparedStudy | None = None
        self.is_swapped = False
        self.changed: Notifier[None] = Notifier()

    @property
    def by_time(self) -> tuple[ComparedStudy, ...]:
        """Return all of them by recording date; those without one keep the order in which they were chosen."""
        if self.shown is not None and not self.others[1:]:
            return self.pair or (self.opened,)
        dated = [one for one in (self.opened, *self.others) if one.started_at is not None]
        undated = [one for one in (self.opened, *self.others) if one.started_at is None]
        return (*sorted(dated, key=lambda one: str(one.started_at)), *undated)

    @property
    def is_decided(self) -> bool:
        """Whether the dates of the two that are shown say which was before."""
        if self.shown is None:
            return False
        times = self.opened.started_at, self.shown.started_at
        return None not in times and times[0] != times[1]

    @property
    def is_open_after(self) -> bool:
        """Whether the open study is the later one of the two that are shown."""
        if self.shown is None:
            return False
        opened, shown = self.opened.started_at, self.shown.started_at
        if opened is not None and shown is not None and opened != shown:
            return opened > shown
        return self.is_swapped

    @property
    def pair(self) -> tuple[ComparedStudy, ComparedStudy] | None:
        """Return the study before and the one after, None while only one is chosen."""
        if self.shown is None:
            return None
        return (self.shown, self.opened) if self.is_open_after else (self.opened, self.shown)

    def find(self, fingerprint: str) -> ComparedStudy | None:
        return next((one for one in (self.opened, *self.others) if one.fingerprint == fingerprint), None)

    @property
    def is_full(self) -> bool:
        return len(self.others) + 1 >= MOST_STUDIES

    def add(self, study: ComparedStudy) -> None:
        """Compare one more study, and show it beside where none is shown."""
        self.others = (*self.others, study)
        self.shown = self.shown or study
        self.changed.emit(None)

    def show(self, study: ComparedStudy) -> None:
        """Show this one beside."""
        if study in self.others and study is not self.shown:
            self.shown = study
            self.changed.emit(None)

    def remove(self, study: ComparedStudy) -> None:
        """Compare it no more; another one is shown in its place where there is one."""
        self.others = tuple(one for one in self.others if one is not study)
        if self.shown is study:
            self.shown = self.others[0] if self.others else None
        self.changed.emit(None)

    def swap(self) -> None:
        """Turn before and after over, where no date decides."""
        self.is_swapped = not self.is_swapped
        self.changed.emit(None)
