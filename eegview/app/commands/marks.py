"""Menu Marks: marks, clusters, opinions, the final layer, sleep."""

from eegview.app.commands.command import Command

MARKS = (
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
    Command("staging.open", "Sleep staging", "Marks", "Stage sleep epoch by epoch, by keys.", "eeg", True, 4),
    Command("mark.find", "Find marks", "Marks", "Search the marks list.", group=3),
    Command(
        "mark.file_notes", "File annotations on the page", "Marks", "Annotations from the file.", "recording", True, 4
    ),
    Command(
        "triage.find_alike",
        "Find more like this…",
        "Marks",
        "Search for events similar to your marks.",
        "recording",
        group=6,
    ),
    Command(
        "vocabulary.edit", "Edit vocabulary…", "Marks", "Terms, keys, colours and questions of your own.", "", group=7
    ),
)
