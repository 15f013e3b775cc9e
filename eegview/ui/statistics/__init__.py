"""Statistics of spasms in the window: figures, raster and average around spasms, head map, histograms."""
