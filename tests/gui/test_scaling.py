"""Nothing is cut off on screens that are scaled, in windows as small as such a screen leaves room for."""

from __future__ import annotations

import pytest

from tests.gui.scaled_process import assert_nothing_found

LOOKING = """
import sys
from pathlib import Path
from cmrstudio.app import make_application

application = make_application()
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.translation import Language, use_language

use_language(Language(sys.argv[2]))
window = MainWindow(Path(sys.argv[1]))
window.show()
cut_off = []
for page in (window.start_page, window.page):
    window.pages.setCurrentWidget(page)
    for size in ((1440, 900), (1100, 700), (960, 540)):
        window.resize(*size)
        for _ in range(5):
            application.processEvents()
        if (window.width(), window.height()) != size:
            cut_off.append(f"the window does not get as small as {size}: {window.width()} x {window.height()}")
        if abs(window.grab().devicePixelRatio() - float(sys.argv[3])) > 0.01:
            cut_off.append(f"not scaled: {window.grab().devicePixelRatio()}")
        for shown in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
            words = shown.text()
            if not shown.isVisible() or not words or (isinstance(shown, QLabel) and shown.wordWrap()):
                continue
            needed = shown.minimumSizeHint()
            if shown.width() < needed.width() - 1 or shown.height() < needed.height() - 1:
                cut_off.append(f"{size}: {words!r} needs {needed.toTuple()} and has {shown.size().toTuple()}")
for index in range(window.page.panels.count()):
    window.page.panels.setCurrentIndex(index)
    application.processEvents()
    hidden = [button for button in window.page.panels.tabBar().findChildren(QToolButton) if button.isVisible()]
    if hidden:
        cut_off.append(f"not all panels have a tab to be seen beside tab {index}")
window.shut_down()
print(*cut_off, sep="\\n")
"""


@pytest.mark.parametrize(("factor", "language"), [("1.25", "de"), ("1.5", "en"), ("2", "de")])
def test_no_word_is_cut_off(tmp_path, factor, language):
    script = tmp_path / "looking.py"
    script.write_text(LOOKING)
    assert_nothing_found([str(script), str(tmp_path / "workspace.sqlite"), language, factor], factor, tmp_path)
