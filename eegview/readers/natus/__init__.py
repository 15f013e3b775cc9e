"""Natus NeuroWorks (XLTEK) studies → samples and marks, through the extra package natus-erd-reader."""
