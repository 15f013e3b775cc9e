"""`eegview agreement`: how far readers agree, with intervals over patients, from studies or from a plain table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.provenance import plugins_of, program_provenance
from eegview.cli.blind_view import ViewerOption
from eegview.cli.events import SameEventOption
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import EncodingOption, JsonOption, LibraryOption
from eegview.clinical.agreement_numbers.cohen_kappa import PLAIN, WEIGHTS
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import FINAL_LAYER
from eegview.model.errors import Cancelled, UsageError
from eegview.model.provenance import Provenance

if TYPE_CHECKING:
    from eegview.app.agreement.report import TermReport
    from eegview.app.agreement.units import TermUnits

_TABLE_TERM = "table"


def agreement(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Recordings, study bundles, or folders of these.", show_default=False),
    ] = None,
    term: Annotated[
        str, typer.Option("--term", metavar="ID", help="One term; default: each term that two readers read.")
    ] = "",
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="T.csv", help="Columns item, reader, label and, better, patient, instead."),
    ] = None,
    layers: Annotated[
        str,
        typer.Option("--layers", metavar="A,B", help="Readers to compare; detector:ID is a detector's latest run."),
    ] = "",
    reference: Annotated[
        str, typer.Option("--reference", metavar="NAME", help="The layer that each reader is held against.")
    ] = FINAL_LAYER,
    weights: Annotated[
        str, typer.Option("--weights", metavar="W", help="Of kappa in a table: none, linear or quadratic.")
    ] = PLAIN,
    patients: Annotated[
        Path | None,
        typer.Option("--patients", metavar="TABLE", help="Columns recording and patient. Default: the study's ID."),
    ] = None,
    same_event: SameEventOption = SAME_EVENT_S,
    department: Annotated[
        bool, typer.Option("--department", help="With --json: who agrees with whom on which term, and where.")
    ] = False,
    viewer: ViewerOption = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how far readers agree: kappa, AC1, ICC, one-to-one F1, each with its 95 % interval and method.

    Intervals come from resampling patients, since what is of one infant resembles itself; below ten patients there is
    none. Several studies of one infant are one patient. Readers are held against the final layer where there is one.

    Example: eegview agreement bundles/ --term spasm --json
    """
    if weights not in WEIGHTS:
        raise UsageError(f"There are no weights “{weights}”.", f"Use one of: {', '.join(WEIGHTS)}.")
    if table is not None:
        _refuse({"--department": department, "--term": bool(term), "--patients": patients is not None}, "a table")
    elif weights != PLAIN:
        _refuse({"--weights": True}, "studies, whose scales have their own weights")
    if department:
        _refuse({"--reference": reference != FINAL_LAYER}, "--department, which compares readers with each other")
        if not as_json:
            raise UsageError("The matrix of --department is written as JSON only.", "Add --json.")
    wanted = [name for part in layers.split(",") if (name := part.strip())]
    if (table is None) == (not paths):
        raise UsageError(
            "Give studies or a table, one of the two.", "For instance: eegview agreement bundles/, or --table T.csv."
        )
    try:
        if table is not None:
            _of_table(table, wanted, reference, weights, encoding, as_json)
        else:
            _of_studies(
                paths or [],
                term,
                wanted,
                reference,
                patients,
                SameEventRule(same_event),
                department,
                viewer or "",
                encoding,
                library,
                as_json,
            )
    except KeyboardInterrupt:
        raise Cancelled from None


def _of_table(table: Path, layers: Sequence[str], reference: str, weights: str, encoding: str, as_json: bool) -> None:
    from eegview.app.agreement.plain_table import read_ratings
    from eegview.app.agreement.report import report_of

    units = read_ratings(table, weights, encoding)
    _check_layers(layers, units)
    report = report_of(units, layers, reference, stderr_progress("Resampling patients"))
    _print([report], _TABLE_TERM, (), program_provenance() if as_json else None)


def _of_studies(
    paths: Sequence[Path],
    term_id: str,
    layers: Sequence[str],
    reference: str,
    patients: Path | None,
    same_event: SameEventRule,
    is_department: bool,
    viewer: str,
    encoding: str,
    library: str | None,
    as_json: bool,
) -> None:
    from eegview.app.agreement.agreement_json import department_json
    from eegview.app.agreement.department import department_of
    from eegview.app.agreement.gathering import DETECTOR, gather_studies
    from eegview.app.agreement.places import find_studies
    from eegview.app.agreement.report import report_of
    from eegview.app.agreement.terms import Rules, term_named, terms_of
    from eegview.app.evaluation.archive.patients import read_patient_table
    from eegview.app.vocabulary.store import load_vocabulary

    vocabulary = load_vocabulary()
    terms = (term_named(term_id, vocabulary),) if term_id else terms_of(vocabulary)
    table = read_patient_table(patients) if patients is not None else None
    asked = [*layers, reference]
    detectors = {name.removeprefix(DETECTOR) for name in asked if name.startswith(DETECTOR)}
    gathered = gather_studies(
        find_studies(paths), viewer, library, detectors, table, stderr_progress("Reading studies"), encoding
    )
    provenance = program_provenance(plugins_of(gathered.runs), gathered.states, vocabulary)
    for failure in gathered.failures:
        print_message(failure)
    units = [term.make(gathered.studies, Rules(same_event)) for term in terms]
    units = [one for one in units if term_id or len(one.readers) >= 2 or (one.readers and reference in one.layers)]
    _check_layers(layers, *units)
    progress = stderr_progress("Resampling patients")
    if is_department:
        found = department_of(gathered.studies, units, progress, layers)
        print_json(department_json(found, gathered.notes) | {"failures": list(gathered.failures)}, provenance)
        return
    reports = [report_of(one, layers, reference) for one in units]
    progress(1.0)
    _print(reports, term_id or SPASM_TERM, (*gathered.notes, *gathered.failures), provenance if as_json else None)


def _refuse(is_given: Mapping[str, bool], beside: str) -> None:
    """Check that nothing is asked for that would be passed over.

    Raises
    ------
    UsageError : one of the options is given
    """
    name = next((name for name, given in is_given.items() if given), None)
    if name is not None:
        raise UsageError(f"{name} has no meaning with {beside}.", f"Leave out {name}.")


def _check_layers(layers: Sequence[str], *units: "TermUnits") -> None:
    """Check that somebody of the readers named has read anything.

    Raises
    ------
    UsageError : there is no such reader
    """
    known = sorted({layer for one in units for layer in one.layers})
    unknown = next((layer for layer in layers if layer not in known), None)
    if unknown is not None:
        raise UsageError(f"There is no reader “{unknown}”.", f"Readers: {', '.join(known) or 'none'}.")


def _print(
    reports: Sequence["TermReport"], main_term: str, notes: Sequence[str], provenance: Provenance | None
) -> None:
    from eegview.app.agreement.agreement_json import reports_json
    from eegview.app.agreement.agreement_lines import report_lines

    if provenance is not None:
        print_json(reports_json(reports, main_term, notes), provenance)
        return
    for line in report_lines(reports, notes):
        print_line(line)
