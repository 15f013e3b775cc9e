"""What may be said on the command line about a table whose columns or letters are not known."""

from typing import Annotated

import typer

TextColumnOption = Annotated[
    str, typer.Option("--text-column", metavar="NAME", help="The column that says what a row is, or its number.")
]
TimeColumnOption = Annotated[
    str, typer.Option("--time-column", metavar="NAME", help="The column of onsets, or its number from 1.")
]
DurationColumnOption = Annotated[
    str, typer.Option("--duration-column", metavar="NAME", help="The column of durations, or its number.")
]
EncodingOption = Annotated[
    str, typer.Option("--encoding", metavar="NAME", help="Of a text that is not in UTF-8: gbk, cp1250 …")
]
