"""The scoring workbench: five minutes of the background, scored with evidence that can be opened again."""
