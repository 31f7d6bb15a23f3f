"""The program as the user starts it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cmrstudio.store.annotation_store import AnnotationStore

READING = """
import sys, time
from pathlib import Path
from cmrstudio.app import make_application
from cmrstudio.domain.resource_paths import sample_study_folder

if __name__ == "__main__":
    application = make_application()
    from cmrstudio.gui.main_window import MainWindow
    window = MainWindow(Path(sys.argv[1]))
    window.show()
    window.start()
    window.open_path(sample_study_folder())
    deadline = time.monotonic() + 100

    def wait(condition):
        while not condition():
            assert time.monotonic() < deadline, window.message_bar.text
            application.processEvents()
            time.sleep(0.002)

    wait(lambda: window.session.is_complete and window.session.is_restored and window.models.model_id)
    window.actions_by_name["segment_slice"].trigger()
    wait(lambda: not window.segmentation.is_busy)
    assert window.session.annotation().contours, window.message_bar.text
    window.close()
    heavy = ("tensorflow", "keras", "scipy.stats", "training.comparison")
    print("loaded:", [name for name in heavy if name in sys.modules])
"""


def _run(*arguments, **variables):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"} | variables
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={key: value for key, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


def test_without_a_display_one_line_says_what_to_do():
    done = _run("-m", "cmrstudio", QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no display" in done.stderr


def test_a_workspace_in_use_is_refused_in_one_line(tmp_path):
    workspace = tmp_path / "workspace.sqlite"
    holder = AnnotationStore.open(workspace)
    done = _run("-m", "cmrstudio", "open", "--workspace", workspace)
    holder.close()
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert len(lines) == 1
    assert "already open in another cmrstudio window" in lines[0]


@pytest.mark.slow
def test_the_process_of_the_window_never_loads_tensorflow(tmp_path):
    script = tmp_path / "reading.py"
    script.write_text(READING)
    done = _run(script, tmp_path / "workspace.sqlite", PYTHONPATH=os.pathsep.join(filter(None, sys.path)))
    assert done.returncode == 0, done.stderr
    assert "loaded: []" in done.stdout
