"""All EEG rows on one baseline."""

from dataclasses import replace

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source

from eegview.app.montage.store import load_montages
from eegview.app.page.building import build_page
from eegview.app.page.butterfly import Butterfly, butterfly_of, overlaid_on_paper
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.span import Span

FILTERED = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0)),))


def page_of(source: MemorySource, montage_id: str = "longitudinal_bipolar", filters=FILTERED, **fields) -> PageResult:  # type: ignore[no-untyped-def]
    montage = next(montage for montage in load_montages() if montage.montage_id == montage_id)
    request = PageRequest("memory", Span(10.0, 20.0), montage, filters)
    return build_page(source, replace(request, **fields))


def butterfly(page: PageResult) -> Butterfly:
    found = butterfly_of(page, range(len(page.rows)))
    assert found is not None
    return found


def spread_of(found: Butterfly) -> list[np.ndarray]:
    return [trace.values for trace in found.page.traces if trace.row == found.spread_row]


def test_the_spread_is_the_standard_deviation_over_the_rows() -> None:
    page = page_of(noise_source())
    found = butterfly(page)
    assert len(found.overlaid) == 18
    expected = np.std([trace.values for trace in page.traces], axis=0)
    np.testing.assert_allclose(spread_of(found)[0], expected, rtol=1e-4)
    assert [row.label for row in found.page.rows[-2:]] == ["18 EEG rows", "SD of rows"]
    assert found.text == "Butterfly: 18 EEG rows on one baseline"


@pytest.mark.parametrize("montage_id", ["common_average", "none"])
def test_over_rows_of_one_reference_it_is_the_global_field_power(montage_id: str) -> None:
    source = noise_source()
    found = butterfly(page_of(source, montage_id))
    assert found.page.rows[-1].label == "GFP"
    other = butterfly(page_of(source, "none"))
    np.testing.assert_allclose(spread_of(found)[0], spread_of(other)[0], rtol=1e-3)  # whichever reference they share


def test_a_constant_offset_is_no_spread() -> None:
    found = butterfly(page_of(noise_source(offset_uv=5000.0, scale_uv=10.0), "none", NO_FILTERS))
    assert np.median(spread_of(found)[0]) == pytest.approx(10.0, rel=0.1)


def test_bad_hidden_and_other_rows_are_left_out() -> None:
    eeg = make_channels(SCALP_10_20)
    ecg = make_channels(["ECG"], kind=ChannelKind.ECG, first_index=len(eeg))
    rng = np.random.default_rng(0)
    source = MemorySource(make_recording(eeg + ecg), 30 * rng.standard_normal((20, 60 * 256)))
    page = page_of(source, bad_channels=frozenset({"C3"}))
    shown = [i for i, row in enumerate(page.rows) if row.label != "Fz-Cz"]
    found = butterfly_of(page, shown)
    assert found is not None
    labels = [page.rows[i].label for i in found.overlaid]
    assert not {"ECG", "F3-C3", "C3-P3", "Fz-Cz"} & set(labels)
    assert found.text == "Butterfly: 15 EEG rows on one baseline · 2 bad left out"
    assert butterfly_of(page, [i for i, row in enumerate(page.rows) if row.label == "ECG"]) is None


def test_gaps_part_the_spread_and_one_row_has_none() -> None:
    source = noise_source(segments=((0.0, 14.0), (16.0, 60.0)))
    page = page_of(source)
    assert [len(part) for part in spread_of(butterfly(page))] == [4 * 256, 4 * 256]
    one = butterfly_of(page, [0])
    assert one is not None
    assert one.spread_row is None
    assert one.text == "Butterfly: 1 EEG row on one baseline"


def test_on_paper_all_lie_on_one_row_around_their_middles() -> None:
    found = butterfly(page_of(noise_source(offset_uv=5000.0), "none", NO_FILTERS))
    paper = overlaid_on_paper(found.page, found.overlaid, "19 EEG rows")
    assert [row.label for row in paper.rows] == ["19 EEG rows"]
    assert [trace.row for trace in paper.traces] == [0] * 19
    for trace in paper.traces:
        assert abs(float(np.median(trace.values))) < 1.0
