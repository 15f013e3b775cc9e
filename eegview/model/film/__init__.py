"""Film of a study without EEG: its clips, what their files tell, how loud it is, and what of it is given away."""
