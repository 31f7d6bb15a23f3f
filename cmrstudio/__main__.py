"""`python -m cmrstudio`, and the entry of the frozen app."""

from __future__ import annotations

import multiprocessing
import sys


def start() -> int:
    """Run the command line; a child process of the frozen app never gets beyond the first line."""
    multiprocessing.freeze_support()
    from cmrstudio.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
