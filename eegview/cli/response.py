"""`eegview response`: an infant's studies before and after treatment, compared without the window."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.film.no_eeg import refuse_film
from eegview.app.provenance import provenance_of, write_sidecar
from eegview.cli.blind_view import tell_blind, viewers_library
from eegview.cli.infant.looked_at import AsOfOption, said_as_of, today
from eegview.cli.infant.of_studies import infants_eegs, said_of_infant
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    EncodingOption,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    files_of,
)
from eegview.model.errors import EegViewError, UsageError
from eegview.model.issue import Issue
from eegview.model.provenance import Provenance
from eegview.model.recording import SignalSource

if TYPE_CHECKING:
    from eegview.app.response.computing import ComparedStudy

_TABLES = {".csv": False, ".tsv": True}


def response(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE FILE…]", help="Two to six studies of one infant; files of one: FILE+FILE."),
    ] = None,
    infant: Annotated[
        str,
        typer.Option("--infant", metavar="INFANT", help="Without FILE: its EEGs that were opened on this computer."),
    ] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="STAGE", help="W, N1, N2, N3, R …, or all; else one that all have.")
    ] = "N2",
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="NAME", help="Count this layer. Default: final, else yours.")
    ] = None,
    as_of: AsOfOption = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="OUT.csv or .tsv: the table.")] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Compute all trends again and keep nothing.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Compare an infant's studies by a panel of markers with repeat errors, and state the response to treatment.

    Studies are put in the order of their dates. Trends are computed by the rows that all studies have, and kept. Other
    readers' scores of an epoch that you score stay hidden; say who you are with --reviewer. Treatment and diary are
    those of the studies' logs (“eegview treatment”) and of the infant's, where they belong to one (“eegview infant”).
    The response is told as of one day: today, or that of --as-of.

    Example: eegview response before.edf after.edf --json
    """
    from eegview.app.kernel_file import load_kernels
    from eegview.app.response.comparison_table import comparison_json, comparison_lines, comparison_rows
    from eegview.app.response.computing import compare_studies
    from eegview.app.response.state_epochs import WHOLE
    from eegview.app.response.treatment_table import table_text
    from eegview.app.trends.cache import TrendCache
    from eegview.clinical.stages import STAGES
    from eegview.exchange.writing import write_whole

    if output is not None and output.suffix.lower() not in _TABLES:
        raise UsageError(f"The table cannot be written as “{output.suffix}”.", "Use .csv or .tsv.")
    known = {stage.casefold(): stage for stage in (*STAGES, WHOLE)}
    if state.casefold() not in known:
        raise UsageError(f"There is no state “{state}”.", f"Use one of: {', '.join(known.values())}.")
    if bool(files) == bool(infant):
        raise UsageError("Which studies are to be compared is not clear.", "Give two to six FILEs, or --infant INFANT.")
    on = said_as_of(as_of, today())
    load_kernels()
    issues: list[Issue] = []
    given = [files_of(file) for file in files or ()] or infants_eegs(infant, library, reviewer, on)
    with ExitStack() as open_files:
        read = [_study(open_files, file, encoding, library, layer, reviewer) for file in given]
        studies, provenances = [study for study, _ in read], [one for _, one in read]
        provenance = provenances[0].with_others(provenances)
        progress = stderr_progress("Comparing the studies")
        cache = None if no_cache else TrendCache()
        said = said_of_infant(library, reviewer, [one.source.recording.fingerprint for one in studies], on)
        found = compare_studies(
            studies,
            on,
            reviewer,
            known[state.casefold()],
            cache,
            progress,
            issues,
            infant_records=said.records,
            filmed=said.filmed,
        )
    for message in dict.fromkeys(issue.message for issue in issues):
        print_message(message)
    if output is not None:
        text = table_text(comparison_rows(found), _TABLES[output.suffix.lower()])
        write_whole(output, text.encode())
        write_sidecar(output, provenance)
        print_message(f"Wrote {output.name}.")
    if as_json:
        print_json(comparison_json(found), provenance)
    elif output is None:
        for line in comparison_lines(found):
            print_line(line)


def _study(
    open_files: ExitStack, files: list[str], encoding: str, library: str | None, layer: str | None, reviewer: str
) -> "tuple[ComparedStudy, Provenance]":
    """Open a recording, and fetch what the library holds of it; a library that cannot be read is told of."""
    from eegview.app.response.computing import ComparedStudy
    from eegview.app.review.coverage_file import read_reviewed
    from eegview.readers.opening import open_study

    source: SignalSource = open_study(files, encoding=encoding)
    open_files.callback(source.close)
    refuse_film(source.recording, "Markers of response")
    fingerprint = source.recording.fingerprint
    reviewed = read_reviewed(fingerprint).by_reviewer or None
    try:
        held = viewers_library(library, reviewer, source)
        try:
            tell_blind(held.blindness(fingerprint))
            stored = held.annotations(fingerprint)
            provenance = provenance_of(fingerprint, held)
        finally:
            held.close()
    except EegViewError as error:
        print_message(f"One study is compared without its marks from the library. {error.sentence}")
        stored, provenance = (), provenance_of(fingerprint)
    return ComparedStudy(source, tuple(stored), reviewed, layer), provenance
