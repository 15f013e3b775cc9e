"""As of which day, and by which rules of counting, a command tells of an infant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from eegview.app.infant.study_reading import CountRules
from eegview.cli.infant.days import parsed_date
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.errors import UsageError
from eegview.model.treatment.as_of import AsOf

THE_RULE = ClusterRule()
AsOfOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DAY", help="Tell it as of this day; later entries are left out. Default: today."),
]
MinSpasmsOption = Annotated[
    int, typer.Option("--min-spasms", metavar="N", min=1, help="A cluster has at least N spasms …")
]
MaxIntervalOption = Annotated[
    float, typer.Option("--max-interval", metavar="S", min=0.1, help="… with successive onsets within S seconds.")
]


def today() -> date:
    """Return the day of this computer's clock."""
    return datetime.now().astimezone().date()


def said_as_of(text: str, today: date) -> AsOf:
    """Return the day as of which something is told; today where none is said.

    Raises
    ------
    UsageError : it is no day, or lies in the future
    """
    day = parsed_date(text) if text else today
    if day > today:
        raise UsageError("The day lies in the future.", "Give today or an earlier day with --as-of.")
    return AsOf.on(day, today)


def plain_counting() -> CountRules:
    """Return the rules where a command shows no counts of clusters, or has no options for them."""
    return CountRules(THE_RULE, SameEventRule())
