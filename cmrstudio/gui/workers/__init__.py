"""Threads for work that would hold up the window."""
