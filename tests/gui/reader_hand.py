"""What the tests of two readers do with a window: open a study, draw, verify, sign, and change the reader."""

from __future__ import annotations

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure

ES = 4


def read(qtbot, window, study) -> None:
    """Open a study and wait for what is kept of it."""
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
    window.show_page()


def draw(window, make_contour, radius_px: float = 12.0, slices=(1, 2, 3), *, systole_px: float = 8.0) -> None:
    """Contours at end-diastole and end-systole as a model would draw them."""
    session = window.session
    session.choose_phases(session.phases.with_end_diastole(0).with_end_systole(ES), "Set phases")
    drawn = []
    for phase, radius in ((0, radius_px), (ES, systole_px)):
        for slice_index in slices:
            outer = Contour(Structure.LV_EPICARDIUM, make_contour(radius * 1.4).points_px, "unet@1.0.0")
            drawn.append(SliceAnnotation(session.series.series_uid, phase, slice_index, (make_contour(radius), outer)))
    session.place(drawn, "Segment")


def verify_and_sign(qtbot, window) -> None:
    """Verify all contours and sign the study off."""
    window.verifying.verify(window.verifying.waiting())
    qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)
    with qtbot.waitSignal(window.sign_off.signed, timeout=10_000):
        window.sign_off.sign()


def become(qtbot, window, reader: str) -> None:
    """Change the reader and wait for that reader's own work."""
    if window.keeping.reader != reader:
        with qtbot.waitSignal(window.readers.switched, timeout=10_000):
            window.readers.switch(reader)
        qtbot.waitUntil(lambda: window.session.study is None or window.session.is_restored, timeout=10_000)
