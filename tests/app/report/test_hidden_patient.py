"""A report as it is shown while the patient is hidden."""

from dataclasses import replace

from reports.report_study import OTHER, entry, full_study

from eegview.app.report.building import build_report
from eegview.app.report.form import report_form
from eegview.app.report.hidden_patient import form_without_patient, without_patient
from eegview.app.report.template import DEFAULT_TEMPLATE, template_by_id
from eegview.app.study.hidden_patient import SOMEBODY, HiddenPatient
from eegview.exchange.report.json import json_text

AT = "2026-03-20T10:00:00+00:00"


def test_a_hidden_patient_is_nowhere_in_what_is_shown() -> None:
    template = template_by_id(DEFAULT_TEMPLATE)
    study = full_study()
    said = (
        entry("significance.impression", "Nina slept; SIM-031 is well."),
        entry("personal.question", "Nina?", layer=OTHER),
    )
    study = replace(study, records=(*study.records, *said))
    hide = HiddenPatient(("/ward/SIM-031_night.edf",), ("SIM-031", "Nina", "Muster")).hide
    document = build_report(study, template, AT, {})
    assert "SIM-031" in document.patient_line
    written = json_text(document)
    assert "Nina slept" in written
    shown = json_text(without_patient(document, hide))
    assert not any(word in shown for word in ("SIM-031", "Nina", "Muster"))
    assert SOMEBODY in shown
    assert json_text(without_patient(document, str)) == written  # nothing else is changed
    form = report_form(study, template)
    fields = [field for section in form_without_patient(form, hide) for field in section.fields]
    assert not any("SIM-031" in field.computed or "Nina" in str(field.others) for field in fields)
    assert any("Nina slept" in field.text for field in fields)  # one's own text stays to be edited
