"""Commands that write a study or its recording for elsewhere."""
