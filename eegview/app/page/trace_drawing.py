"""Draw the traces of a page into the memory of a picture; what the window asks for, done by the compiled kernels."""

from eegview.dsp.raster import RowLine, draw_traces

__all__ = ["RowLine", "draw_traces"]
