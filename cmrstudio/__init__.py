"""cmrstudio: reads short-axis cine cardiac MRI. Not for diagnostic use."""

__version__ = "0.1.0"
