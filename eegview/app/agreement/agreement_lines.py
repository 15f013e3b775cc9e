"""Agreement as lines for reading: each number with its interval, sizes, and its method below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eegview.app.agreement.agreement_json import FEWER_THAN_TWO, NOT_DEVICE
from eegview.app.agreement.numbers import Named
from eegview.app.agreement.report import TermReport
from eegview.clinical.agreement_numbers.number import AgreementNumber

NOTHING = "–"


def report_lines(reports: Sequence[TermReport], notes: Sequence[str] = ()) -> Iterator[str]:
    """Yield reports as lines; methods are numbered and stand at the end."""
    methods: list[str] = []
    for report in reports:
        yield from _term_lines(report, methods)
        yield ""
    if methods:
        yield "Methods"
        yield from (f"  [{number}] {method}" for number, method in enumerate(methods, 1))
    yield from notes
    yield NOT_DEVICE


def value_text(number: AgreementNumber) -> str:
    """Return `0.72 (0.61–0.80)`, `0.72, no interval`, or a dash."""
    if number.value is None:
        return NOTHING
    text = signed(number.value)
    if number.low is None or number.high is None:
        return text
    return f"{text} ({signed(number.low)}–{signed(number.high)})"


def size_text(number: AgreementNumber) -> str:
    """Return what a number rests on: `240 items, 12 patients`."""
    patients = "1 patient" if number.n_patients == 1 else f"{number.n_patients} patients"
    return f"n = {number.n_items:,}, {patients}"


def signed(value: float) -> str:
    """Return a number with two decimals and a true minus sign; what is not quite 1 is not written as 1."""
    text = f"{value:.2f}"
    if text == "1.00" and value < 1:
        text = f"{min(value, 0.9999):.4f}"
    return text.replace("-0.00", "0.00").replace("-", "−")


def _term_lines(report: TermReport, methods: list[str]) -> Iterator[str]:
    of = f", {report.noun}" if report.noun else ""
    yield f"{report.label} ({report.term_id}){of}"
    yield f"  Readers: {', '.join(report.readers) or 'none'}."
    yield from (f"  {note}" for note in report.notes)
    if not report.overall:
        yield f"  {FEWER_THAN_TWO}"
    yield from _number_lines(report.overall, methods, "  ")
    for pair in report.pairs:
        yield f"  {pair.reader_a} and {pair.reader_b}"
        yield from _number_lines(pair.numbers, methods, "    ")
    for one in report.against:
        yield f"  {one.reader} against “{report.reference}”"
        yield from _number_lines(one.numbers, methods, "    ")
    for one in report.with_others if report.pairs else ():  # of two readers it is what stands above
        yield f"  {one.reader} with each of the others, mean over these pairs"
        yield from _number_lines(one.numbers, methods, "    ")


def _number_lines(numbers: Sequence[Named], methods: list[str], indent: str) -> Iterator[str]:
    width = max((len(one.label) for one in numbers), default=0) + 2
    for one in numbers:
        number = one.number
        if number.method not in methods:
            methods.append(number.method)
        remark = f"  {number.remark}" if number.remark else ""
        place = methods.index(number.method) + 1
        yield f"{indent}{one.label:{width}}{value_text(number):<20} {size_text(number)} [{place}]{remark}"
