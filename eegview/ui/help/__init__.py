"""What explains the window: keys, commands, guide, notices, the report of a fault."""
