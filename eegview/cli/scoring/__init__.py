"""Commands that show, compare and draw scores of epochs."""
