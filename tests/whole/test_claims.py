"""The ledger is whole: every statement of the original, each with a verdict, evidence or source, and a place."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.claims import read_claims
from cheatsheet.content.references import read_references
from original import SECTIONS

DOCS = Path(__file__).parents[2] / "docs"
# The statements of the original, section by section: how many there are.
STATEMENTS = {0: 1, 1: 15, 2: 19, 3: 14, 4: 18, 5: 10, 6: 11, 7: 12, 8: 15, 9: 10, 10: 9}
EXPECTED = [f"{section}.{n}" for section, count in STATEMENTS.items() for n in range(1, count + 1)]
WRONG = ["3.14", "4.6", "5.10", "7.10", "7.11", "8.6", "8.11", "9.1", "9.4"]


@pytest.fixture(scope="module")
def ledger(root):
    project, problems = Project(root), Problems()
    references = read_references(project, problems)
    claims = read_claims(project, ["index", *SECTIONS], references, problems)
    assert list(problems) == []
    return list(claims.values()), references


def test_all_134_statements_are_there_in_order(ledger):
    claims, _ = ledger
    assert len(EXPECTED) == 134
    assert [claim.id for claim in claims] == EXPECTED


def test_the_wrong_ones_are_called_wrong(ledger):
    claims, _ = ledger
    assert [claim.id for claim in claims if claim.verdict == "wrong"] == WRONG
    assert Counter(claim.verdict for claim in claims) == {
        "correct": 49,
        "conditions": 43,
        "imprecise": 33,
        "wrong": 9,
    }


def test_each_entry_has_evidence_or_source_and_at_least_100_are_shown(ledger):
    claims, _ = ledger
    for claim in claims:
        assert claim.evidence or claim.sources, claim.id
        assert claim.evidence or claim.why_no_run, claim.id
        assert all(address.startswith("example:") for address in claim.evidence), claim.id
    assert sum(bool(claim.evidence) for claim in claims) >= 100


def test_each_section_page_marks_what_it_corrects(ledger):
    """A mark on the page for each statement that is not plainly correct, and a correction for each wrong one."""
    claims, _ = ledger
    for claim in claims:
        text = (DOCS / f"{claim.section}.md").read_text("utf-8")
        if claim.verdict != "correct":
            assert f"(claim:{claim.id})" in text, claim.id
        if claim.verdict == "wrong":
            assert f"corrected-{claim.id.replace('.', '-')}" in text, claim.id


def test_references_are_whole_and_unambiguous(ledger):
    _, references = ledger
    for reference in references.values():
        assert reference.authors, reference.key
        assert 1950 <= reference.year <= 2026, reference.key
        assert not reference.arxiv or re.fullmatch(r"\d{4}\.\d{4,5}", reference.arxiv), (
            reference.key
        )
        assert not reference.doi or reference.doi.startswith("10."), reference.key
    addresses = [reference.link for reference in references.values() if reference.link]
    assert [address for address, count in Counter(addresses).items() if count > 1] == []


def test_every_reference_is_cited(ledger):
    claims, references = ledger
    text = "".join(path.read_text("utf-8") for path in [*DOCS.rglob("*.md"), DOCS / "claims.yml"])
    cited = set(re.findall(r"\(cite:([a-z0-9-]+)", text)) | {
        key for claim in claims for key in claim.sources
    }
    assert set(references) - cited == set()
