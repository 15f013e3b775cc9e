"""Response to treatment: studies of one infant compared by a panel of markers."""
