"""What a resident is asked, what experts answered, and what the resident did: plain data of training."""
