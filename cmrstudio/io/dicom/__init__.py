"""Reads DICOM studies: finds files, parses headers, decodes pixels in guarded processes, and builds the cine stack."""
