"""Every act of the window, a file for each menu or two. Keys are in `resources/shortcuts`, handlers in `ui`."""

from eegview.app.commands.command import Command
from eegview.app.commands.comparing import COMPARING
from eegview.app.commands.detectors import DETECTORS
from eegview.app.commands.ids import FORMER_IDS, current_id, term_command_id
from eegview.app.commands.marks import MARKS
from eegview.app.commands.menus import EEG_MENUS, MENUS, SUBMENUS
from eegview.app.commands.page import PAGE
from eegview.app.commands.report import REPORT
from eegview.app.commands.response import RESPONSE
from eegview.app.commands.score import SCORE
from eegview.app.commands.staging import STAGING
from eegview.app.commands.statistics import STATISTICS
from eegview.app.commands.study import STUDY
from eegview.app.commands.training import TRAINING
from eegview.app.commands.trends import TRENDS
from eegview.app.commands.video import VIDEO
from eegview.app.commands.window import WINDOW

COMMANDS = (
    *(*STUDY, *PAGE, *VIDEO, *MARKS, *DETECTORS, *STAGING, *TRENDS, *STATISTICS, *SCORE),
    *(*COMPARING, *REPORT, *RESPONSE, *TRAINING, *WINDOW),
)

__all__ = ["COMMANDS", "EEG_MENUS", "FORMER_IDS", "MENUS", "SUBMENUS", "Command", "current_id", "term_command_id"]
