from itertools import pairwise

import pytest

from eegview.model.span import Span
from eegview.ui.trends.drawing.geometry import EMPTY_LINES, GAP_PX, columns_of, placed
from eegview.ui.trends.drawing.panels import Kind, drawn_panels


@pytest.mark.parametrize("width_px", [300.0, 900.0, 1600.0])
@pytest.mark.parametrize("character_px", [6.0, 11.0, 20.0])
def test_the_curves_keep_their_share_however_large_the_text(width_px: float, character_px: float) -> None:
    found = columns_of(width_px, character_px, Span(100.0, 200.0))
    assert 0 < found.name_px < found.left_px < found.right_px < width_px
    assert found.plot_px >= 0.3 * width_px
    assert found.x_of(found.time_of(found.left_px + 30.0)) == pytest.approx(found.left_px + 30.0)
    assert found.time_of(-50.0) == 100.0
    assert found.time_of(1e6) == 200.0


@pytest.mark.parametrize("height_px", [200.0, 700.0, 1400.0, 4000.0])
def test_panels_never_overlap_and_none_is_lower_than_it_must_be(height_px: float) -> None:
    panels = drawn_panels()[:12]
    found, whole_px = placed(panels, height_px, 16.0, {panels[3].panel_id})
    for one, after in pairwise(found):
        assert after.top_px - one.bottom_px == pytest.approx(GAP_PX)
    for one in found:
        least = EMPTY_LINES if one.panel is panels[3] else one.panel.lines
        assert one.height_px >= round(min(least, one.panel.lines) * 16.0)
    assert found[-1].bottom_px <= whole_px
    assert whole_px == height_px or whole_px > height_px
    assert placed((), 100.0, 16.0) == ((), 100.0)


def test_every_panel_of_the_program_can_be_drawn() -> None:
    panels = drawn_panels()
    assert len({panel.panel_id for panel in panels}) == len(panels)
    for panel in panels:
        assert panel.title
        assert panel.help
        if panel.kind is Kind.MARGINS:
            assert len(panel.columns) == 3 * len(panel.names) == 3 * len(panel.sides)
        elif panel.kind is not Kind.BAND and panel.columns:
            assert len(panel.columns) == len(panel.names) == len(panel.sides)
