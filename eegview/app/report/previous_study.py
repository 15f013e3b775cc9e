"""The study that a report compares with, from its files and the library."""

from collections.abc import Sequence

from eegview.app.library.opening import Reviewer, kept_slowness, open_source
from eegview.app.report.gathering import gather_report_study
from eegview.app.report.preparing import kept_trends
from eegview.app.report.study import ReportStudy
from eegview.model.treatment.as_of import AsOf


def previous_study(paths: Sequence[str], library_url: str | None, reader: Reviewer, as_of: AsOf) -> ReportStudy:
    """Return an earlier study as this reader may see it, with trends as far as they were computed; its file is closed.

    Raises
    ------
    EegViewError : a file cannot be read, or the library is away
    """
    from eegview.app.blind_reading.sealed_library import sealed_library  # loads what talks to databases

    source = open_source(paths, slowness=kept_slowness(library_url))
    try:
        library = sealed_library(library_url, reader.name)
        try:
            table, problem = kept_trends(source, library)
            return gather_report_study(source, library, reader, trends=table, trends_problem=problem, as_of=as_of)
        finally:
            library.close()
    finally:
        source.close()
