"""What looks like an epileptic spasm, with what tells it apart and where that was read."""
