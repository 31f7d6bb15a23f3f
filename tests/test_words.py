"""Every sentence that the code can show to a reader has its German words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cmrstudio.domain.resource_paths import resource_folder
from tests.message_templates import PLACE, blank, german_words, is_prose, templates

ROOT = Path(__file__).resolve().parents[1]
FOLDER = resource_folder() / "translations"
FOR_TERMINALS = {
    *("cli.py", "cli_models.py", "selftest.py"),
    *("demonstration.py", "demonstration_camera.py", "demonstration_layouts.py", "demonstration_lists.py"),
    *("demonstration_questions.py", "demonstration_readings.py", "demonstration_training.py"),
}
PATTERNS = {"wording.py"}
MODULES = [path for path in sorted(ROOT.glob("cmrstudio/**/*.py")) if path.name not in FOR_TERMINALS | PATTERNS]
NO_SENTENCES = {
    *("PHASE CONTRAST", "PHASE MAP", "VELOCITY MAP", "PHASE CONTRAST M"),  # what DICOM headers say
    "○  10   100.0 mm   predicted",  # the widest line, to measure it
    *("{} (Alt+{})", "ED ES", "ICC(2,1) {}", "ACDC LV", "+1.96 SD", "-1.96 SD", "GPU: {}", "{} UTC", "{}, {} UTC"),
    "Raisi-Estabragh et al., JACC Cardiovasc Imaging 2024;17:746 (Healthy Hearts Consortium)",
    "{}, {} UTC\n{}\n{}",
    "cmrstudio model",  # what a file of a model says that it is
    "Verified images, snapshot ([0-9a-f]{12}): ",  # a pattern
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_is_without_german_words(path: Path) -> None:
    known = {blank(text) for text, german in german_words().items() if german}
    missing = [f"{path.name}:{line}: {text}" for text, line in templates(path).items() if blank(text) not in known]
    missing = [one for one in missing if one.split(": ", 1)[1] not in NO_SENTENCES]
    assert missing == [], "add them to resources/translations/messages_de.ts, then: make translations"


def test_no_sentence_is_translated_twice() -> None:
    sources = [one.findtext("source") for path in FOLDER.glob("*_de.ts") for one in ET.parse(path).iter("message")]
    assert len(sources) == len(set(sources))


def test_no_two_places_of_a_message_have_one_name() -> None:
    sources = [one.findtext("source", "") for one in ET.parse(FOLDER / "messages_de.ts").iter("message")]
    assert [text for text in sources if len(set(PLACE.findall(text))) != len(PLACE.findall(text))] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f"Slice {index + 1} is missing."', {"Slice {} is missing."}),
        ("f\"{n} image{'s' if n > 1 else ''} left out.\"", {"{} image left out.", "{} images left out."}),
        ('"Draw it " "again."', {"Draw it again."}),
        ('f"{value:.1f} mm"', set()),
        ('"PRAGMA synchronous=FULL"', set()),
        ("'<img src=\"{source}\">'", set()),
    ],
)
def test_sentences_are_found_in_code(tmp_path: Path, code: str, found: set[str]) -> None:
    module = tmp_path / "module.py"
    module.write_text(f'"""A docstring is no message."""\n\ntext = {code}\n', encoding="utf-8")
    assert set(templates(module)) == found
    assert all(is_prose(text) for text in found)
