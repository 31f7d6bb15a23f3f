"""Whether the program as it is installed works: the window, the reader of files, the engine process and the numbers."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.domain.resource_paths import sample_study_folder

PATIENCE_S = 300.0
EXPECTED = {"edv_ml": (191.0, 30.0), "esv_ml": (141.0, 25.0), "ef_percent": (26.0, 6.0), "lv_mass_g": (117.0, 35.0)}
"""Measures from the expert contours that come with the bundled study, and how far from them is still right."""


class SelfTestError(CmrstudioError):
    """Something of the installed program does not work; says what."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem} Install cmrstudio again, and report this if it stays.")


def run() -> Iterator[str]:
    """Open the bundled study in an offscreen window, segment it through the engine process and check the numbers.

    Yields a line for everything found in order. Raises ``SelfTestError``.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from cmrstudio.app import make_application
    from cmrstudio.gui.controllers.reporting import ReportRequest
    from cmrstudio.gui.main_window import MainWindow

    application = make_application()
    with tempfile.TemporaryDirectory(prefix="cmrstudio-selftest-") as folder:
        window = MainWindow(Path(folder) / "workspace.sqlite")
        window.show()
        window.start()

        def wait(what: str, condition: Callable[[], bool]) -> None:
            deadline = time.monotonic() + PATIENCE_S
            while not condition():
                if window.message_bar.text:
                    raise SelfTestError(f"While waiting for {what}: {window.message_bar.text}")
                if time.monotonic() > deadline:
                    raise SelfTestError(f"There was no {what} within {PATIENCE_S:.0f} seconds.")
                application.processEvents()
                time.sleep(0.002)

        try:
            wait("model", lambda: window.models.model_id is not None)
            window.open_path(sample_study_folder())
            wait("study", lambda: window.session.is_complete)
            stack = window.session.stack
            assert stack is not None
            yield f"study: {stack.slice_count} slices x {stack.phase_count} phases"
            window.segmentation.segment_study(str(window.models.model_id))
            wait("segmentation", lambda: not window.segmentation.is_busy)
            yield from _check(window.session.measures)
            written: list[object] = []
            window.reporting.finished.connect(written.append)
            window.reporting.failed.connect(lambda text: window.message_bar.show_message(text))
            window.reporting.make(ReportRequest(Path(folder) / "reports", tuple(ReportFormat), with_identity=True))
            wait("report", lambda: bool(written))
            yield f"report: {', '.join(ReportFormat)}"
        finally:
            window.shut_down()
    if "tensorflow" in sys.modules:
        raise SelfTestError("The process of the window has loaded TensorFlow.")
    yield "ok"


def _check(measures: Measures | None) -> Iterator[str]:
    for name, (expected, tolerance) in EXPECTED.items():
        value = getattr(measures, name)
        if value is None or abs(value - expected) > tolerance:
            raise SelfTestError(f"{name} is {value}, but the experts' contours give {expected:.0f} +- {tolerance:.0f}.")
        yield f"{name}: {value:.1f} (experts {expected:.0f})"
