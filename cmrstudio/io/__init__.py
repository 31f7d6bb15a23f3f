"""Files in and out: DICOM, NIfTI, TIFF, contour files and reports."""
