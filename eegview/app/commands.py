"""Every act of the window, as data: id, words, menu. Keys are in `resources/shortcuts`, handlers in `ui`.

The id is the action's object name, for scripts and tests. `needs` says when it can be used.
"""

from dataclasses import dataclass

from eegview.app.command_synonyms import synonyms_of

MENUS = (
    "Study",
    "Edit",
    "Move",
    "Montage",
    "Display",
    "Video",
    "Marks",
    "Detectors",
    "Triage",
    "Staging",
    "Trends",
    "Score",
    "Window",
    "Help",
)
SUBMENUS = {  # menu and group of the commands that stand in a menu within that menu: its title
    ("Marks", 0): "Add mark",  # terms with a digit
    ("Marks", 1): "Add mark",  # all other terms
    ("Marks", 5): "Other layers",
    ("Video", 4): "Video timing",
    ("Score", 2): "Focus",
    ("Score", 4): "Confidence",
}


@dataclass(frozen=True, slots=True)
class Command:
    """One act of the window: what menus, keys and the command search know of it.

    needs : "" always; "recording", "video", "mark" (one is selected), "selection", "undo", "redo"; "candidate" (one
    is on the triage's card), "edges" (they are being moved), "early" (the triage waits for the first look),
    "stretch" (one is offered in the miss audit); "staging" (sleep is staged), "stages" and "stages_young" (with the
    stages from two months of age on, with those below); "trends" (the whole study is shown), "computing" (its trends
    are computed); "score" (an epoch is scored); "foreign_text" (the file has texts beyond ASCII).
    synonyms : what else people call it; those of `command_synonyms` come by themselves
    """

    command_id: str
    title: str
    menu: str
    help: str
    needs: str = "recording"
    is_toggle: bool = False
    group: int = 0  # a separator is drawn between groups of a menu
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        words = (*synonyms_of(self.command_id), *self.synonyms)
        object.__setattr__(self, "synonyms", tuple(dict.fromkeys(words)))


COMMANDS = (
    Command("study.open", "Open…", "Study", "Open a recording, or several files of one study.", ""),
    Command("study.open_folder", "Open folder…", "Study", "Open a study folder, or a recording that is one.", ""),
    Command("study.demo", "Open the demonstration study", "Study", "Open a simulated study with known truth.", ""),
    Command("study.notices", "Notices…", "Study", "Show the issues found in this recording.", group=1),
    Command("study.channels", "Channels…", "Study", "Show the channels, the file's details and the age.", group=1),
    Command("study.patient", "Patient…", "Study", "Show ID, age and sex; add what the file does not say.", group=1),
    Command(
        "study.encoding", "Text encoding…", "Study", "Choose how the file's texts are read.", "foreign_text", group=1
    ),
    Command("study.hide_patient", "Hide patient", "Study", "Show no ID, name or file name, for teaching.", "", True, 1),
    Command("study.import", "Import marks…", "Study", "Read marks from a TSV, CSV, JSON or EDF+ file.", group=2),
    Command("study.export", "Export marks…", "Study", "Write the marks for other programs.", group=2),
    Command(
        "study.export_recording",
        "Export recording…",
        "Study",
        "Write all or a part as EDF+, BDF+, BrainVision or DICOM.",
        group=2,
    ),
    Command("study.header", "Edit header of a copy…", "Study", "Change labels, units, patient in a copy.", group=2),
    Command("study.snapshot", "Save page as image…", "Study", "Write this page as PNG, SVG or PDF.", group=2),
    Command("page.print", "Print page…", "Study", "Print this page with its marks, on A4 paper, landscape.", group=2),
    Command(
        "study.reviewer", "Reviewer…", "Study", "Set who is reading; each person's marks are a layer.", "", group=3
    ),
    Command("study.sign", "Sign this review…", "Study", "Sign your marks as they are now.", group=3),
    Command("study.close", "Close study", "Study", "Close the recording; every mark is already saved.", group=4),
    Command("study.quit", "Quit", "Study", "Quit the program; every mark is already saved.", "", group=4),
    Command("edit.undo", "Undo", "Edit", "Undo your last change to the marks.", "undo"),
    Command("edit.redo", "Redo", "Edit", "Repeat the change that was undone.", "redo"),
    Command("edit.history", "History…", "Edit", "Show who changed what and when.", group=1),
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
    Command("montage.edit", "Montage editor…", "Montage", "Create or change a montage of your own.", group=1),
    Command("display.taller", "Increase sensitivity", "Display", "Fewer µV per mm: larger traces."),
    Command("display.flatter", "Decrease sensitivity", "Display", "More µV per mm: smaller traces."),
    Command("display.shorter", "Shorter page", "Display", "Fewer seconds on the page."),
    Command("display.longer", "Longer page", "Display", "More seconds on the page."),
    Command("display.filters", "Filters…", "Display", "Set low cut, high cut and notch of each kind.", group=1),
    Command("display.filters_on_off", "Filters on", "Display", "Turn all filters off or on.", "recording", True, 1),
    Command("display.rows", "Rows…", "Display", "Show, hide, order and scale rows.", group=2),
    Command("display.rows_up", "Scroll rows up", "Display", "Show the rows above.", group=2),
    Command("display.rows_down", "Scroll rows down", "Display", "Show the rows below.", group=2),
    Command("display.rows_next", "Next rows", "Display", "Show the next page of rows.", group=2),
    Command("display.rows_previous", "Previous rows", "Display", "Show the previous page of rows.", group=2),
    Command(
        "display.all_rows", "All rows on the page", "Display", "Show all rows, however small.", "recording", True, 2
    ),
    Command("display.butterfly", "Butterfly", "Display", "All EEG rows on one baseline.", "recording", True, 2),
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
        "recording",
        True,
        3,
    ),
    Command("display.calibrate", "Calibrate this screen…", "Display", "Make µV/mm and mm/s true.", "", group=4),
    Command(
        "display.describe", "Describe page", "Display", "Say the page, the nearest marks and the counters.", group=4
    ),
    Command("video.add", "Add video…", "Video", "Choose the video of this recording."),
    Command("video.files", "Videos of this study…", "Video", "List, locate and remove videos; assign cameras."),
    Command("video.remove", "Remove this video", "Video", "Remove it from the study; can be undone.", "video"),
    Command("video.show", "Show video", "Video", "Show or hide the video.", "video", True),
    Command("video.float", "Video over the traces", "Video", "Float the video, or dock it.", "video", True),
    Command("video.window", "Video in its own window", "Video", "For a second screen.", "video", True),
    Command("video.size", "Video size", "Video", "Show the video small, medium or large in the sidebar.", "video"),
    Command("video.corner", "Move to next corner", "Video", "Move the floating video to another corner.", "video"),
    Command("play.play_pause", "Play or pause", "Video", "Play EEG and video together.", group=1),
    Command("play.loop", "Loop", "Video", "Repeat the selection or mark, with 2 s before and after.", group=1),
    Command("play.slower", "Slower", "Video", "Play slower, down to 0.1×.", group=1),
    Command("play.faster", "Faster", "Video", "Play faster, up to 16×.", group=1),
    Command("play.normal", "Normal speed", "Video", "Play at 1×, with sound.", group=1),
    Command("video.frame_forward", "Next frame", "Video", "One frame forward; the cursor follows.", "video", group=2),
    Command("video.frame_back", "Previous frame", "Video", "One frame back; the cursor follows.", "video", group=2),
    Command("video.next_covered", "Next video", "Video", "Go to where video starts again.", "video", group=2),
    Command(
        "video.previous_covered", "Previous video", "Video", "Go to the end of the previous one.", "video", group=2
    ),
    Command("video.mirror", "Mirror", "Video", "Mirror the video left to right.", "video", group=3),
    Command("video.all_of_it", "Reset zoom", "Video", "Show the whole frame again.", "video", group=3),
    Command("video.snapshot", "Save frame as image…", "Video", "Save this frame with its times.", "video", group=3),
    Command("video.movement", "Movement trace…", "Video", "Measure movement in the video.", "video", group=3),
    Command("video.match", "Match video and EEG…", "Video", "Pair moments visible in both.", "video", group=4),
    Command("video.pick_frame", "Hold this frame", "Video", "Hold the frame shown now, to pair it.", "video", group=4),
    Command("video.pair", "Pair with EEG cursor", "Video", "Pair the held frame with it.", "video", group=4),
    Command(
        "video.offset", "Video offset…", "Video", "Shift the video against the EEG while watching.", "video", group=4
    ),
    Command("video.later", "Shift video 40 ms later", "Video", "Delay the video by one step.", "video", group=4),
    Command("video.earlier", "Shift video 40 ms earlier", "Video", "Advance the video by one step.", "video", group=4),
    Command("mark.interval_start", "Interval start", "Marks", "Start an interval at the cursor.", group=2),
    Command("mark.interval_end", "Interval end", "Marks", "End the interval; a digit then marks it.", group=2),
    Command("mark.details", "Edit mark…", "Marks", "Open the form of the selected mark.", "mark", group=3),
    Command(
        "mark.card",
        "Form at the mark",
        "Marks",
        "Show the form beside the selected mark, or under the list.",
        "",
        True,
        3,
    ),
    Command("mark.edges", "Edit edges", "Marks", "Move onset and end of the selected mark by keys.", "mark", group=3),
    Command("mark.edge_start", "Set onset at the cursor", "Marks", "While editing edges.", "mark", group=3),
    Command("mark.edge_end", "Set end at the cursor", "Marks", "While editing edges.", "mark", group=3),
    Command("mark.edges_done", "Finish editing edges", "Marks", "Brackets start intervals again.", "mark", group=3),
    Command("mark.delete", "Delete mark", "Marks", "Delete the selected mark; can be undone.", "mark", group=3),
    Command(
        "mark.confirm_video",
        "Confirm on video",
        "Marks",
        "Confirm the selected mark on video.",
        "mark",
        group=3,
    ),
    Command("mark.free_note", "Free note…", "Marks", "Write a note at the cursor.", group=3),
    Command("cluster.join", "Join to previous spasm", "Marks", "Same cluster, whatever the interval.", "mark", group=4),
    Command("cluster.split", "Start new cluster here", "Marks", "A new cluster begins here.", "mark", group=4),
    Command("cluster.list", "Clusters", "Marks", "Show clusters of spasms, their rule and plots.", "", True, 4),
    Command("opinion.endorse", "Endorse", "Marks", "Agree with another reviewer's mark.", "mark", group=5),
    Command("opinion.query", "Query…", "Marks", "Ask the reviewer about this mark.", "mark", group=5),
    Command("opinion.comment", "Comment…", "Marks", "Comment on this mark.", "mark", group=5),
    Command("layer.take_final", "Add to final layer", "Marks", "Add this mark to the agreed result.", "mark", group=5),
    Command("layer.take_all", "Add all listed to final layer…", "Marks", "Each event once; asks first.", group=5),
    Command("mark.copy_all", "Copy all listed to my marks…", "Marks", "Each event once; asks first.", group=5),
    Command(
        "note.copy_spasms",
        "Copy all spasms annotated in the file…",
        "Marks",
        "Shows them first; one step to undo.",
        group=5,
    ),
    Command(
        "study.completeness", "Review status", "Marks", "Sleep and waking, time reviewed, signatures.", "", True, 4
    ),
    Command("sleep.show", "Sleep", "Marks", "Show minutes, percentages and awakenings.", "", True, 4),
    Command("staging.open", "Sleep staging", "Marks", "Stage sleep epoch by epoch, by keys.", "recording", True, 4),
    Command("mark.find", "Find marks", "Marks", "Search the marks list.", group=3),
    Command(
        "mark.file_notes", "File annotations on the page", "Marks", "Annotations from the file.", "recording", True, 4
    ),
    Command("detector.run", "Run a detector…", "Detectors", "Choose a detector, set it and run it."),
    Command("detector.panel", "Suggestions", "Detectors", "Show detector runs and their suggestions.", "", True, 1),
    Command(
        "detector.show",
        "Show suggestions on the page",
        "Detectors",
        "Suggestions are hidden until you have read the whole recording, unless you show them.",
        "recording",
        True,
        1,
    ),
    Command("detector.next", "Next suggestion", "Detectors", "Go to the next suggestion shown.", group=1),
    Command("detector.previous", "Previous suggestion", "Detectors", "Go to the previous suggestion shown.", group=1),
    Command(
        "detector.trends",
        "Trends of a run",
        "Detectors",
        "Show what a detector run measured, below the page; the whole study is under Display.",
        "",
        True,
        1,
    ),
    Command("detector.about", "About the detectors…", "Detectors", "Method, evidence and code.", "", group=3),
    Command("triage.find_alike", "Find more like this", "Marks", "Search for similar events.", "mark", group=6),
    Command("triage.open", "Triage", "Detectors", "Decide on suggestions one by one, by keys.", "recording", True, 2),
    Command("miss_audit.open", "Miss audit", "Detectors", "Check random sections.", "recording", True, 2),
    Command("triage.open_anyway", "Open before first read", "Triage", "Decide before it is complete.", "early"),
    Command("triage.accept", "Accept", "Triage", "Make it a mark of yours; go to the next.", "candidate"),
    Command("triage.reject", "Reject", "Triage", "Reject it; go to the next.", "candidate"),
    Command("triage.unsure", "Unsure", "Triage", "Record it as unsure; go to the next.", "candidate"),
    Command("triage.accept_group", "Accept the rest of the group", "Triage", "As one change.", "candidate", group=1),
    Command("triage.reject_group", "Reject the rest of the group", "Triage", "As one change.", "candidate", group=1),
    Command("triage.back", "Undo last", "Triage", "Undo the last decision and show it again.", "triage", group=2),
    Command("triage.review_unsure", "Review unsure", "Triage", "Go through the unsure ones again.", "triage", group=2),
    Command("triage.next", "Skip", "Triage", "Go to the next without a decision.", "candidate", group=2),
    Command("triage.previous", "Previous", "Triage", "Show the previous suggestion again.", "candidate", group=2),
    Command("triage.edges", "Edit edges", "Triage", "Move onset and end with the arrow keys.", "candidate", group=3),
    Command("triage.later", "Onset 20 ms later", "Triage", "While editing edges.", "edges", group=3),
    Command("triage.earlier", "Onset 20 ms earlier", "Triage", "While editing edges.", "edges", group=3),
    Command("triage.end_later", "End 20 ms later", "Triage", "While editing edges.", "edges", group=3),
    Command("triage.end_earlier", "End 20 ms earlier", "Triage", "While editing edges.", "edges", group=3),
    Command("triage.keep_edges", "Apply edges", "Triage", "They apply when you accept.", "edges", group=3),
    Command("triage.drop_edges", "Reset edges", "Triage", "Use the edges as suggested.", "edges", group=3),
    Command("triage.replay", "Replay", "Triage", "Start or stop the loop.", "candidate", group=4),
    Command("triage.slow", "Half speed", "Triage", "Play the loop at half speed, or at 1×.", "candidate", True, 4),
    Command("triage.order", "Next order", "Triage", "By confidence, uncertainty, time or cluster.", "triage", group=5),
    Command("triage.higher", "Higher threshold", "Triage", "Show fewer suggestions.", "triage", group=5),
    Command("triage.lower", "Lower threshold", "Triage", "Show more suggestions.", "triage", group=5),
    Command("triage.blind", "Hide scores", "Triage", "Decide without seeing the detector's score.", "triage", True, 5),
    Command("triage.auto_advance", "Auto-advance", "Triage", "Go to the next after each decision.", "triage", True, 5),
    Command("triage.close", "Back to the page", "Triage", "Return to the page; nothing is lost.", "triage", group=6),
    Command("miss_audit.nothing", "Nothing here", "Triage", "No event in this section.", "stretch", group=7),
    Command("miss_audit.found", "Event here", "Triage", "Mark it at the cursor or selection.", "stretch", group=7),
    Command("miss_audit.unsure", "Not sure", "Triage", "This section is not counted.", "stretch", group=7),
    Command("miss_audit.back", "Undo last answer", "Triage", "Undo the last answer of the audit.", "audit", group=7),
    Command("miss_audit.close", "Stop the audit", "Triage", "You can continue later.", "audit", group=7),
    Command("staging.wake", "Wake", "Staging", "Stage this epoch, or the chosen run, as wake.", "staging"),
    Command("staging.n1", "N1", "Staging", "Stage as N1.", "stages"),
    Command("staging.n2", "N2", "Staging", "Stage as N2.", "stages"),
    Command("staging.n3", "N3", "Staging", "Stage as N3.", "stages"),
    Command("staging.rem", "REM", "Staging", "Stage as REM sleep.", "stages"),
    Command("staging.active", "Active sleep", "Staging", "Stage as active sleep, below 2 months.", "stages_young"),
    Command("staging.quiet", "Quiet sleep", "Staging", "Stage as quiet sleep, below 2 months.", "stages_young"),
    Command("staging.indeterminate", "Indeterminate sleep", "Staging", "Neither active nor quiet.", "stages_young"),
    Command("staging.asleep", "Asleep, no stage", "Staging", "Asleep, in whatever stage.", "staging"),
    Command("staging.not_scorable", "Not scorable", "Staging", "This epoch cannot be staged.", "staging"),
    Command("staging.unsure", "Unsure", "Staging", "Flag this stage, or the last one given.", "staging", group=1),
    Command("staging.back", "Back and clear", "Staging", "Go back one epoch and clear it.", "staging", group=1),
    Command("staging.clear", "Clear", "Staging", "Clear this epoch, or the chosen run.", "staging", group=1),
    Command("staging.repeat", "Copy forward", "Staging", "Repeat the stage up to the next one.", "staging", group=1),
    Command("staging.repeat_n", "Copy forward by…", "Staging", "Repeat it over so many epochs.", "staging", group=1),
    Command("staging.next", "Next epoch", "Staging", "Show the next epoch.", "staging", group=2),
    Command("staging.previous", "Previous epoch", "Staging", "Show the previous epoch.", "staging", group=2),
    Command("staging.extend_next", "Extend run", "Staging", "Choose one epoch more.", "staging", group=2),
    Command("staging.extend_previous", "Extend run back", "Staging", "Choose one before.", "staging", group=2),
    Command("staging.unstaged", "Next unstaged epoch", "Staging", "Go to what is not staged yet.", "staging", group=2),
    Command(
        "staging.difference", "Next difference", "Staging", "Go to where the proposal differs.", "staging", group=2
    ),
    Command("staging.accept", "Accept proposal", "Staging", "Stage this epoch as proposed.", "staging", group=3),
    Command(
        "staging.accept_run", "Accept proposal for run…", "Staging", "Stage the chosen run; asks.", "staging", group=3
    ),
    Command("staging.proposal", "Show proposal", "Staging", "Show or hide it, dimmed.", "staging", True, 3),
    Command(
        "staging.auto_advance", "Auto-advance", "Staging", "Show the next epoch after each key.", "staging", True, 4
    ),
    Command("staging.epochs_30", "Epochs of 30 s", "Staging", "Use 30 s in this study.", "staging", True, 4),
    Command("staging.epochs_20", "Epochs of 20 s", "Staging", "Use 20 s in this study.", "staging", True, 4),
    Command("staging.close", "Leave staging", "Staging", "Digits mark again; all is saved.", "staging", group=5),
    Command("trends.go", "Page at the cursor", "Trends", "Go back to the page, where the cursor is.", "trends"),
    Command("trends.left", "One column left", "Trends", "Move the cursor one column; the page follows.", "trends"),
    Command("trends.right", "One column right", "Trends", "Move the cursor one column; the page follows.", "trends"),
    Command("trends.far_left", "A tenth left", "Trends", "Move the cursor a tenth of what is shown.", "trends"),
    Command("trends.far_right", "A tenth right", "Trends", "Move the cursor a tenth of what is shown.", "trends"),
    Command("trends.earlier", "Earlier", "Trends", "Move by as much as is shown.", "trends"),
    Command("trends.later", "Later", "Trends", "Move by as much as is shown.", "trends"),
    Command("trends.first", "Start of the study", "Trends", "Put the cursor at the start.", "trends"),
    Command("trends.last", "End of the study", "Trends", "Put the cursor at the end.", "trends"),
    Command("trends.next_cluster", "Next cluster", "Trends", "Go to the next cluster of spasms.", "trends", group=1),
    Command("trends.previous_cluster", "Previous cluster", "Trends", "Go to the cluster before.", "trends", group=1),
    Command(
        "trends.next_candidate", "Next candidate", "Trends", "Go to the next epoch to read first.", "trends", group=1
    ),
    Command(
        "trends.previous_candidate", "Previous candidate", "Trends", "Go to the candidate before.", "trends", group=1
    ),
    Command(
        "trends.score", "Score candidate", "Trends", "Open the candidate in the scoring workbench.", "trends", group=1
    ),
    Command("trends.zoom_in", "Shorter time", "Trends", "Show less time, around the cursor.", "trends", group=2),
    Command("trends.zoom_out", "Longer time", "Trends", "Show more time, around the cursor.", "trends", group=2),
    Command("trends.all", "All of the study", "Trends", "Show the whole study.", "trends", group=2),
    Command("trends.two_hours", "Two hours", "Trends", "Show two hours around the cursor.", "trends", group=2),
    Command("trends.half_hour", "Half an hour", "Trends", "Show 30 minutes around the cursor.", "trends", group=2),
    Command("trends.page_span", "As long as the page", "Trends", "Show the time of the page.", "trends", group=2),
    Command("trends.side", "Panels", "Trends", "Show or hide the list of panels.", "trends", True, 3),
    Command(
        "trends.aeeg_pair", "aEEG of a pair…", "Trends", "Choose two electrodes and show their aEEG.", "trends", group=3
    ),
    Command("trends.compute", "Compute trends", "Trends", "Compute what is not computed yet.", group=4),
    Command("trends.cancel", "Stop computing trends", "Trends", "What is computed stays.", "computing", group=4),
    Command(
        "trends.automatic",
        "Compute trends on opening",
        "Trends",
        "Compute in the background once you pause, or only when asked.",
        "",
        True,
        4,
    ),
    Command(
        "trends.export_picture",
        "Save trends as picture…",
        "Trends",
        "Write what is shown as PNG, SVG or PDF.",
        "trends",
        group=5,
    ),
    Command("trends.export_table", "Save trends as table…", "Trends", "Write one row for each 10 s as CSV.", group=5),
    Command("trends.close", "Back to the page", "Trends", "Return to the page, which followed.", "trends", group=6),
    Command("score.open", "BASED workbench", "Score", "Score a 5-minute epoch from evidence.", "recording", True),
    Command("score.spike", "Spike, next bin", "Score", "Mark a spike in this second.", "score", group=1),
    Command("score.clear", "Clear bin", "Score", "Take the spike of this second back.", "score", group=1),
    Command("score.also", "Add a focus", "Score", "The next digit adds to the bin marked last.", "score", True, 1),
    *(
        Command(f"score.focus_{n}", f"Focus {n}", "Score", "Spike with this focus, next bin.", "score", group=2)
        for n in range(1, 10)
    ),
    Command("score.gmfs", "Grouped multifocal spikes", "Score", "Mark an example here: present.", "score", group=3),
    Command("score.gmfs_absent", "No grouped multifocal spikes", "Score", "Absent in this epoch.", "score", group=3),
    Command("score.gmfs_unsure", "Grouped spikes: unsure", "Score", "Unsure in this epoch.", "score", group=3),
    Command("score.pva", "Voltage attenuation", "Score", "Paroxysmal: mark an example here.", "score", group=3),
    Command("score.pva_absent", "No voltage attenuation", "Score", "Absent in this epoch.", "score", group=3),
    Command("score.pva_unsure", "Voltage attenuation: unsure", "Score", "Unsure in this epoch.", "score", group=3),
    Command("score.spike_focus", "Spike focus elsewhere", "Score", "Yes, in the rest of the study.", "score", group=3),
    Command("score.spike_focus_absent", "No spike focus elsewhere", "Score", "None in the study.", "score", group=3),
    Command("score.spike_focus_unsure", "Focus elsewhere: unsure", "Score", "Unsure in the study.", "score", group=3),
    Command("score.other_foci", "Other foci in the study…", "Score", "Name their electrodes.", "score", group=3),
    Command("score.nonepileptiform", "Other abnormality", "Score", "Definite, not epileptiform.", "score", group=3),
    Command("score.nonepileptiform_absent", "No other abnormality", "Score", "None in the study.", "score", group=3),
    Command("score.nonepileptiform_unsure", "Abnormality: unsure", "Score", "Unsure in the study.", "score", group=3),
    Command("score.no_high_amplitude", "No row is high", "Score", "No background above its limit.", "score", group=3),
    Command("score.foci_named", "All foci are named", "Score", "Bins without a focus add none.", "score", group=3),
    Command("score.caliper", "Amplitude caliper", "Score", "Drag over a background wave.", "score", True, 3),
    Command(
        "score.measure",
        "Measure this second",
        "Score",
        "Peak to peak of its highest row, as amplitude.",
        "score",
        group=3,
    ),
    *(
        Command(f"score.confidence_{n}", f"Confidence {n}", "Score", "1 a guess – 5 sure.", "score", group=4)
        for n in range(1, 6)
    ),
    Command("score.next_bin", "Next bin", "Score", "Go to the next second of the page.", "score", group=5),
    Command("score.previous_bin", "Previous bin", "Score", "Go to the second before.", "score", group=5),
    Command("score.next_page", "Page read, next page", "Score", "Counts as read; show the next.", "score", group=5),
    Command("score.previous_page", "Previous page", "Score", "Go back one page of the epoch.", "score", group=5),
    Command("score.first_page", "First page", "Score", "Go to the first page of the epoch.", "score", group=5),
    Command("score.last_page", "Last page", "Score", "Go to the last page of the epoch.", "score", group=5),
    Command("score.unread", "Next unread page", "Score", "Go to a page not read yet.", "score", group=5),
    Command("score.evidence", "Next evidence", "Score", "Show what the score rests on, in turn.", "score", group=5),
    Command("score.own_epoch", "Own epoch…", "Score", "Begin an epoch at the cursor.", "score", group=6),
    Command("score.next_epoch", "Next epoch", "Score", "Go to the next epoch of the bar.", "score", group=6),
    Command("score.previous_epoch", "Previous epoch", "Score", "Go to the epoch before in the bar.", "score", group=6),
    Command(
        "score.later", "Epoch one page later", "Score", "Move the start; before anything is marked.", "score", group=6
    ),
    Command("score.earlier", "Epoch one page earlier", "Score", "Move the start; likewise.", "score", group=6),
    Command("score.commit", "Commit score", "Score", "Finish your score of this epoch.", "score", group=7),
    Command("score.print", "Save score sheet…", "Score", "Write the sheet as PDF, PNG or SVG.", "score", group=7),
    Command("score.withdraw", "Withdraw commit", "Score", "Open your score again.", "score", group=7),
    Command("score.prefill", "Detector pre-fill", "Score", "Show bins that the detector proposes.", "score", True, 8),
    Command("score.prefill_accept", "Accept proposals of the page", "Score", "Each is an edit.", "score", group=8),
    Command("score.prefill_accept_bin", "Accept this proposal", "Score", "Of this second only.", "score", group=8),
    Command("score.prefill_dismiss", "Dismiss proposals of the page", "Score", "Nothing is stored.", "score", group=8),
    Command("score.prefill_bring_back", "Show dismissed proposals", "Score", "Propose them again.", "score", group=8),
    Command("score.prefill_more", "More proposals", "Score", "Lower the minimum score.", "score", group=8),
    Command("score.prefill_fewer", "Fewer proposals", "Score", "Raise the minimum score.", "score", group=8),
    Command("score.prefill_run", "Run spike detector on this epoch", "Score", "Keeps every spike.", "score", group=8),
    Command("score.prefill_cancel", "Stop the spike detector", "Score", "What it found is kept.", "score", group=8),
    Command("score.form", "Hypsarrhythmia form…", "Score", "Your own judgement of this epoch.", "score", group=9),
    Command("score.compare", "Compare readers…", "Score", "Both scores, once both have committed.", group=9),
    Command("score.scales", "Scales…", "Score", "Which scales there are, and which are drafts.", group=9),
    Command("score.close", "Leave the workbench", "Score", "Digits mark again; all is saved.", "score", group=7),
    Command("mark.list", "Marks list", "Window", "Show or hide the marks list and its form.", "", True),
    Command("display.overview", "Overview", "Window", "Show or hide the overview of the recording.", "", True),
    Command("display.focus", "Traces only", "Window", "Hide everything but the traces.", "", True),
    Command("display.full_screen", "Full screen", "Window", "Use the whole screen.", "", True),
    Command("help.keys", "Keys", "Help", "Show the key card.", ""),
    Command("help.own_keys", "Change keys…", "Help", "Give commands the keys you want.", ""),
    Command("help.commands", "Find a command…", "Help", "Search commands by a word and run one.", ""),
    Command("help.guide", "Guide", "Help", "How to read a recording with this program.", "", group=1),
    Command("help.tour", "Tour", "Help", "Seven steps on the demonstration study.", "", group=1),
    Command("help.about", "About eegview", "Help", "Version, licence and disclaimer.", "", group=1),
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
