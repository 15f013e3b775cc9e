"""Agreement as one JSON object, as the contract of the command line has it, and more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eegview.app.agreement.department import Department
from eegview.app.agreement.numbers import AC1, ALIKE, COHEN, FLEISS, Named
from eegview.app.agreement.report import TermReport
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import FEWEST_PATIENTS, INTERVAL

METHOD = f"{INTERVAL}; none for fewer than {FEWEST_PATIENTS} patients. Each number has its own method."
FEWER_THAN_TWO = "Fewer than two readers: nothing to compare."
_NO_CLASSES = "This term has no classes that could be counted so."
_WITH_OTHERS = "each of the other readers; the mean over these pairs"
NOT_DEVICE = "For research and education; not a cleared medical device."


def report_json(report: TermReport) -> dict[str, Any]:
    """Return one term: `{cohen_kappa, fleiss_kappa, ac1, …, per_reader, pairs, method}`.

    A number that is not known has the value null and says why.
    """
    numbers = {one.key: number_json(one.number) for one in report.overall}
    lacking = number_json(_unknown(_NO_CLASSES if report.overall else FEWER_THAN_TWO))
    against = f"the layer “{report.reference}”" if report.reference else _WITH_OTHERS
    per_reader = report.against or report.with_others
    return {
        "term": report.term_id,
        "label": report.label,
        "items": report.noun or None,
        "readers": list(report.readers),
        "n_patients": report.n_patients,
        **{key: numbers.pop(key, lacking) for key in (COHEN, FLEISS, AC1, ALIKE)},
        **numbers,
        "reference": report.reference or None,
        "per_reader": {one.reader: _numbers_json(one.numbers) for one in per_reader},
        "per_reader_against": against if per_reader else None,
        "pairs": [{"readers": [one.reader_a, one.reader_b]} | _numbers_json(one.numbers) for one in report.pairs],
        "method": METHOD,
        "notes": list(report.notes),
    }


def reports_json(reports: Sequence[TermReport], main_term: str, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Return the main term as of the contract, with all terms beside it under `terms`.

    Where nobody read the main term, the first term that was read stands in its place, and a note says so.
    """
    main = next((report for report in reports if report.term_id == main_term), None)
    if main is None and reports:
        main = reports[0]
        notes = (f"Nothing of “{main_term}” can be compared: these numbers are of “{main.term_id}”.", *notes)
    content = report_json(main or TermReport(main_term, main_term, (), 0, "", ()))
    content["notes"] = [*notes, *content["notes"]]
    return content | {"terms": {report.term_id: report_json(report) for report in reports}, "use": NOT_DEVICE}


def number_json(number: AgreementNumber) -> dict[str, Any]:
    """Return a number with its interval, sizes, method, and why it has no value or no interval."""
    return {
        "value": _rounded(number.value),
        "low": _rounded(number.low),
        "high": _rounded(number.high),
        "n": number.n_items,
        "n_patients": number.n_patients,
        "n_readers": number.n_readers,
        "method": number.method,
        "why_none": number.why_none or None,
        "why_no_interval": number.why_no_interval or None,
    }


def department_json(department: Department, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Return the matrix of pairs of readers by terms; places are named by the study's number in `studies`.

    notes : sentences on the studies, which stand before those on the terms
    """
    return {
        "studies": [study.name for study in department.studies],
        "readers": list(department.readers),
        "terms": [{"term": term_id, "label": label} for term_id, label in department.terms],
        "cells": [
            {
                "readers": [cell.reader_a, cell.reader_b],
                "term": cell.term_id,
                "measure": cell.measure,
                **number_json(cell.number),
                "n_studies": cell.n_studies,
                "n_differing": cell.n_differing,
                "places": [
                    {
                        "study": place.study,
                        "start_s": place.span.start_s,
                        "stop_s": place.span.stop_s,
                        "a": place.a_text,
                        "b": place.b_text,
                        "count": place.count,
                    }
                    for place in cell.places
                ],
            }
            for cell in department.cells
        ],
        "method": METHOD,
        "simulated": department.is_simulated,
        "notes": [*notes, *department.notes],
        "use": NOT_DEVICE,
    }


def _unknown(why: str) -> AgreementNumber:
    return AgreementNumber(None, None, None, 0, 0, 0, "", why)


def _numbers_json(numbers: Sequence[Named]) -> dict[str, Any]:
    return {one.key: number_json(one.number) for one in numbers}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 9)
