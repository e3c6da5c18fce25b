"""What stands at a fact in words makes another of it as it does at a number."""

import pytest

from cheatsheet.markdown.changing_words import words_at
from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.marks import CHECKED, NOTED

CHANGED = ["half of F", "twice F", "minus F", "F and a half", "F doubled", "F million", "F percent"]
HONEST = ["It is F, and half of them", "F of them", "by F and more", "F: half", "one of F"]


@pytest.mark.parametrize("text", CHANGED)
def test_a_fact_in_words_is_not_made_another(text):
    assert list(faults_at(f"It gains {text} here.".replace("F", NOTED)))


@pytest.mark.parametrize("text", HONEST)
def test_words_beside_it_may_be_others(text):
    assert not list(faults_at(f"It gains {text} here.".replace("F", NOTED)))


@pytest.mark.parametrize("text", ["(C) · C", "N · C"])
def test_numbers_of_a_list_are_kept_apart(text):
    line = f"It is {text}.".replace("C", CHECKED).replace("N", NOTED)
    assert list(faults_at(line)) == []


@pytest.mark.parametrize("text", ["C · C", "(C) ·C", "(C)· C", "a · C"])
def test_a_dot_between_numbers_may_be_a_product(text):
    assert list(faults_at(f"It is {text}.".replace("C", CHECKED)))


def test_the_unit_of_a_number_of_a_script_is_its_own():
    assert list(words_at(f"{CHECKED}% of it, {CHECKED} ms, {CHECKED}×, 1/{CHECKED}")) == []
    assert list(words_at(f"half of {CHECKED}")) == ["half of"]
    assert list(words_at(f"{CHECKED} million")) == ["million"]
