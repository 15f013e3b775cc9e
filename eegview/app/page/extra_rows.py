"""Rows of a page that come from elsewhere than the recording's file, such as the movement of a camera's picture.

A page and its extra rows are handed out as one `PageResult`, so that everything that paints, measures or exports a
page has them too. They are added when a page is handed out, not when it is built: what is behind an extra row may grow
or be shifted against the EEG without any page being read and filtered again.
"""

from dataclasses import replace
from typing import Protocol

from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult, Trace
from eegview.model.recording import Samples
from eegview.model.span import Span


class ExtraRow(Protocol):
    """One row with samples of its own. Immutable: a row whose samples changed is a new object."""

    @property
    def row(self) -> Row:
        """Return what is written beside the row; it has a rate and no channels."""
        ...

    def samples(self, span: Span) -> tuple[float, Samples] | None:
        """Return recording time of the first sample and (n_samples,) float32 at the row's rate; None without any.

        The samples lie in `span` on a grid that does not depend on it, so that pages join.
        """
        ...


def with_extra_rows(page: PageResult, extra_rows: tuple[ExtraRow, ...]) -> PageResult:
    """Return the page with these rows below its own."""
    traces = []
    for number, extra in enumerate(extra_rows, start=len(page.rows)):
        found = extra.samples(page.request.span)
        if found is not None:
            first_s, values = found
            values.flags.writeable = False
            traces.append(Trace(number, first_s, extra.row.rate_hz, values))
    return replace(page, rows=(*page.rows, *(extra.row for extra in extra_rows)), traces=(*page.traces, *traces))
