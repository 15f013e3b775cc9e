"""Menus Move, Montage and Display: what the page shows, and how."""

from eegview.app.commands.command import Command

PAGE = (
    Command("page.next", "Next page", "Move", "Go one page forward."),
    Command("page.previous", "Previous page", "Move", "Go one page back."),
    Command("page.right", "One second right", "Move", "Move one second forward; hold to scroll."),
    Command("page.left", "One second left", "Move", "Move one second back; hold to scroll."),
    Command("page.half_right", "Half a page right", "Move", "Move half a page forward."),
    Command("page.half_left", "Half a page left", "Move", "Move half a page back."),
    Command("page.first", "First page", "Move", "Go to the start.", group=1),
    Command("page.last", "Last page", "Move", "Go to the end.", group=1),
    Command("page.go_to", "Go to time…", "Move", "Go to a clock time or a time from the start.", group=1),
    Command("mark.next", "Next mark", "Move", "Go to the next mark in the list.", group=2),
    Command("mark.previous", "Previous mark", "Move", "Go to the previous mark in the list.", group=2),
    Command("note.next", "Next file annotation", "Move", "Go to the next annotation; a digit marks there.", group=2),
    Command("note.previous", "Previous file annotation", "Move", "Go to the previous annotation.", group=2),
    Command("montage.edit", "Montage editor…", "Montage", "Create or change a montage of your own.", "eeg", group=1),
    Command("display.taller", "Increase sensitivity", "Display", "Fewer µV per mm: larger traces."),
    Command("display.flatter", "Decrease sensitivity", "Display", "More µV per mm: smaller traces."),
    Command("display.shorter", "Shorter page", "Display", "Fewer seconds on the page."),
    Command("display.longer", "Longer page", "Display", "More seconds on the page."),
    Command("display.filters", "Filters…", "Display", "Set low cut, high cut and notch of each kind.", "eeg", group=1),
    Command("display.filters_on_off", "Filters on", "Display", "Turn all filters off or on.", "eeg", True, 1),
    Command("display.rows", "Rows…", "Display", "Show, hide, order and scale rows.", group=2),
    Command("display.rows_up", "Scroll rows up", "Display", "Show the rows above.", group=2),
    Command("display.rows_down", "Scroll rows down", "Display", "Show the rows below.", group=2),
    Command("display.rows_next", "Next rows", "Display", "Show the next page of rows.", group=2),
    Command("display.rows_previous", "Previous rows", "Display", "Show the previous page of rows.", group=2),
    Command(
        "display.all_rows", "All rows on the page", "Display", "Show all rows, however small.", "recording", True, 2
    ),
    Command("display.butterfly", "Butterfly", "Display", "All EEG rows on one baseline.", "eeg", True, 2),
    Command("display.calipers", "Calipers", "Display", "Measure µV, ms and Hz by dragging.", "recording", True, 3),
    Command("display.clear", "Clear selection and calipers", "Display", "Clear both; nothing is closed.", group=3),
    Command("display.zoom_selection", "Zoom to selection", "Display", "Fill the page with it.", "selection", group=3),
    Command("display.zoom_back", "Zoom back", "Display", "Return to the page before zooming.", group=3),
    Command("display.crosshair", "Crosshair", "Display", "Read one row's value at the cursor.", group=3),
    Command("display.crosshair_down", "Crosshair to next row", "Display", "Read the row below.", group=3),
    Command("display.crosshair_up", "Crosshair to previous row", "Display", "Read the row above.", group=3),
    Command("display.measure", "Measure", "Display", "Spectrum, head map, amplitudes, asymmetry.", "", True, 3),
    Command(
        "display.measure_selection", "Measure selection", "Display", "Measure what is selected.", "selection", group=3
    ),
    Command(
        "trends.open",
        "Trends of the whole study",
        "Display",
        "Show aEEG, rEEG, spectra, sleep and spasms of the whole study.",
        "eeg",
        True,
        3,
    ),
    Command("display.calibrate", "Calibrate this screen…", "Display", "Make µV/mm and mm/s true.", "", group=4),
    Command(
        "display.describe", "Describe page", "Display", "Say the page, the nearest marks and the counters.", group=4
    ),
)
