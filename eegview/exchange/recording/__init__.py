"""Parts of recordings out to files of other formats, and headers of copies."""
