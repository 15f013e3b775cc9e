"""Menus Window and Help."""

from eegview.app.commands.command import Command

WINDOW = (
    Command("mark.list", "Marks list", "Window", "Show or hide the marks list and its form.", "", True),
    Command("display.overview", "Overview", "Window", "Show or hide the overview of the recording.", "", True),
    Command("display.focus", "Traces only", "Window", "Hide everything but the traces.", "", True),
    Command("display.full_screen", "Full screen", "Window", "Use the whole screen.", "", True),
    Command("help.keys", "Keys", "Help", "Show the key card.", ""),
    Command("help.own_keys", "Change keys…", "Help", "Give commands the keys you want.", ""),
    Command("help.commands", "Find a command…", "Help", "Search commands by a word and run one.", ""),
    Command("help.here", "Help on this task", "Help", "Open the guide at what has the window now.", ""),
    Command("help.guide", "Guide", "Help", "One page for each task, with search.", "", group=1),
    Command("help.tour", "Tour", "Help", "Seven steps on the demonstration study.", "", group=1),
    Command(
        "mimics.open", "Spasm and mimics…", "Help", "Side by side, drawn, with what tells them apart.", "", group=1
    ),
    Command("help.settings_folder", "Open settings folder", "Help", "Where your own files lie.", "", group=1),
    Command("help.about", "About eegview", "Help", "Version, licence and disclaimer.", "", group=1),
)
