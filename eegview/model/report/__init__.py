"""What a report is made of: sections with values that reopen where they came from, tables, figures, signatures."""
