"""Menu Trends: the whole study at a glance. Shown while it is open."""

from eegview.app.commands.command import Command

TRENDS = (
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
    Command("trends.compute", "Compute trends", "Trends", "Compute what is not computed yet.", "eeg", group=4),
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
    Command(
        "trends.export_table", "Save trends as table…", "Trends", "Write one row for each 10 s as CSV.", "eeg", group=5
    ),
    Command("trends.close", "Back to the page", "Trends", "Return to the page, which followed.", "trends", group=6),
)
