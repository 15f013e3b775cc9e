"""Colours and tones of pictures: HDR shown with right tones, wide gamuts, scaling."""
