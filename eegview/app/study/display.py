"""Keep how the reviewer displays a study in the library, and display it so again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from eegview.app.page.session import Session
from eegview.app.study.records import Statement, StudyRecords
from eegview.model.study.display_state import (
    AS_THE_MONTAGE,
    PAGE,
    PageDisplay,
    RowArrangement,
    has_own,
    held_page,
    held_rows,
    page_display,
    page_for,
    rows_for,
    rows_subject,
    with_page_display,
)
from eegview.model.study.records import DISPLAY_TERM

LONGEST_KEPT_PAGE_S = 60.0  # a longer page is a look around, not how the study is read
_PAGE_FIELDS = tuple(field.name for field in fields(PageDisplay))


class KeptDisplay:
    """The display of one open study: loaded once the library's records are there, saved when the window asks for it.

    What the reviewer has changed before the records came stays as they changed it.

    Parameters
    ----------
    page_s : the page length to keep, in seconds
    given : fields of `PageDisplay` that were asked for when the study was opened, and are not loaded
    is_own : the study is displayed as this reviewer left it on this machine: others' settings are not loaded
    is_newer : what is displayed had not come into the library yet, so that the library's is older
    """

    def __init__(
        self,
        session: Session,
        records: StudyRecords,
        page_s: Callable[[], float],
        given: frozenset[str] = frozenset(),
        is_own: bool = False,
        is_newer: bool = False,
    ) -> None:
        self._is_newer = is_own and is_newer
        self._session, self._records, self._page_s = session, records, page_s
        self._given, self._is_own = given, is_own
        self._loaded_for: str | None = None
        self._page = page_display(session.view)  # as stored, or as it was at first
        self._rows = session.arrangements

    @property
    def page(self) -> PageDisplay:
        """The page's display as it is to be kept."""
        page_s = self._page_s()
        kept_s = page_s if page_s <= LONGEST_KEPT_PAGE_S else min(self._page.page_s, LONGEST_KEPT_PAGE_S)
        return replace(page_display(self._session.lasting_view), page_s=kept_s)

    @property
    def rows(self) -> Mapping[str, RowArrangement]:
        """The arrangements of rows that differ from their montage, or did when they were loaded."""
        arranged = self._session.arrangements
        return {i: rows for i, rows in arranged.items() if rows != AS_THE_MONTAGE or i in self._rows}

    def load(self) -> None:
        """Display the study as the reviewer kept it, as soon as that is known; later calls do nothing."""
        records, author = self._records, self._records.author
        if not records.is_known or self._loaded_for == author:
            return
        is_first, self._loaded_for = self._loaded_for is None, author
        held = records.all()
        if not has_own(held, author) and (self._is_own or not is_first):
            return  # a reviewer who goes on in an open study goes on with what is on the screen
        if has_own(held, author):
            held = tuple(record for record in held if record.layer == author)
        page, rows = page_for(held, author), rows_for(held, author)
        if is_first and self._is_newer:
            self._page, self._rows = page or self._page, {**self._rows, **rows}
            return
        if page is not None and self._session.montage_by_id(page.montage_id) is None:
            page = replace(page, montage_id=self._session.view.montage_id)  # a montage of another machine
        shown, arranged = page_display(self._session.view), self._session.arrangements
        before = replace(shown, page_s=self._page_s())  # what was chosen, whatever stands beside the page
        if page is not None:
            untouched = {
                name: getattr(page, name)
                for name in _PAGE_FIELDS
                if (name not in self._given and getattr(before, name) == getattr(self._page, name)) or not is_first
            }
            wanted = replace(before, **untouched)
            if wanted.page_s == before.page_s:
                wanted = replace(wanted, page_s=shown.page_s)
            self._session.set_view(with_page_display(self._session.view, wanted))
            asked = {name: getattr(before, name) for name in self._given} if is_first else {}
            self._page = replace(page, **asked)  # what was asked for at opening is no change of the reviewer's
        self._session.arrange(
            {i: kept for i, kept in rows.items() if not is_first or arranged.get(i, AS_THE_MONTAGE) == self._first(i)}
        )
        self._rows = {**self._rows, **rows}

    def _first(self, montage_id: str) -> RowArrangement:
        return self._rows.get(montage_id, AS_THE_MONTAGE)

    @property
    def is_changed(self) -> bool:
        """Whether anything is displayed in another way than it is stored."""
        return self.page != self._page or self.are_rows_changed

    @property
    def are_rows_changed(self) -> bool:
        """Whether the rows of any montage are arranged in another way than they are stored."""
        return any(rows != self._first(i) for i, rows in self.rows.items())

    def save(self) -> None:
        """Store what is displayed in another way than it is stored; while the library is away it is left for later.

        The first time everything is stored: what others change later is not this reviewer's.
        """
        if self._loaded_for != self._records.author or not self._records.can_save or not self.is_changed:
            return
        page, rows, is_first = self.page, self.rows, not has_own(self._records.all(), self._records.author)
        statements = [Statement(DISPLAY_TERM, PAGE, held_page(page))] if is_first or page != self._page else []
        statements += [
            Statement(DISPLAY_TERM, rows_subject(montage_id), held_rows(arrangement))
            for montage_id, arrangement in rows.items()
            if is_first or arrangement != self._first(montage_id)
        ]
        self._page, self._rows = page, {**self._rows, **rows}
        self._records.keep_display(statements)
