"""A process whose screen is scaled, which prints what it finds wrong there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def assert_nothing_found(
    arguments: Sequence[str], factor: str, folder: Path, platform: str = "offscreen", module_paths: Sequence[str] = ()
) -> None:
    """Run Python with ``arguments`` in ``folder``, scaled by ``factor``; fail with what it prints or dies of."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ
        | {
            "QT_QPA_PLATFORM": platform,
            "QT_SCALE_FACTOR": factor,
            "PYTHONPATH": os.pathsep.join(filter(None, [*module_paths, *sys.path])),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
