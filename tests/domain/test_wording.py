"""Finished English sentences said in another language: found by their templates, with their values."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from cmrstudio.domain.wording import ENGLISH, AsGiven, Language, Wording
from cmrstudio.io.words import read_wording

WORDS = {
    "slice {number}": "Schicht {number}",
    "No epicardium on {slices} at phase {phase}.": "Kein Epikard auf {slices} in Phase {phase}.",
    "The disk is full. Free some space.": "Der Datenträger ist voll. Platz schaffen.",
    "the file is damaged": "die Datei ist beschädigt",
    "Read by {person} at {time}.": "Gelesen von {person} in der {time}.",
    "What was kept cannot be used: {problem} Enter it again.": "Unbrauchbar: {problem} Neu eingeben.",
    "Not used: {reason}": "Nicht verwendet: {reason}",
    "{path}: no card. Install it again.": "{path}: keine Karte. Neu installieren.",
    "{number} of {total}": "{number} von {total}",
    "end-diastole": "Enddiastole",
    "verified": "bestätigt",
    " and ": " und ",
}


@pytest.fixture
def german() -> Wording:
    return Wording(Language.GERMAN, WORDS)


class TestTemplates:
    def test_values_are_put_into_the_german_sentence_and_are_said_in_german_too(self, german):
        assert german("No epicardium on slice 3 at phase 1.") == "Kein Epikard auf Schicht 3 in Phase 1."

    def test_what_people_typed_is_not_translated(self, german):
        assert german("Read by verified at end-diastole.") == "Gelesen von verified in der Enddiastole."
        assert german(AsGiven("verified")) == "verified"

    def test_a_place_for_a_number_takes_nothing_else(self, german):
        assert german("No epicardium on slice 3 at phase one.") == "No epicardium on slice 3 at phase one."

    def test_sentences_one_after_the_other_are_each_found(self, german):
        said = german("No epicardium on slice 3 at phase 1. The disk is full. Free some space. Something else.")
        assert said == "No epicardium on slice 3 at phase 1. The disk is full. Free some space. Something else."
        said = german("No epicardium on slice 3 at phase 1. The disk is full. Free some space.")
        assert said == "Kein Epikard auf Schicht 3 in Phase 1. Der Datenträger ist voll. Platz schaffen."

    def test_a_title_before_a_name_ends_no_sentence(self, german):
        assert german("Read by Dr. Example at end-diastole.") == "Gelesen von Dr. Example in der Enddiastole."

    def test_a_value_may_be_several_sentences(self, german):
        said = german("What was kept cannot be used: The disk is full. Free some space. Enter it again.")
        assert said == "Unbrauchbar: Der Datenträger ist voll. Platz schaffen. Neu eingeben."

    def test_what_hands_on_a_message_of_several_sentences_is_said_as_well(self, german):
        said = german("Not used: /m: no card. Install it again.")
        assert said == "Nicht verwendet: /m: keine Karte. Neu installieren."

    @pytest.mark.parametrize("name", ["/data/verified", "C:\\data\\slice 3", "/a. B/c"])
    def test_what_is_said_of_a_file_is_found_behind_its_path(self, german, name):
        assert german(f"{name}: the file is damaged.") == f"{name}: die Datei ist beschädigt."

    def test_the_parts_of_a_list_are_said_one_by_one(self, german):
        assert german("slice 1, slice 4 and the file is damaged") == "Schicht 1, Schicht 4 und die Datei ist beschädigt"

    def test_a_list_in_brackets_belongs_to_what_stands_before_them(self, german):
        assert german("verified (slice 1, slice 4)") == "bestätigt (Schicht 1, Schicht 4)"

    def test_by_words_that_tell_nothing_no_text_is_known(self, german):
        assert german("Hospital of verified") == "Hospital of verified"

    @pytest.mark.parametrize("text", ["", "Doe^John", "1.2.840.10008.5.1", "2026-11-26", "unet@1.1.0", "UTF-8. x"])
    def test_unknown_texts_stay_as_they_are(self, german, text):
        assert german(text) == text


class TestNumbers:
    @pytest.mark.parametrize(
        ("english", "said"), [("63.2", "63,2"), ("-1.5 mm", "-1,5 mm"), ("12.3 cm²", "12,3 cm²"), ("4", "4")]
    )
    def test_german_numbers_have_a_comma(self, german, english, said):
        assert german(english) == said

    def test_english_is_left_alone(self):
        assert ENGLISH("No epicardium on slice 3 at phase 1: 63.2") == "No epicardium on slice 3 at phase 1: 63.2"
        assert read_wording(Language.ENGLISH) is ENGLISH


def test_threads_may_share_a_wording(german):
    texts = [f"No epicardium on slice {number} at phase 1." for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(german, texts)) == [german(text) for text in texts]


def test_documents_name_their_language(german):
    assert (ENGLISH.tag, german.tag) == ("en-GB", "de-DE")


def test_a_known_phrase_may_stand_as_a_sentence_among_others(german):
    assert german("the file is damaged. The disk is full. Free some space.") == (
        "die Datei ist beschädigt. Der Datenträger ist voll. Platz schaffen."
    )
