"""Why a panel has nothing to draw: one sentence in its place."""

from eegview.app.trends.pair_panel import PAIR_PANEL
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panels import FROM_STUDY, Kind, Panel
from eegview.ui.trends.drawing.shown_study import ShownStudy

ANY_PAIR = tr("Others can be chosen: aEEG of a pair (E).")
NOT_READ = tr("The marks are not read from the library yet.")
NO_TRENDS = tr("Not computed. Use “Compute trends”.")


def why_nothing(panel: Panel, study: ShownStudy, state_text: str = NO_TRENDS) -> str:
    """Return the sentence that stands in the place of a panel, "" where it has something to draw.

    state_text : what is said while there is no table at all
    """
    if panel.kind in FROM_STUDY:
        return _of_study(panel, study)
    table = study.table
    if table is None:
        return state_text
    if any(table.column(column_id) is not None for column_id in panel.columns):
        return ""
    reasons = [why for column_id in panel.columns if (why := table.why_missing(column_id))]
    if not reasons:
        return tr("{title} is not among the trends computed here.", title=panel.title)
    return f"{reasons[0]} {ANY_PAIR}" if panel.kind is Kind.BAND and panel.panel_id != PAIR_PANEL else reasons[0]


def partly_missing(panel: Panel, study: ShownStudy) -> tuple[str, ...]:
    """Return why some of what a panel shows is missing, each reason once."""
    table = study.table
    if table is None or panel.kind in FROM_STUDY or why_nothing(panel, study):
        return ()
    return tuple(dict.fromkeys(why for column_id in panel.columns if (why := table.why_missing(column_id))))


def _of_study(panel: Panel, study: ShownStudy) -> str:
    match panel.kind:
        case Kind.STAGES | Kind.SPASMS | Kind.MARKS if not study.is_read:
            return NOT_READ
        case Kind.STAGES if not len(study.course):
            return tr("Sleep is not staged in “{whose}”. Stage it with Ctrl+Shift+S.", whose=study.whose)
        case Kind.SPASMS if not len(study.spasms_s):
            return tr("No spasm is marked in “{whose}”.", whose=study.whose)
        case Kind.MARKS if not study.marks:
            return tr("There are no other marks.")
        case Kind.MOVEMENT if not study.video:
            return tr("This study has no video.")
        case Kind.MOVEMENT if study.movement is None:
            return tr("Movement is not measured: choose Video, Movement trace…")
        case _:
            return ""
