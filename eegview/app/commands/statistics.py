"""Menu Statistics: figures on spasms, and what is around them. Shown while it is open."""

from collections.abc import Callable
from functools import partial

from eegview.app.commands.command import Command

_of: Callable[..., Command] = partial(Command, menu="Statistics", needs="statistics")

STATISTICS = (
    Command(
        "spasms.statistics", "Statistics of spasms", "Marks", "Figures, averages and clusters.", "recording", True, 4
    ),
    _of("statistics.go", "Page at the spasm", help="Go back to the page, at the chosen spasm."),
    _of("statistics.previous", "Spasm above", help="Choose the spasm one line up."),
    _of("statistics.next", "Spasm below", help="Choose the spasm one line down."),
    _of("statistics.far_up", "Ten spasms up", help="Choose the spasm ten lines up."),
    _of("statistics.far_down", "Ten spasms down", help="Choose the spasm ten lines down."),
    _of("statistics.first", "First line", help="Choose the spasm in the first line."),
    _of("statistics.last", "Last line", help="Choose the spasm in the last line."),
    _of("statistics.exclude", "Leave out of the average", help="Leave the spasm out, or take it in again.", group=1),
    _of("statistics.align", "Align by onset or peak", help="0 s is the marked onset or the wave's peak.", group=1),
    _of("statistics.order", "Outliers first or by time", help="Order of the lines.", group=1),
    _of("statistics.all", "All spasms", help="Show all spasms again.", group=1),
    _of("statistics.row_next", "Next EEG row", help="Show the row below in the montage.", group=2),
    _of("statistics.row_previous", "Previous EEG row", help="Show the row above in the montage.", group=2),
    _of("statistics.earlier", "Earlier time", help="Move the time of the head map to the left.", group=2),
    _of("statistics.later", "Later time", help="Move the time of the head map to the right.", group=2),
    _of("statistics.peak", "Time of the peak", help="Put the head map's time on the slow wave's peak.", group=2),
    _of("statistics.read", "Read spasms again", help="Read what is around each spasm.", group=3),
    _of("statistics.cancel", "Stop reading", help="What was read is kept.", group=3),
    _of("statistics.export_picture", "Save statistics as picture…", help="Write PNG, SVG or PDF.", group=4),
    _of("statistics.export_table", "Save statistics as table…", help="Write figures or spasms as CSV.", group=4),
    _of("statistics.close", "Back to the page", help="Return to the page.", group=5),
)
