"""What an act did to what belongs to the study beside its marks, as undo and the history call it."""

from collections.abc import Sequence

from eegview.app.library.infant_texts import INFANT_TERMS, infant_act_text
from eegview.model.edit import Action, Change, Edit
from eegview.model.report.entry import entry_act_text
from eegview.model.study.averaging import averaging_text
from eegview.model.study.bad_channels import bad_channel_text
from eegview.model.study.blind_reading import blind_setting_text, early_look_text
from eegview.model.study.clip_slowness import slowness_act_text
from eegview.model.study.clip_start import start_act_text
from eegview.model.study.patient_age import age_act_text
from eegview.model.study.patient_identity import id_act_text, sex_act_text
from eegview.model.study.records import (
    AGE_TERM,
    AVERAGING_TERM,
    BAD_CHANNEL_TERM,
    BLIND_TERM,
    CLIP_SLOWNESS_TERM,
    CLIP_START_TERM,
    DIARY_EVENT_TERM,
    DIARY_TERM,
    EARLY_LOOK_TERM,
    ENCODING_TERM,
    ID_TERM,
    REPORT_ENTRY_TERM,
    REPORT_SIGNATURE_TERM,
    RESEMBLES_TERM,
    SEX_TERM,
    STAGING_TERM,
    TREATMENT_TERM,
    VIDEO_TERM,
    about_of,
)
from eegview.model.study.resemblance import resemblance_act_text
from eegview.model.study.staging import epoch_length_text
from eegview.model.study.text_encoding import encoding_act_text
from eegview.model.study.video import video_act_text
from eegview.model.treatment.diary import diary_act_text
from eegview.model.treatment.treatment import treatment_act_text

_DAYS_NAMED = 3  # of the diary in one act; more are counted


def study_act_text(changes: Sequence[Change]) -> str:
    """Return `mark Fp1 bad`, `add video 1`, `set the age to 5.5 months`; several are told one after the other."""
    texts: list[str] = []
    rest = list(changes)
    for term_id, many in ((DIARY_TERM, "set the spasm diary of {n} days"), (DIARY_EVENT_TERM, "set {n} diary events")):
        n = sum(change.mark.term_id == term_id for change in rest)
        if n > _DAYS_NAMED:
            rest = [change for change in rest if change.mark.term_id != term_id]
            texts.append(many.format(n=n))
    return "; ".join(dict.fromkeys([*map(_text, rest), *texts]))


_PAST = {
    "accept": "accepted",
    "add": "added",
    "answer": "answered",
    "ask": "asked",
    "begin": "began",
    "change": "changed",
    "clear": "cleared",
    "comment": "commented",
    "commit": "committed",
    "decide": "decided",
    "delete": "deleted",
    "endorse": "endorsed",
    "mark": "marked",
    "leave": "left",
    "link": "linked",
    "lift": "lifted",
    "look": "looked",
    "measure": "measured",
    "query": "queried",
    "reject": "rejected",
    "remove": "removed",
    "save": "saved",
    "set": "set",
    "sign": "signed",
    "take": "took",
    "undo": "undid",
    "withdraw": "withdrew",
}


def past_of(act: str) -> str:
    """Return an act as it was done: `added spasm at 00:12:44`."""
    verb, blank, rest = act.partition(" ")
    return f"{_PAST.get(verb, verb)}{blank}{rest}"


def study_past_text(edit: Edit) -> str:
    """Return the same in the past, for the history: `marked Fp1 bad`; an undo is named by what it took back."""
    is_undo = edit.action is Action.UNDO
    changes = tuple(change.swapped() for change in edit.changes) if is_undo else edit.changes
    return past_of(study_act_text(changes))


def _text(change: Change) -> str:
    record, is_gone = change.mark, change.after is None
    if record.term_id == BAD_CHANNEL_TERM:
        return f"undo the setting of {about_of(record)}" if is_gone else bad_channel_text(record)
    if record.term_id == CLIP_START_TERM:
        return "remove the entered time of filming" if is_gone else start_act_text(record)
    if record.term_id == CLIP_SLOWNESS_TERM:
        return "remove the entered speed of the film" if is_gone else slowness_act_text(record)
    if record.term_id == AGE_TERM:
        return "remove the entered age" if is_gone else age_act_text(record)
    if record.term_id == ID_TERM:
        return "remove the entered patient ID" if is_gone else id_act_text(record)
    if record.term_id == SEX_TERM:
        return "remove the entered sex" if is_gone else sex_act_text(record)
    if record.term_id == VIDEO_TERM:
        return video_act_text(change.before, change.after)
    if record.term_id == STAGING_TERM:
        return "remove the epoch length" if is_gone else epoch_length_text(record)
    if record.term_id == ENCODING_TERM:
        return "set the text encoding to automatic" if is_gone else encoding_act_text(record)
    if record.term_id == REPORT_ENTRY_TERM:
        return entry_act_text(record, is_gone)
    if record.term_id == TREATMENT_TERM:
        return treatment_act_text(change.before, change.after)
    if record.term_id == DIARY_TERM:
        return "undo an entry of the spasm diary" if is_gone else diary_act_text(record)
    if record.term_id == REPORT_SIGNATURE_TERM:
        return "remove the record of a signed report" if is_gone else f"sign the report {about_of(record)[:12]}…"
    if record.term_id == BLIND_TERM:
        return blind_setting_text(record, is_gone)
    if record.term_id == EARLY_LOOK_TERM:
        return early_look_text(record)
    if record.term_id == RESEMBLES_TERM:
        return resemblance_act_text(record, is_gone)
    if record.term_id == AVERAGING_TERM:
        return averaging_text(record, is_gone)
    if record.term_id in INFANT_TERMS:
        return infant_act_text(change)
    return "save the display settings"
