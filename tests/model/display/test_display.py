"""Settings of the display: filters of each kind, presets, requests that tell pages apart; terms by id and key."""

from dataclasses import replace

import numpy as np

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, OFF, DisplayFilters, FilterSpec, Phase
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.display.preset import Preset
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Term, Vocabulary

EEG, ECG = ChannelKind.EEG, ChannelKind.ECG
CLINICAL = FilterSpec(1.6, 35.0, 50.0)


def test_a_filter_is_off_when_nothing_is_cut() -> None:
    assert OFF.is_off
    assert FilterSpec(phase=Phase.ZERO).is_off
    assert not any(spec.is_off for spec in (FilterSpec(low_cut_hz=1.0), FilterSpec(0.0, 1.0), FilterSpec(notch_hz=1.0)))


def test_each_kind_has_its_filter() -> None:
    filters = NO_FILTERS.with_kind(EEG, CLINICAL)
    assert (filters.for_kind(EEG), filters.for_kind(ECG)) == (CLINICAL, OFF)
    assert filters.with_kind(EEG, OFF).for_kind(EEG) == OFF
    assert NO_FILTERS.for_kind(EEG) == OFF  # frozen: nothing was changed in place


def test_filters_are_the_same_in_whatever_order_they_were_set() -> None:
    one = NO_FILTERS.with_kind(EEG, CLINICAL).with_kind(ECG, FilterSpec(0.5))
    other = NO_FILTERS.with_kind(ECG, FilterSpec(0.5)).with_kind(EEG, CLINICAL)
    assert one == other
    assert hash(one) == hash(other)


def test_one_phase_for_all() -> None:
    filters = NO_FILTERS.with_kind(EEG, CLINICAL).with_kind(ECG, FilterSpec(0.5)).with_phase(Phase.ZERO)
    assert {filters.for_kind(kind).phase for kind in (EEG, ECG)} == {Phase.ZERO}
    assert filters.for_kind(EEG) == replace(CLINICAL, phase=Phase.ZERO)


def test_a_preset_gives_other_kinds_their_height() -> None:
    preset = Preset("clinical", "Clinical", DisplayFilters(), kind_gain=((ECG, 0.3),))
    assert (preset.gain(ECG), preset.gain(EEG)) == (0.3, 1.0)


def test_requests_that_change_samples_differ_and_help_texts_do_not() -> None:
    request = PageRequest("f", Span(0.0, 10.0), Montage("m", "Montage"), NO_FILTERS)
    assert request == replace(request, montage=Montage("m", "Montage", help="other words"))
    others = [
        replace(request, span=Span(0.0, 11.0)),
        replace(request, filters=NO_FILTERS.with_kind(EEG, CLINICAL)),
        replace(request, bad_channels=frozenset({"Fp1"})),
        replace(request, hidden_rows=frozenset({"Fp1-F7"})),
        replace(request, fingerprint="g"),
    ]
    assert len({request, *others}) == 1 + len(others)


def test_a_result_is_one_object_and_equal_to_itself_alone() -> None:
    request = PageRequest("f", Span(0.0, 10.0), Montage("m", "Montage"), NO_FILTERS)
    row = Row("Fp1-F7", EEG, "left", (0, 1), (1.0, -1.0), 256.0)
    trace = Trace(0, 0.0, 256.0, np.zeros(2560, np.float32))
    result = PageResult(request, (row,), (trace,))
    assert (result.gaps, result.clipped) == ((), ())
    same = result
    assert result == same  # by identity: arrays are not compared
    assert result != PageResult(request, (row,), (trace,))


def test_terms_are_found_by_id_and_by_key() -> None:
    spasm, note = Term("spasm", "Epileptic spasm", Shape.SPAN, "1"), Term("note", "Note", Shape.POINT)
    vocabulary = Vocabulary("infant", "1", "Infant", "8.3.0", (spasm, note))
    assert (vocabulary.term("spasm"), vocabulary.term("spasms")) == (spasm, None)
    assert (vocabulary.by_key("1"), vocabulary.by_key("9")) == (spasm, None)


def test_a_failure_has_a_sentence_an_advice_and_an_exit_code() -> None:
    failure = EegViewError("It failed.", "Try again.")
    assert str(failure) == failure.sentence == "It failed."
    assert (failure.advice, failure.exit_code) == ("Try again.", 2)
    assert (Cancelled().sentence, Cancelled().exit_code) == ("Cancelled.", 130)
