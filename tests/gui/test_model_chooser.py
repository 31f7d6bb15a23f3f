"""The models to choose from, with what each is good at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cmrstudio.domain.errors import EngineError, ModelError
from cmrstudio.gui.views.model_chooser import HEADERS, ModelChooser, model_row
from cmrstudio.gui.views.models_dialog import ModelsDialog
from cmrstudio.gui.workers.gpu_worker import GpuWorker
from cmrstudio.inference.model_card import ENSEMBLE, ModelCard
from cmrstudio.inference.registry import BrokenModel

UNET = ModelCard(
    "unet",
    "1.2.0",
    "U-Net",
    "Draws the left ventricle.",
    "unet",
    "CC BY-NC-SA 4.0",
    metrics={
        "acdc_test": {"cavity_dice": 0.9449, "myocardium_dice": 0.881},
        "sunnybrook_test": {"cavity_dice": 0.915, "epicardium_dice": 0.95},
    },
)
FREE = replace(UNET, model_id="sunnybrook", name="U-Net Sunnybrook", licence="CC0 1.0", metrics={})
ALL = replace(UNET, model_id="ensemble", name="All together", architecture=ENSEMBLE, members=("unet", "sunnybrook"))
CARDS = (UNET, FREE, ALL)


@pytest.fixture
def chooser(qtbot):
    made = ModelChooser()
    qtbot.addWidget(made)
    made.show_models(CARDS)
    return made


def test_a_row_tells_what_a_model_is_good_at():
    assert dict(zip(HEADERS, model_row(UNET), strict=True)) == {
        "Model": "U-Net",
        "Version": "1.2.0",
        "ACDC LV": "0.944",
        "ACDC myo": "0.881",
        "Sunnybrook LV": "0.915",
        "Sunnybrook epi": "0.950",
        "Speed": "normal",
        "Licence": "CC BY-NC-SA 4.0",
    }


def test_scores_that_are_not_known_are_dashes():
    assert model_row(FREE)[2:6] == ("–",) * 4


def test_an_ensemble_is_marked_as_slow():
    assert "slow (two networks)" in model_row(ALL)


def test_the_model_in_use_is_named_and_explained(chooser):
    chooser.show_model("sunnybrook")
    assert chooser.currentText() == "U-Net Sunnybrook"
    assert "Licence: CC0 1.0" in chooser.toolTip()
    chooser.show_model("unet")
    assert "LV cavity 0.944" in chooser.toolTip()


def test_the_list_that_opens_is_wide_enough_for_every_column(qtbot, chooser):
    chooser.show()
    chooser.showPopup()
    view = chooser.view()
    assert [chooser.model().headerData(c, Qt.Orientation.Horizontal) for c in range(len(HEADERS))] == list(HEADERS)
    assert view.viewport().width() >= view.header().length() - view.header().sectionSize(len(HEADERS) - 1)
    assert all(view.columnWidth(c) >= view.sizeHintForColumn(c) for c in range(len(HEADERS)))
    chooser.hidePopup()


def test_choosing_with_the_keyboard_tells_the_models_id(qtbot, chooser):
    chooser.show_model("unet")
    chooser.show()
    with qtbot.waitSignal(chooser.activated) as told:
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert chooser.itemData(told.args[0]) == "sunnybrook"


def test_without_models_there_is_nothing_to_choose(qtbot, chooser):
    chooser.show_models(())
    assert not chooser.isEnabled()
    assert chooser.currentIndex() == -1
    assert chooser.toolTip() == "Which network draws the contours"


@pytest.fixture
def dialog(qtbot):
    broken = BrokenModel(Path("/models/old"), "/models/old: the ensemble's member 'fcn' is not installed.")
    made = ModelsDialog(CARDS, "sunnybrook", (broken,))
    qtbot.addWidget(made)
    return made


def test_the_dialog_begins_at_the_model_in_use(dialog):
    assert dialog.table.currentIndex().row() == 1
    assert "U-Net Sunnybrook 1.2.0" in dialog.details.text()


def test_the_dialog_explains_the_marked_model_and_offers_it(qtbot, dialog):
    dialog.table.selectRow(2)
    assert "Averages unet, sunnybrook" in dialog.details.text()
    with qtbot.waitSignal(dialog.model_chosen) as told:
        qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    assert told.args == ["ensemble"]


def test_the_dialog_says_why_a_model_cannot_be_used(dialog):
    assert [label.text() for label in dialog.warnings] == [
        "Cannot be used: /models/old: the ensemble's member 'fcn' is not installed."
    ]


def test_the_dialog_shows_texts_of_models_as_they_are(qtbot):
    tricky = replace(UNET, description="<b>Draws</b>")
    made = ModelsDialog((tricky,), "unet", (BrokenModel(Path("/models/<i>"), "/models/<i>: no JSON."),))
    qtbot.addWidget(made)
    assert {label.textFormat() for label in (made.details, *made.warnings)} == {Qt.TextFormat.PlainText}


def test_the_dialog_says_when_there_is_no_model(qtbot):
    made = ModelsDialog((), None)
    qtbot.addWidget(made)
    assert made.details.text().startswith("No model is installed: contours can be drawn by hand. Import one")
    assert not made.use_button.isEnabled()


def test_the_window_uses_the_model_chosen_in_the_dialog(qtbot, open_window):
    window = open_window(start=False)
    window.models._take((CARDS, ()))
    assert window.segmenting_bar.models.currentText() == "U-Net"
    dialog = window.make_models_dialog()
    dialog.model_chosen.emit("ensemble")
    assert window.models.model_id == "ensemble"
    assert window.segmenting_bar.models.currentText() == "All together"
    dialog.deleteLater()


class Client:
    """An engine that refuses to load a model."""

    def __init__(self, error):
        self._error = error

    def warm(self, model_id, cancellation):
        raise self._error

    def stop(self):
        pass


@pytest.mark.parametrize(
    ("error", "name"), [(ModelError("bad"), "model_failed"), (EngineError("bad"), "engine_failed")]
)
def test_a_model_that_cannot_be_loaded_does_not_mean_that_the_engine_stopped(qtbot, error, name):
    worker = GpuWorker()
    worker._client = Client(error)
    with qtbot.waitSignal(getattr(worker, name)) as told:
        worker.warm("ensemble")
    assert told.args == ["bad"]
    worker.close()
