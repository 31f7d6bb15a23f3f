"""Which model is used from session to session, and what the reader hears when it is no longer there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from cmrstudio.gui.controllers.models import SETTING
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.registry import BrokenModel

UNET = ModelCard("unet", "1.0.0", "U-Net", "Draws the left ventricle.", "unet", "CC0 1.0")
FCN = replace(UNET, model_id="fcn", name="FCN")
GONE = 'The chosen model "fcn" is no longer installed: U-Net is used instead. Segment > Models lists all models.'


@pytest.fixture
def start(open_window):
    """Start a window in which these models are found; the one before it is as good as closed."""

    def make(*cards, broken=()):
        window = open_window(start=False)
        window.models._take((cards, broken))
        return window

    return make


@pytest.fixture
def window(start):
    """The reader chose the FCN, which was there; now it is not."""
    start(UNET, FCN).models.choose("fcn")
    return start(UNET)


def put_away(qtbot, window):
    qtbot.mouseClick(window.message_bar.findChild(QToolButton), Qt.MouseButton.LeftButton)


def test_the_model_chosen_is_used_at_the_next_start_without_a_word(start):
    start(UNET, FCN).models.choose("fcn")
    window = start(UNET, FCN)
    assert window.models.model_id == "fcn"
    assert window.message_bar.text == ""


def test_where_none_was_chosen_nothing_is_said_of_the_one_in_use(start):
    window = start(UNET, FCN)
    assert window.models.model_id == "unet"
    assert window.message_bar.text == ""


def test_a_chosen_model_that_is_gone_is_named_with_the_one_used_instead(window):
    assert window.models.model_id == "unet"
    assert window.segmenting_bar.models.currentText() == "U-Net"
    assert window.message_bar.text == GONE
    assert window.message_bar.kind is MessageKind.WARNING


def test_a_model_that_is_found_to_be_gone_on_the_disk_is_named(qtbot, open_window):
    window = open_window(start=False)
    window.settings.setValue(SETTING, "my_own")
    window.models.load()
    qtbot.waitUntil(lambda: window.message_bar.text != "")
    assert '"my_own" is no longer installed: U-Net is used instead' in window.message_bar.text


def test_it_is_said_only_once(window, start):
    assert window.message_bar.text == GONE
    assert start(UNET).message_bar.text == ""


def test_it_is_said_again_where_yet_another_model_takes_its_place(window, start):
    assert window.message_bar.text == GONE
    other = replace(UNET, model_id="residual_unet", name="Residual U-Net")
    assert "Residual U-Net is used instead" in start(other).message_bar.text


def test_until_the_reader_chooses_a_model_that_comes_back_is_used_again(window, start):
    assert window.models.model_id == "unet"
    back = start(UNET, FCN)
    assert back.models.model_id == "fcn"
    assert back.message_bar.text == ""
    assert start(UNET).message_bar.text == GONE, "gone anew, it is said anew"


@pytest.mark.parametrize("chosen", ["unet", "other"])
def test_choosing_forgets_the_missing_model_even_where_the_choice_is_the_one_in_use(start, chosen):
    other = replace(UNET, model_id="other", name="Other")
    start(UNET, FCN).models.choose("fcn")
    start(UNET, other).segmenting_bar.model_chosen.emit(chosen)
    window = start(UNET, FCN, other)
    assert window.models.model_id == chosen
    assert window.message_bar.text == ""


def test_choosing_the_model_in_use_does_not_load_it_again(qtbot, window):
    with qtbot.assertNotEmitted(window.models.model_changed):
        window.models.choose("unet")


def test_putting_the_message_away_accepts_the_other_model(qtbot, window, start):
    put_away(qtbot, window)
    assert window.message_bar.text == ""
    assert start(UNET, FCN).models.model_id == "unet"


def test_putting_another_message_away_accepts_nothing(qtbot, window, start):
    window.show_message("The disk is full.", MessageKind.ERROR)
    put_away(qtbot, window)
    assert start(UNET, FCN).models.model_id == "fcn"


def test_what_an_error_hid_is_said_at_the_next_start(open_window, start):
    start(UNET, FCN).models.choose("fcn")
    window = open_window(start=False)
    window.show_message("The workspace cannot be read.", MessageKind.ERROR)
    window.models._take(((UNET,), ()))
    assert window.message_bar.text == "The workspace cannot be read."
    assert start(UNET).message_bar.text == GONE


@pytest.mark.parametrize("model_id", ["fcn", ""])
def test_a_chosen_model_that_is_damaged_is_named_with_the_reason(start, model_id):
    start(UNET, FCN).models.choose("fcn")
    others = BrokenModel(Path("/models/old"), "/models/old: no JSON.", "old")
    damaged = BrokenModel(Path("/models/fcn"), "/models/fcn: the card is no JSON.", model_id)
    window = start(UNET, broken=(damaged, others))
    assert window.message_bar.text.startswith('The chosen model "fcn" cannot be used: U-Net is used instead.')
    assert "/models/fcn: the card is no JSON." in window.message_bar.text


def test_where_no_model_is_left_that_is_what_is_said(start):
    start(UNET, FCN).models.choose("fcn")
    assert start().message_bar.text.startswith("No model is installed")
    assert start(UNET).message_bar.text == GONE


def test_a_model_that_is_not_installed_cannot_be_chosen(window, start):
    window.models.choose("absent")
    assert window.models.model_id == "unet"
    assert start(UNET, FCN).models.model_id == "fcn"


def test_names_are_shown_as_they_are(open_window):
    window = open_window(start=False)
    window.settings.setValue(SETTING, "<b>fcn</b>")
    window.models._take(((replace(UNET, name="<i>U-Net</i>"),), ()))
    assert window.message_bar.findChild(QLabel).textFormat() is Qt.TextFormat.PlainText
    assert '"<b>fcn</b>"' in window.message_bar.text
