"""Sources in data files print names and places, and no number that nothing checks."""

from types import SimpleNamespace

import pytest

import unchecked
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.claims import read_claims
from cheatsheet.content.references import FILE, read_references
from cheatsheet.content.tasks import Task
from cheatsheet.markdown.listed_phrases import Listed
from cheatsheet.pages.data_words import check_places, data_of
from cheatsheet.pages.number_judge import Judge
from miniature import CLAIMS, REFERENCES, write


def found_in(root, reference="", claim="", how="text", concepts=()):
    """Lines of the problems in both files."""
    project, problems = Project(root), Problems()
    last = REFERENCES.replace("he-2015", "an-2001").replace("how: text", f"how: {how}")
    write(root, "docs/references.yml", REFERENCES + (reference or last))
    write(root, "docs/claims.yml", CLAIMS + claim)
    references = read_references(project, problems)
    claims = read_claims(project, ["cnn"], references, problems)
    assert not list(problems), list(map(str, problems))
    terms = SimpleNamespace(entries=[])
    tasks = [Task(f"scratch/{n}", "cnn", "core", words) for n, words in enumerate(concepts)]
    content = SimpleNamespace(
        project=project, terms=terms, plans=[], tasks=tasks, references=references, claims=claims,
        numbers={}, numbered=[], results={}, unread=frozenset(),
    )  # fmt: skip
    for source in data_of(content):
        Judge(content).look(source, Listed([]), problems)
    check_places(content, problems)
    return [(problem.path, problem.line) for problem in problems]


def reference(field, text):
    fields = {"authors": "An", "year": 2001, "title": '"Early"', "where": "ICML", field: f'"{text}"'}  # fmt: skip
    said = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    return f"an-2001:\n{said}  confirmed: {{how: text, day: 2026-11-26}}\n"


LINES = {"authors": 8, "title": 10, "where": 11}


@pytest.mark.parametrize(("field", "text"), unchecked.OF_A_SOURCE)
def test_a_number_in_the_words_of_a_source_is_named_with_its_line(tmp_path, field, text):
    assert set(found_in(tmp_path, reference(field, text))) == {(FILE, LINES[field])}


@pytest.mark.parametrize(("field", "text"), unchecked.OF_AN_HONEST_SOURCE)
def test_names_and_places_of_a_source_pass(tmp_path, field, text):
    assert found_in(tmp_path, reference(field, text)) == []


def test_the_concept_of_a_task_states_no_number(tmp_path):
    write(tmp_path, "docs/tasks.yml", "a:\n  concept: Dice loss\nb:\n  concept: Dice of 0.93\n")
    assert found_in(tmp_path, concepts=["Dice loss", "Dice of 0.93"]) == [("docs/tasks.yml", 4)]


def claim(place):
    return CLAIMS.replace('"1.1"', '"1.2"').replace("he-2015: sec. 3", f'an-2001: "{place}"')


@pytest.mark.parametrize("place", unchecked.PLACES)
def test_a_claim_names_places_alone(tmp_path, place):
    assert found_in(tmp_path, claim=claim(place)) == [("docs/claims.yml", 14)]


@pytest.mark.parametrize("place", unchecked.HONEST_PLACES)
def test_places_of_a_claim_pass(tmp_path, place):
    assert found_in(tmp_path, claim=claim(place)) == []


def test_what_nobody_confirmed_says_no_number(tmp_path):
    said = claim("abstract; 32 images")
    assert found_in(tmp_path, claim=said, how="not confirmed") == [("docs/claims.yml", 14)]
