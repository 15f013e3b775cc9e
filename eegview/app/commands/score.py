"""Menu Score: the BASED workbench, key by key."""

from eegview.app.commands.command import Command

SCORE = (
    Command("score.open", "BASED workbench", "Score", "Score a 5-minute epoch from evidence.", "eeg", True),
    Command("score.spike", "Spike, next bin", "Score", "Mark a spike in this second.", "score", group=1),
    Command("score.clear", "Clear bin", "Score", "Remove the spike of this second.", "score", group=1),
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
    Command("score.evidence", "Next evidence", "Score", "Show what the score is based on.", "score", group=5),
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
    Command("score.compare", "Compare readers…", "Score", "Both scores, once both have committed.", "eeg", group=9),
    Command("score.scales", "Scales…", "Score", "Which scales there are, and which are drafts.", group=9),
    Command("score.close", "Leave the workbench", "Score", "Digits mark again; all is saved.", "score", group=7),
)
