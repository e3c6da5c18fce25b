"""The ledger's entries: read whole, and each fault named with its entry and field."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.claims import FILE, FORM, Claim, check_evidence, read_claims
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import Fact
from miniature import CLAIMS, result, write

SECTIONS, REFERENCES = (
    ["index", "cnn"],
    {"he-2015": Reference("he-2015", "He", 2015, "T", how="text")},
)


def read(root, text, references=REFERENCES):
    problems = Problems()
    write(root, "docs/claims.yml", text)
    claims = read_claims(Project(root), SECTIONS, references, problems)
    return claims, [str(problem) for problem in problems]


def test_an_entry_is_read_with_its_line(tmp_path):
    second = CLAIMS.replace('"1.1"', '"1.0"').replace(
        'evidence: ["example:cnn/good#slope"]', "evidence: []\n  why_no_run: Nobody can."
    )
    claims, problems = read(tmp_path, CLAIMS + second)
    assert problems == []
    # The order is the file's.
    assert list(claims) == ["1.1", "1.0"]
    assert claims["1.1"] == Claim(
        id="1.1",
        section="cnn",
        says="Lines fall",
        verdict="wrong",
        right="They rise by [1.0](example:cnn/good#slope).",
        sources={"he-2015": "sec. 3"},
        evidence=["example:cnn/good#slope"],
        at="cnn/#slope",
        why_no_run="",
        line=1,
    )
    assert claims["1.0"].why_no_run == "Nobody can."
    assert claims["1.0"].line == 9


def changed(old, new):
    assert old in CLAIMS
    return CLAIMS.replace(old, new)


VERDICTS = "one of correct, conditions, imprecise, wrong"
FIELDS = "fields: id, section, says, verdict, right, sources, evidence, at, why_no_run"
EVIDENCE = 'evidence: ["example:cnn/good#slope"]'
FAULTS = [
    (changed("verdict: wrong", "verdict: maybe"), "the verdict is 'maybe'", VERDICTS),
    (changed("section: cnn", "section: rnn"), "the section is 'rnn'", "one of index, cnn"),
    (
        changed("{he-2015: sec. 3}", "{he-2015: sec. 3, who-1900: all}"),
        "the source 'who-1900' is not in references.yml",
        "add it there, or mend the key",
    ),
    (changed("  at: cnn/#slope\n", ""), "the field at is missing", "add at"),
    (changed("says: Lines fall", "says:"), "the field says is None", "write a text"),
    (
        changed("sources: {he-2015: sec. 3}", "sources: [he-2015]"),
        "the field sources is ['he-2015']",
        'write a mapping of sources to places, {wu-2018: "Table 2"}',
    ),
    (
        changed("he-2015: sec. 3", "he-2015: null"),
        "the field sources is {'he-2015': None}",
        'write a mapping of sources to places, {wu-2018: "Table 2"}',
    ),
    (changed(EVIDENCE, "evidence: [1]"), "the field evidence is [1]", "write a list of texts"),
    (
        CLAIMS + "  why_no_run: [no]\n",
        "the field why_no_run is [False]",
        "write a text",
    ),
    (CLAIMS + "  note: Hm.\n", "the field note is unknown", FIELDS),
    (
        changed(EVIDENCE, "evidence: []"),
        "there is no evidence and no why_no_run",
        "name an example: address, or say why no run shows it",
    ),
    (
        changed(EVIDENCE, "evidence: []\n  why_no_run: Nobody can.").replace(
            "{he-2015: sec. 3}", "{}"
        ),
        "there is neither evidence nor source",
        "add one",
    ),
]


def test_a_source_that_nobody_confirmed_does_not_carry_a_claim_alone(tmp_path):
    doubtful = {"he-2015": Reference("he-2015", "He", 2015, "T", how="not confirmed")}
    other = Reference("an-2001", "An", 2001, "T", how="abstract")
    alone = changed(EVIDENCE, "evidence: []\n  why_no_run: Nobody can.")
    [problem] = read(tmp_path, alone, doubtful)[1]
    assert problem.startswith(
        "docs/claims.yml:1: claim 1.1: it rests on sources alone that nobody confirmed"
    )
    assert read(tmp_path, CLAIMS, doubtful)[1] == []
    both = alone.replace("{he-2015: sec. 3}", "{he-2015: sec. 3, an-2001: abstract}")
    assert read(tmp_path, both, doubtful | {"an-2001": other})[1] == []


@pytest.mark.parametrize(("entry", "what", "cure"), FAULTS)
def test_a_faulty_entry_is_left_out_and_named(tmp_path, entry, what, cure):
    whole = CLAIMS.replace('"1.1"', '"1.2"')
    claims, problems = read(tmp_path, whole + entry)
    assert problems == [f"docs/claims.yml:9: claim 1.1: {what}\n    cure: {cure}"]
    assert list(claims) == ["1.2"]


def test_an_entry_says_all_that_is_wrong_with_it(tmp_path):
    bad = changed("verdict: wrong", "verdict: maybe").replace("section: cnn", "section: rnn")
    problems = read(tmp_path, bad)[1]
    assert len(problems) == 2
    # A field that is missing is said alone: the others are not looked into.
    assert len(read(tmp_path, bad.replace("  at: cnn/#slope\n", ""))[1]) == 1


def test_ids_are_unlike_and_written_in_quotes(tmp_path):
    claims, problems = read(tmp_path, CLAIMS + CLAIMS.replace("Lines fall", "Twice"))
    assert problems == [
        "docs/claims.yml:9: claim 1.1: the id is used twice\n    cure: give each entry its own id"
    ]
    assert claims["1.1"].says == "Lines fall"
    bare = CLAIMS.replace('"1.1"', "1.10")
    assert read(tmp_path, bare)[1] == [
        'docs/claims.yml:1: claim 1.1: the field id is 1.1\n    cure: write a number of a statement, in quotes: "7.10"'
    ]


def test_an_entry_without_id_is_named_by_its_place(tmp_path):
    problems = read(tmp_path, CLAIMS + CLAIMS.replace('id: "1.1"\n  ', "") + "- words\n")[1]
    assert problems == [
        "docs/claims.yml:9: claim number 2: the field id is missing\n    cure: add id",
        f"docs/claims.yml:16: claim number 3: the entry is not a mapping\n    cure: {FORM}",
    ]


def test_a_file_that_is_no_list_is_named(tmp_path):
    assert read(tmp_path, "a: 1\n") == ({}, [f"docs/claims.yml:1: not a list\n    cure: {FORM}"])
    [problem] = read(tmp_path, CLAIMS + "- id: [\n")[1]
    assert problem.startswith("docs/claims.yml:10: not YAML: ")


def test_what_an_example_sets_itself_is_no_evidence(tmp_path):
    claims, _ = read(tmp_path, CLAIMS)
    problems = Problems()
    check_evidence(claims, {"cnn/good": result(facts={"slope": Fact("1.0", "given")})}, problems)
    [problem] = problems
    assert str(problem).startswith(f"{FILE}:7: claim 1.1: example:cnn/good#slope is set by the ex")
    check_evidence(claims, {"cnn/good": result(facts={"slope": "1.0"})}, problems)
    assert len(problems) == 1
