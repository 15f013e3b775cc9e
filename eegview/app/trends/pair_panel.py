"""The panel of the aEEG of two electrodes that a reader chooses: no table has it by itself."""

from dataclasses import replace

from eegview.app.trends.panels import CurveRole, PanelCurve, TrendPanel, panel_by_id

PAIR = "pair"
PAIR_PANEL = "aeeg_pair"
COLUMNS = f"aeeg_lower_{PAIR}", f"aeeg_upper_{PAIR}"
LIKE = "aeeg_cross"  # the panel that it is drawn like, and stands below


def pair_panel() -> TrendPanel:
    """Return the panel of the chosen pair."""
    like = panel_by_id(LIKE)
    assert like is not None
    roles = CurveRole.LOWER, CurveRole.UPPER
    curves = tuple(PanelCurve(column_id, "", "", role) for column_id, role in zip(COLUMNS, roles, strict=True))
    return replace(like, panel_id=PAIR_PANEL, title="aEEG of a pair", curves=curves)


def any_panel(panel_id: str) -> TrendPanel | None:
    """Return the panel of this id, that of the pair as well; None where there is none."""
    return pair_panel() if panel_id == PAIR_PANEL else panel_by_id(panel_id)
