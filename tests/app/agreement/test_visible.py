"""How blind the layers of a study were read, as agreement says it."""

from datetime import UTC, datetime, timedelta

from eegview.app.agreement.visible import visible_to
from eegview.app.blind_reading.acts import setting_change
from eegview.model.annotation import Annotation
from eegview.model.signature import Meaning, signature_mark

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MARK = Annotation("a1", "spasm", 10.0, 1.0, layer="ana")


def setting(records: tuple[Annotation, ...], is_asked: bool, minutes: int) -> Annotation:
    change = setting_change(records, is_asked, "head", "neurologist", NOW + timedelta(minutes=minutes))
    assert change.after is not None
    return change.after


def signed(minutes: int) -> Annotation:
    at_utc = (NOW + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    mark = signature_mark("Ana", "resident", Meaning.REVIEWED, "ana", at_utc, (MARK,), (0, ""), "{}", "f" * 64)
    return Annotation(mark.annotation_id, mark.term_id, 0.0, attributes=mark.attributes, layer="ana")


def test_who_signed_only_after_blind_reading_was_lifted_is_named() -> None:
    asked = setting((), True, 0)
    lifted = setting((asked,), False, 10)
    stored = (MARK, asked, lifted, signed(20))
    assert visible_to("", stored, signed=("ana",)).not_blind == ("ana",)


def test_who_signed_before_it_was_lifted_was_blind() -> None:
    asked = setting((), True, 0)
    stored = (MARK, asked, setting((asked,), False, 10), signed(5))
    assert visible_to("", stored, signed=("ana",)).not_blind == ()


def test_a_signature_that_only_a_bundle_knows_is_not_held_against_its_layer() -> None:
    asked = setting((), True, 0)
    stored = (MARK, asked, setting((asked,), False, 10))
    assert visible_to("", stored, signed=("ana",)).not_blind == ()
    assert visible_to("", stored).not_blind == ("ana",)
