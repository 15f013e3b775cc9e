"""Every act of the window, as data: id, words, menu. Keys are in `resources/shortcuts`, handlers in `ui`.

The id is the action's object name, for scripts and tests. `needs` says when it can be used.
"""

from dataclasses import dataclass

MENUS = ("Study", "Edit", "Move", "Montage", "Display", "Video", "Marks", "Detectors", "Triage", "Window", "Help")


@dataclass(frozen=True, slots=True)
class Command:
    """One act of the window: what menus, keys and the command search know of it.

    needs : "" always; "recording", "video", "mark" (one is selected), "selection", "undo", "redo"; "candidate" (one
    is on the triage's card), "edges" (they are being moved), "early" (the triage waits for the first look),
    "stretch" (one is offered in the miss audit).
    """

    command_id: str
    title: str
    menu: str
    help: str
    needs: str = "recording"
    is_toggle: bool = False
    group: int = 0  # a separator is drawn between groups of a menu


COMMANDS = (
    Command("study.open", "Open…", "Study", "Open a recording, or several files of one study.", ""),
    Command("study.demo", "Open the demonstration study", "Study", "Open a simulated study with known truth.", ""),
    Command("study.notices", "Notices…", "Study", "Show what is imperfect in this recording.", group=1),
    Command("study.channels", "Channels…", "Study", "Show what the recording holds, and the age.", group=1),
    Command("study.patient", "Patient…", "Study", "Show ID, age and sex; add what the file does not say.", group=1),
    Command("study.hide_patient", "Hide patient", "Study", "Show no ID, name or file name, for teaching.", "", True, 1),
    Command("study.import", "Import marks…", "Study", "Take marks from a TSV, CSV, JSON or EDF+ file.", group=2),
    Command("study.export", "Export marks…", "Study", "Write the marks for other programs.", group=2),
    Command("study.snapshot", "Save page as picture…", "Study", "Write this page as PNG, SVG or PDF.", group=2),
    Command("page.print", "Print page…", "Study", "Print this page with its marks, on A4 paper, landscape.", group=2),
    Command(
        "study.reviewer", "Reviewer…", "Study", "Say who is reading; each person's marks are a layer.", "", group=3
    ),
    Command("study.sign", "Sign this review…", "Study", "Put your name under your marks as they are now.", group=3),
    Command("study.close", "Close study", "Study", "Close the recording; every mark is already saved.", group=4),
    Command("study.quit", "Quit", "Study", "Leave the program; every mark is already saved.", "", group=4),
    Command("edit.undo", "Undo", "Edit", "Take back your last act on marks.", "undo"),
    Command("edit.redo", "Redo", "Edit", "Do again what was taken back.", "redo"),
    Command("edit.history", "History…", "Edit", "Show who changed what and when.", group=1),
    Command("page.next", "Next page", "Move", "Turn one page."),
    Command("page.previous", "Previous page", "Move", "Turn one page back."),
    Command("page.right", "One second right", "Move", "Move one second; hold to run."),
    Command("page.left", "One second left", "Move", "Move one second back; hold to run."),
    Command("page.half_right", "Half a page right", "Move", "Move half a page."),
    Command("page.half_left", "Half a page left", "Move", "Move half a page back."),
    Command("page.first", "First page", "Move", "Go to the start.", group=1),
    Command("page.last", "Last page", "Move", "Go to the end.", group=1),
    Command("page.go_to", "Go to time…", "Move", "Go to a clock time or a time from the start.", group=1),
    Command("mark.next", "Next mark", "Move", "Go to the next mark that the list shows.", group=2),
    Command("mark.previous", "Previous mark", "Move", "Go to the mark before.", group=2),
    Command("note.next", "Next file note", "Move", "Go to the next note of the file; a digit marks there.", group=2),
    Command("note.previous", "Previous file note", "Move", "Go to the file note before.", group=2),
    Command("montage.edit", "Montage editor…", "Montage", "Make a montage of your own, or change one.", group=1),
    Command("display.taller", "Taller traces", "Display", "Fewer µV per mm."),
    Command("display.flatter", "Flatter traces", "Display", "More µV per mm."),
    Command("display.shorter", "Shorter page", "Display", "Fewer seconds on the page."),
    Command("display.longer", "Longer page", "Display", "More seconds on the page."),
    Command("display.filters", "Filters…", "Display", "Set low cut, high cut and notch for each kind.", group=1),
    Command("display.filters_on_off", "Filters on", "Display", "All filters off, or back on.", "recording", True, 1),
    Command("display.rows", "Rows…", "Display", "Show, hide, order and scale single rows.", group=2),
    Command("display.rows_up", "Scroll rows up", "Display", "Show rows further up.", group=2),
    Command("display.rows_down", "Scroll rows down", "Display", "Show rows further down.", group=2),
    Command("display.calipers", "Calipers", "Display", "Measure µV, ms and Hz by dragging.", "recording", True, 3),
    Command("display.clear", "Clear selection and calipers", "Display", "Never closes anything.", group=3),
    Command("display.zoom_selection", "Zoom to selection", "Display", "Fill the page with it.", "selection", group=3),
    Command("display.zoom_back", "Zoom back", "Display", "Return to the page before zooming.", group=3),
    Command("display.calibrate", "Calibrate this screen…", "Display", "Make a millimetre a millimetre.", "", group=4),
    Command("video.add", "Add video…", "Video", "Choose the video of this recording."),
    Command("video.files", "Videos of this study…", "Video", "List, locate and remove videos; assign cameras."),
    Command("video.remove", "Remove this video", "Video", "Take it out of the study; undo brings it back.", "video"),
    Command("video.show", "Show video", "Video", "Show or hide the video.", "video", True),
    Command("video.float", "Video over the traces", "Video", "Dock it, or let it float.", "video", True),
    Command("video.window", "Video in its own window", "Video", "For a second screen.", "video", True),
    Command("video.size", "Video size", "Video", "Show the video small, medium or large in the sidebar.", "video"),
    Command("video.corner", "Next corner", "Video", "Move the floating video to another corner.", "video"),
    Command("play.play_pause", "Play or pause", "Video", "Play EEG and video together.", group=1),
    Command("play.loop", "Loop", "Video", "Play the selection or mark over and over, with 2 s around it.", group=1),
    Command("play.slower", "Slower", "Video", "Play slower, down to 0.1×.", group=1),
    Command("play.faster", "Faster", "Video", "Play faster, up to 16×.", group=1),
    Command("play.normal", "Normal speed", "Video", "Play at 1×, with sound.", group=1),
    Command("video.frame_forward", "Next frame", "Video", "One frame on; the cursor follows.", "video", group=2),
    Command("video.frame_back", "Previous frame", "Video", "One frame back; the cursor follows.", "video", group=2),
    Command("video.next_covered", "Next video", "Video", "Go to where video begins again.", "video", group=2),
    Command("video.previous_covered", "Previous video", "Video", "Go to where video ended before.", "video", group=2),
    Command("video.mirror", "Mirror", "Video", "Swap left and right of the picture.", "video", group=3),
    Command("video.all_of_it", "Whole picture", "Video", "Zoom back to the whole picture.", "video", group=3),
    Command("video.snapshot", "Save frame as picture…", "Video", "Write this frame with its times.", "video", group=3),
    Command("video.movement", "Movement trace…", "Video", "Draw how much the picture moves.", "video", group=3),
    Command("video.match", "Match video and EEG…", "Video", "Pair instants seen in both.", "video", group=4),
    Command("video.pick_frame", "Hold this frame", "Video", "This frame is the instant to pair.", "video", group=4),
    Command("video.pair", "Pair with the cursor", "Video", "The held frame is at the cursor.", "video", group=4),
    Command(
        "video.offset", "Video offset…", "Video", "Shift the video against the EEG while watching.", "video", group=4
    ),
    Command("video.later", "Shift video 40 ms later", "Video", "The picture comes later.", "video", group=4),
    Command("video.earlier", "Shift video 40 ms earlier", "Video", "The picture comes earlier.", "video", group=4),
    Command("mark.interval_start", "Interval start", "Marks", "Begin an interval at the cursor.", group=2),
    Command("mark.interval_end", "Interval end", "Marks", "End the interval; then a digit marks it.", group=2),
    Command("mark.details", "Edit mark…", "Marks", "Open the form of the selected mark.", "mark", group=3),
    Command("mark.edges", "Edit edges", "Marks", "Move start and end of the selected mark by keys.", "mark", group=3),
    Command("mark.edge_start", "Start at the cursor", "Marks", "While edges are edited.", "mark", group=3),
    Command("mark.edge_end", "End at the cursor", "Marks", "While edges are edited.", "mark", group=3),
    Command("mark.edges_done", "Edges are right", "Marks", "Brackets begin intervals again.", "mark", group=3),
    Command("mark.delete", "Delete mark", "Marks", "Delete the selected mark; undo brings it back.", "mark", group=3),
    Command(
        "mark.confirm_video",
        "Confirm on video",
        "Marks",
        "The mark was seen in the picture.",
        "mark",
        group=3,
    ),
    Command("mark.free_note", "Free note…", "Marks", "Write a note at the cursor.", group=3),
    Command("cluster.join", "Join to the spasm before", "Marks", "One cluster, however far apart.", "mark", group=4),
    Command("cluster.split", "Split the cluster here", "Marks", "A new run begins with this spasm.", "mark", group=4),
    Command("cluster.list", "Clusters", "Marks", "Show clusters of spasms, their rule and curves.", "", True, 4),
    Command("opinion.endorse", "Endorse", "Marks", "You agree with this mark of another reviewer.", "mark", group=5),
    Command("opinion.query", "Query…", "Marks", "Ask its reviewer about this mark.", "mark", group=5),
    Command("opinion.comment", "Comment…", "Marks", "Say something about this mark.", "mark", group=5),
    Command(
        "layer.take_final", "Take into the final layer", "Marks", "The readers settled on this mark.", "mark", group=5
    ),
    Command(
        "layer.take_all", "Take all listed into the final layer…", "Marks", "Each event once; asks first.", group=5
    ),
    Command("mark.copy_all", "Copy all listed to my marks…", "Marks", "Each event once; asks first.", group=5),
    Command(
        "note.copy_spasms",
        "Copy all file notes of spasms to my marks…",
        "Marks",
        "Shows them first; one act, undone as one.",
        group=5,
    ),
    Command(
        "study.completeness",
        "Review status",
        "Marks",
        "Sleep and waking, what was reviewed, signatures.",
        "",
        True,
        4,
    ),
    Command("mark.find", "Find marks", "Marks", "Search the list of marks.", group=3),
    Command(
        "mark.file_notes", "File notes on the page", "Marks", "Show what the recorder wrote.", "recording", True, 4
    ),
    Command("detector.run", "Run a detector…", "Detectors", "Choose a detector, set it, let it look for events."),
    Command("detector.panel", "Suggestions", "Detectors", "Show runs of detectors and what they suggest.", "", True, 1),
    Command(
        "detector.show",
        "Show suggestions on the page",
        "Detectors",
        "Suggestions are hidden until you have looked at the whole recording, unless you ask.",
        "recording",
        True,
        1,
    ),
    Command("detector.next", "Next suggestion", "Detectors", "Go to the next suggestion that is shown.", group=1),
    Command("detector.previous", "Previous suggestion", "Detectors", "Go to the suggestion before.", group=1),
    Command("detector.trends", "Trends", "Detectors", "Show what a run measured all along.", "", True, 1),
    Command(
        "detector.about", "About the detectors…", "Detectors", "What each is, was tried on, and would run.", "", group=3
    ),
    Command("triage.find_alike", "Find more like this", "Marks", "Look for what resembles it.", "mark", group=6),
    Command("triage.open", "Triage", "Detectors", "Judge suggestions one by one, by keys.", "recording", True, 2),
    Command("miss_audit.open", "Miss audit", "Detectors", "Look where nothing was suggested.", "recording", True, 2),
    Command("triage.open_anyway", "Open before the first look", "Triage", "Judge without waiting for it.", "early"),
    Command("triage.accept", "Accept", "Triage", "It becomes a mark of yours; the next one comes.", "candidate"),
    Command("triage.reject", "Reject", "Triage", "It is none; the next one comes.", "candidate"),
    Command("triage.unsure", "Unsure", "Triage", "Left open, and kept as such; the next one comes.", "candidate"),
    Command("triage.accept_group", "Accept the rest of the group", "Triage", "As one act.", "candidate", group=1),
    Command("triage.reject_group", "Reject the rest of the group", "Triage", "As one act.", "candidate", group=1),
    Command("triage.back", "Back one", "Triage", "Take the last verdict back.", "triage", group=2),
    Command("triage.next", "Next one", "Triage", "Leave this one without a verdict.", "candidate", group=2),
    Command("triage.previous", "One before", "Triage", "Look at the one before again.", "candidate", group=2),
    Command("triage.edges", "Edit edges", "Triage", "Move onset and end with the arrow keys.", "candidate", group=3),
    Command("triage.later", "Onset 20 ms later", "Triage", "While edges are edited.", "edges", group=3),
    Command("triage.earlier", "Onset 20 ms earlier", "Triage", "While edges are edited.", "edges", group=3),
    Command("triage.end_later", "End 20 ms later", "Triage", "While edges are edited.", "edges", group=3),
    Command("triage.end_earlier", "End 20 ms earlier", "Triage", "While edges are edited.", "edges", group=3),
    Command("triage.keep_edges", "Keep edges", "Triage", "They hold once you accept.", "edges", group=3),
    Command("triage.drop_edges", "Edges as suggested", "Triage", "Forget how they were moved.", "edges", group=3),
    Command("triage.replay", "Replay", "Triage", "Start the loop again, or stop it.", "candidate", group=4),
    Command("triage.slow", "Half speed", "Triage", "Play the loop at half speed, or at 1×.", "candidate", True, 4),
    Command("triage.order", "Next order", "Triage", "By confidence, doubt, time or cluster.", "triage", group=5),
    Command("triage.higher", "Higher threshold", "Triage", "Fewer candidates.", "triage", group=5),
    Command("triage.lower", "Lower threshold", "Triage", "More candidates.", "triage", group=5),
    Command("triage.blind", "Hide scores", "Triage", "Judge without the detector's opinion.", "triage", True, 5),
    Command("triage.auto_advance", "Go on by itself", "Triage", "After a verdict the next comes.", "triage", True, 5),
    Command("triage.close", "Back to the page", "Triage", "Where you were; nothing is lost.", "triage", group=6),
    Command("miss_audit.nothing", "Nothing here", "Triage", "This stretch holds none.", "stretch", group=7),
    Command("miss_audit.found", "There is one", "Triage", "Mark it at the cursor or selection.", "stretch", group=7),
    Command("miss_audit.unsure", "Not sure", "Triage", "This stretch counts neither way.", "stretch", group=7),
    Command("miss_audit.back", "One stretch back", "Triage", "Take the last answer back.", "audit", group=7),
    Command("miss_audit.close", "Stop the audit", "Triage", "It goes on here another day.", "audit", group=7),
    Command("mark.list", "List of marks", "Window", "Show or hide the list and the form of marks.", "", True),
    Command("display.overview", "Overview", "Window", "Show or hide the whole recording below the page.", "", True),
    Command("display.focus", "Only the page", "Window", "Hide everything beside the page.", "", True),
    Command("display.full_screen", "Full screen", "Window", "Use the whole screen.", "", True),
    Command("help.keys", "Keys", "Help", "Show the card of keys.", ""),
    Command("help.commands", "Find a command…", "Help", "Type a word, run what you find.", ""),
    Command("help.guide", "Guide", "Help", "How to read a recording with this program.", "", group=1),
    Command("help.about", "About eegview", "Help", "Version, licence, what it is not.", "", group=1),
)

# Ids that commands had before; key maps and scripts that name them go on working.
FORMER_IDS = {
    "event.next": "mark.next",
    "event.previous": "mark.previous",
    "event.interval_start": "mark.interval_start",
    "event.interval_end": "mark.interval_end",
    "event.details": "mark.details",
    "event.delete": "mark.delete",
    "event.confirm_video": "mark.confirm_video",
    "event.note": "mark.free_note",
    "event.find": "mark.find",
    "event.file_notes": "mark.file_notes",
    "event.list": "mark.list",
}
_TERM_PREFIX, _FORMER_TERM_PREFIX = "mark.term.", "event.mark."


def term_command_id(term_id: str) -> str:
    """Return the id of the command that marks a term of the vocabulary."""
    return f"{_TERM_PREFIX}{term_id}"


def current_id(command_id: str) -> str:
    """Return the id a command has now, given that one or one it had before."""
    if command_id.startswith(_FORMER_TERM_PREFIX):
        return term_command_id(command_id.removeprefix(_FORMER_TERM_PREFIX))
    return FORMER_IDS.get(command_id, command_id)
