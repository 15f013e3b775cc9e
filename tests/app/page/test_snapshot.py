"""A picture of the page shows the rows that are shown, in their order."""

import numpy as np
from memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.recording_facts import CHANNEL_COLUMNS, channel_facts, recording_facts
from eegview.app.page.snapshot import only_rows
from eegview.model.filters import NO_FILTERS
from eegview.model.page import PageRequest
from eegview.model.span import Span


def page():
    source = noise_source()
    montage = montage_by_id("longitudinal_bipolar")
    return build_page(source, PageRequest("memory", Span(0.0, 10.0), montage, NO_FILTERS))


def test_rows_come_in_the_order_asked_with_their_own_samples():
    whole = page()
    part = only_rows(whole, (3, 0))
    assert [row.label for row in part.rows] == [whole.rows[3].label, whole.rows[0].label]
    for new, old in ((0, 3), (1, 0)):
        expected = next(trace.values for trace in whole.traces if trace.row == old)
        assert np.array_equal(next(trace.values for trace in part.traces if trace.row == new), expected)
    assert len(part.traces) == 2


def test_facts_name_no_path_and_fill_every_column():
    recording = noise_source(segments=((0.0, 10.0), (15.0, 20.0))).recording
    facts = dict(recording_facts(recording))
    assert facts["Gaps"].startswith("1,")
    assert "memory.edf" not in " ".join(facts.values())
    assert all(len(channel_facts(channel)) == len(CHANNEL_COLUMNS) for channel in recording.channels)
