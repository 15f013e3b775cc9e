"""`eegview compare`: the agreement of one file's events with another's, by onset, and by time where they last."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.app.evaluation.compared_term import compared_term
from eegview.app.evaluation.comparing import compare as compared
from eegview.app.evaluation.comparing import events_in
from eegview.app.evaluation.marks_table import read_table
from eegview.app.provenance import program_provenance
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import known_term
from eegview.cli.evaluation.comparison_json import comparison_json
from eegview.cli.evaluation.comparison_table import print_tables
from eegview.cli.output import print_json
from eegview.cli.reviewer import EncodingOption, JsonOption
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.errors import UsageError
from eegview.model.time.clock import parse_time_s

_LONGEST_S = 366 * 86400.0


def compare(
    reference: Annotated[Path, typer.Argument(metavar="REFERENCE.tsv", help="What is taken as true.")],
    candidate: Annotated[Path, typer.Argument(metavar="CANDIDATE.tsv", help="What is measured against it.")],
    tolerance: Annotated[
        float, typer.Option("--tolerance", metavar="S", min=0.0, help="Onsets within S seconds are one event.")
    ] = SAME_EVENT_S,
    duration: Annotated[
        str | None,
        typer.Option("--duration-s", metavar="S", help="Length searched; without it no false rate is known."),
    ] = None,
    term: Annotated[
        str,
        typer.Option(
            "--term", metavar="ID", help="Rows of other kinds are left out. Default: the only one; of several, spasm."
        ),
    ] = "",
    threshold: Annotated[
        float | None, typer.Option("--threshold", metavar="X", help="Candidates with a lower score are left out.")
    ] = None,
    layer: Annotated[str, typer.Option("--layer", metavar="NAME", help="Only this reader's reference marks.")] = "",
    epoch: Annotated[
        float | None,
        typer.Option("--epoch-s", metavar="S", min=0.1, max=3600.0, help="Epochs of kappa; default: 30, of events 1."),
    ] = None,
    encoding: EncodingOption = "",
    as_json: JsonOption = False,
) -> None:
    """Compare proposed events with marked ones: each may find one only, and a second on the same is false.

    Takes our own tables, BIDS, SzCORE and whatever else "eegview events import" reads. Uncertain reference marks count
    neither way. Intervals are 95 %: Wilson's for shares, exact Poisson's for rates. Marks that last, as sleep stages,
    artifacts or hypsarrhythmia do, are also compared by time: seconds in common, overlap of each, edges, and kappa.

    Example: eegview compare truth.tsv spasms.tsv --duration-s 3600 --json
    """
    seconds = None if duration is None else parse_time_s(duration)
    if seconds is not None and not 0 < seconds <= _LONGEST_S:
        raise UsageError(
            "A duration is longer than nothing and shorter than a year.",
            "Give --duration-s in seconds, or leave it out.",
        )
    vocabulary = load_vocabulary()
    if term:
        known_term(vocabulary, term)
    ours, theirs = read_table(reference, vocabulary, layer, encoding), read_table(candidate, vocabulary, "", encoding)
    chosen, note = (term, "") if term else compared_term(ours, theirs)
    same_event = SameEventRule(tolerance)
    result = compared(
        events_in(ours, chosen, same_event=same_event),
        events_in(theirs, chosen, threshold, same_event),
        tolerance,
        seconds,
        term_id=chosen,
        term=vocabulary.term(chosen),
        epoch_s=epoch,
    )
    if as_json:
        held = {"term": chosen, "threshold": threshold} | comparison_json(result, note)
        print_json(held, program_provenance(vocabulary=vocabulary))
    else:
        print_tables(result, note)
