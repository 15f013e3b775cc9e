"""The lane of treatment, diary and studies by day, and the form in which they are entered."""
