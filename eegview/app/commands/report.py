"""Menu Report: the report, key by key; what compares studies has a file of its own."""

from eegview.app.commands.command import Command

REPORT = (
    Command("report.open", "Report", "Report", "Sections, answers and pages as they will print.", "recording", True),
    Command("report.export", "Export report…", "Report", "Write it as PDF, HTML, JSON or FHIR."),
    Command("report.sign", "Sign report…", "Report", "Sign the PDF with your name, role and key."),
    Command("report.verify", "Verify a signed report…", "Report", "Check the signatures in a PDF.", ""),
    Command("report.previous", "Previous study…", "Report", "Compare with an earlier study of this infant.", group=1),
    Command("report.no_previous", "No previous study", "Report", "Make the report without a comparison.", group=1),
    Command("report.frames", "Video frames in the report", "Report", "They may show a face.", "report", True, 1),
    Command("report.not_assessed", "Not assessed", "Report", "Answer this item: not assessed.", "report", group=2),
    Command("report.rest_not_assessed", "Rest of section not assessed", "Report", "One step.", "report", group=2),
    Command(
        "report.next_open", "Next open item", "Report", "Go to the next item without an answer.", "report", group=2
    ),
    Command("report.previous_open", "Previous open item", "Report", "Go to the previous one.", "report", group=2),
    Command("report.next_section", "Next section", "Report", "Show the next section.", "report", group=2),
    Command("report.previous_section", "Previous section", "Report", "Show the previous section.", "report", group=2),
    Command("report.next_page", "Next page", "Report", "Show the next page of the preview.", "report", group=4),
    Command("report.previous_page", "Previous page", "Report", "Show the previous page.", "report", group=4),
    Command("report.first_page", "First page", "Report", "Show the first page.", "report", group=4),
    Command("report.last_page", "Last page", "Report", "Show the last page.", "report", group=4),
    Command("report.fit_width", "Fit width", "Report", "As wide as there is room.", "report", group=4),
    Command("report.full_size", "100 %", "Report", "True size of the sheet.", "report", group=4),
    Command("report.zoom_in", "Zoom in", "Report", "Also Ctrl and wheel.", "report", group=4),
    Command("report.zoom_out", "Zoom out", "Report", "Also Ctrl and wheel.", "report", group=4),
    Command(
        "report.next_link", "Next value", "Report", "Go to the next value that opens its source.", "report", group=4
    ),
    Command("report.previous_link", "Previous value", "Report", "Go to the previous one.", "report", group=4),
    Command("report.follow", "Open source of this value", "Report", "Page, settings and frame.", "report", group=4),
    Command("report.redraw", "Draw figures again", "Report", "From marks and trends as they are.", "report", group=4),
    Command("report.close", "Leave the report", "Report", "Go back to the page; all is saved.", "report", group=5),
)
