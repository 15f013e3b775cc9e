"""Menus Study and Edit: files in and out, sign-off, undo, history."""

from eegview.app.commands.command import Command

STUDY = (
    Command("study.open", "Open…", "Study", "Open a recording, or several files of one study.", ""),
    Command("study.open_folder", "Open folder…", "Study", "Open a study folder, or a recording that is one.", ""),
    Command(
        "film.add_clips",
        "Add clips…",
        "Study",
        "Open this film with further clips; its marks come along.",
        "film",
        synonyms=("further clips", "join clips", "another clip"),
    ),
    Command("study.open_link", "Open link…", "Study", "Open the page that a value of a report came from.", ""),
    Command("library.open", "Library…", "Study", "List all studies of the library; export them as tables.", ""),
    Command(
        "infant.open",
        "Infant…",
        "Study",
        "Show an infant's studies, clips, diary and treatment on one timeline.",
        "",
        synonyms=("timeline", "course", "child", "patient over weeks", "milestones", "home diary"),
    ),
    Command(
        "infant.diary",
        "Diary…",
        "Study",
        "Enter what was seen at home: spasms, clusters, days without.",
        "",
        synonyms=("witnessed spasms", "spasm calendar", "seizure diary", "none seen", "28 days", "form for families"),
    ),
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
    Command(
        "study.export_clip",
        "Export clip…",
        "Study",
        "Write a copy of a clip with faces covered and without its voice, place and dates.",
        "video",
        group=2,
    ),
    Command(
        "study.bundle",
        "Bundle study…",
        "Study",
        "Put recording, video, marks and log into one file for another computer.",
        group=2,
        synonyms=("zip", "share", "send to a colleague", "archive", "with the infant"),
    ),
    Command("study.header", "Edit header of a copy…", "Study", "Change labels, units, patient in a copy.", group=2),
    Command("study.snapshot", "Save page as image…", "Study", "Write this page as PNG, SVG or PDF.", group=2),
    Command("page.print", "Print page…", "Study", "Print this page with its marks, on A4 paper, landscape.", group=2),
    Command(
        "study.reviewer", "Reviewer…", "Study", "Set who is reading; each person's marks are a layer.", "", group=3
    ),
    Command("study.blind", "Blind reading…", "Study", "Say who reads blind; ask for it or lift it.", group=3),
    Command("study.look_early", "Look before signing…", "Study", "See others' work early; recorded.", group=3),
    Command("study.sign", "Sign this review…", "Study", "Sign your marks as they are now.", group=3),
    Command("study.close", "Close study", "Study", "Close the recording; every mark is already saved.", group=4),
    Command("study.quit", "Quit", "Study", "Quit the program; every mark is already saved.", "", group=4),
    Command("edit.undo", "Undo", "Edit", "Undo your last change to the marks.", "undo"),
    Command("edit.redo", "Redo", "Edit", "Repeat the change that was undone.", "redo"),
    Command("edit.history", "History…", "Edit", "Show who changed what and when.", group=1),
)
