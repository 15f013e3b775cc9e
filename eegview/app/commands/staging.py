"""Menu Staging: one key an epoch. Shown while sleep is staged."""

from eegview.app.commands.command import Command

STAGING = (
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
)
