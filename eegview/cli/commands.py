"""The table of commands. A command's module is imported only when the command runs.

To add one: write `eegview/cli/NAME.py`, or a file in the folder of its matter, with a typer function (or a
`typer.Typer` for sub-commands), and add a line here.
"""

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module:attribute, one line for --help)
    "open": ("eegview.cli.open:open_window", "Open a recording in the window (the default)."),
    "demo": ("eegview.cli.demo:demo", "Write a simulated infant study with known truth, and open it."),
    "info": ("eegview.cli.info:info", "Show what a recording contains."),
    "page": ("eegview.cli.page:page", "Write a page as the window would show it."),
    "montages": ("eegview.cli.montages:montages", "List the montages."),
    "paths": ("eegview.cli.paths:paths", "Say where settings, marks and caches lie, and which own files are used."),
    "vocabulary": ("eegview.cli.vocabulary:app", "List the terms reviewers mark with; check a file of them."),
    "score": ("eegview.cli.scoring.score:score", "Show, list or write scores of epochs, or apply the rule."),
    "treatment": ("eegview.cli.treatment:treatment", "List or enter treatment and the diary of witnessed spasms."),
    "diary": ("eegview.cli.diary.diary:app", "Keep an infant's diary of witnessed spasms; print its form."),
    "response": ("eegview.cli.response:response", "Compare an infant's studies before and after treatment."),
    "infant": (
        "eegview.cli.infant.infant:app",
        "Infants with their studies, clips, treatments, milestones; their timeline.",
    ),
    "events": ("eegview.cli.events:app", "List, add, import and export marks."),
    "blind": ("eegview.cli.blind:blind", "Whether a study is read blind; set it, lift it, look early."),
    "library": ("eegview.cli.library.library:app", "List and export what the library holds of all studies."),
    "history": ("eegview.cli.history:history", "Show or verify the edit log."),
    "keys": ("eegview.cli.keys:app", "The key that signs reports, and the known keys of other readers."),
    "trends": ("eegview.cli.trends:trends", "Write the trends of a whole study as a table or a picture."),
    "link": ("eegview.cli.link:link", "Say what a link of a report stands for; register such links."),
    "report": ("eegview.cli.report:report", "Write the report of a study as PDF, HTML, JSON or FHIR."),
    "spasms": ("eegview.cli.spasms:spasms", "Count spasms: rates, states, clusters, looks, and what was covered."),
    "frame": ("eegview.cli.frame:frame", "Write the exact video frame at a time."),
    "sync": ("eegview.cli.sync:sync", "Fit video time to recording time."),
    "detectors": ("eegview.cli.detection.detectors:app", "List, explain, check and trust detectors."),
    "detect": ("eegview.cli.detection.detect:detect", "Run one detector over a recording."),
    "anonymize": (
        "eegview.cli.exchange.anonymize:anonymize",
        "Write a copy without identity, and list what was removed.",
    ),
    "filmed": ("eegview.cli.film.filmed:filmed", "When a clip was filmed, and how sure that is; set it."),
    "join": ("eegview.cli.film.join:join", "Add clips to a study of clips; its marks come along."),
    "film": ("eegview.cli.film.film:film", "Write a copy of a clip without faces and voices."),
    "convert": (
        "eegview.cli.exchange.convert:convert",
        "Write a recording or a part of it as EDF+, BDF+, BrainVision or DICOM.",
    ),
    "header": (
        "eegview.cli.exchange.header:header",
        "Show the header of an EDF or BDF file; write a copy with a changed one.",
    ),
    "bundle": ("eegview.cli.exchange.bundle:bundle", "Put a study into one folder or zip that opens elsewhere."),
    "unbundle": ("eegview.cli.exchange.bundle:unbundle", "Check a bundle, unpack it, and import its marks."),
    "agreement": ("eegview.cli.agreement:agreement", "Measure how far readers agree, with intervals over patients."),
    "compare": (
        "eegview.cli.evaluation.compare:compare",
        "Compare proposed events with marked ones, one to one by onset.",
    ),
    "evaluate": ("eegview.cli.evaluation.evaluate:evaluate", "Measure how good a detector is, and write the table."),
    "batch": ("eegview.cli.evaluation.batch:batch", "Run one detector over many recordings."),
    "train": ("eegview.cli.training.train:train", "Make case sets for training, or say what one holds."),
    "bench": ("eegview.cli.bench:bench", "Measure opening, page building and drawing on this machine."),
}
