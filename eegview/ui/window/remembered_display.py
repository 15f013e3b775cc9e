"""How studies were displayed last on this machine, so that the first page looks right before the library answers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from eegview.model.display.filters import DisplayFilters
from eegview.model.display.view import ViewState
from eegview.model.study.display_state import (
    PageDisplay,
    RowArrangement,
    filters_from_json,
    filters_to_json,
    page_from_json,
    page_to_json,
    rows_from_json,
    rows_to_json,
    with_page_display,
)
from eegview.ui.window.settings import Settings

_FILTERS, _NOTCH = "display/filters", "display/notch_hz"
_MOST_TEXT = 200_000  # characters of a study's settings


class RememberedDisplay:
    """The display settings of one recording, and the last used filters for recordings never opened before."""

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings, self._key = settings, f"place/{fingerprint[:16]}/display"
        self._held = _parsed(settings.text(self._key))

    @property
    def author(self) -> str:
        """Who read the recording last on this machine, "" where nobody did."""
        author = self._held.get("author")
        return author if isinstance(author, str) and self._page is not None else ""

    @property
    def _page(self) -> PageDisplay | None:
        return page_from_json(self._held.get("page"))

    def first_view(self, view: ViewState) -> ViewState:
        """Return the view of a recording at opening: as it was left, else with the filters used last."""
        page = self._page
        if page is not None:
            return with_page_display(view, page)
        return replace(view, filters=last_filters(self._settings, view.filters))

    @property
    def rows(self) -> dict[str, RowArrangement]:
        """The rows of each montage as they were left, by the montage's id."""
        held = self._held.get("rows")
        parsed = {str(i): rows_from_json(content) for i, content in held.items()} if isinstance(held, dict) else {}
        return {montage_id: rows for montage_id, rows in parsed.items() if rows is not None}

    @property
    def is_newer(self) -> bool:
        """Whether what is remembered had not come into the library when it was remembered last."""
        return self._held.get("unsaved") is True

    def keep(self, author: str, page: PageDisplay, rows: Mapping[str, RowArrangement], is_unsaved: bool) -> None:
        """Remember how the recording is displayed now; its filters are the last used ones."""
        content = {
            "author": author,
            "unsaved": is_unsaved,
            "page": page_to_json(page),
            "rows": {montage_id: rows_to_json(arrangement) for montage_id, arrangement in rows.items()},
        }
        text = json.dumps(content, ensure_ascii=False)
        if len(text) <= _MOST_TEXT:
            self._settings.put(self._key, text)
        if any(not spec.is_off for _kind, spec in page.filters.by_kind):  # filters switched off are of one look alone
            self._settings.put(_FILTERS, json.dumps(filters_to_json(page.filters)))


def last_filters(settings: Settings, default: DisplayFilters) -> DisplayFilters:
    """Return the filters used last, `default` where none were; the site's notch goes before the one used last."""
    filters = filters_from_json(_parsed(settings.text(_FILTERS)))
    found = filters if filters is not None and filters.by_kind else default
    notch_hz = site_notch_hz(settings)
    return found.with_notch(notch_hz) if notch_hz else found


def site_notch_hz(settings: Settings) -> float:
    """Return the mains frequency that is filtered out at this site unless somebody says otherwise, 0 = none."""
    notch_hz = settings.number(_NOTCH, 0.0)
    return notch_hz if 0 < notch_hz < 1000 else 0.0


def set_site_notch(settings: Settings, notch_hz: float) -> None:
    """Remember the mains frequency of this site, 0 = none."""
    settings.put(_NOTCH, notch_hz)


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
