"""The list of all documents and the files made of them; a stand-in prints, so that no Chromium is needed."""

import pytest

from cheatsheet.base.chromium import MISSING
from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.pdf import make
from cheatsheet.editions.pdf.printed import Printed

BUILT = Provenance("abc1234", 1700000000)
LONG = f"<pre><code>{'x' * 100}</code></pre>"
BODIES = {
    "index.html": "<p>Home.</p>",
    "cnn/index.html": f'<h2 id="at-a-glance">At a glance</h2>{LONG}',
    "losses/index.html": '<h2 id="at-a-glance">At a glance</h2><p>x</p>',
}


class Recorder:
    """Stands in for Chromium: notes what it is given to print."""

    def __init__(self, printed: list[tuple[str, str]]):
        self._printed = printed

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def print(self, document, paper):
        self._printed.append((document.title, paper.name))
        notes = ["a formula is broken", f"a table is set smaller on {paper.name}"]
        return Printed(b"", {}, [("cnn/index.html", note) for note in notes])


@pytest.fixture
def printed(monkeypatch):
    """What was printed, in its order: titles and papers."""
    monkeypatch.setattr(make, "find_chromium", lambda: "chromium")
    printed: list[tuple[str, str]] = []
    monkeypatch.setattr(make, "Printer", lambda chromium, site, stop: Recorder(printed))
    monkeypatch.setattr(Printed, "count", 2)
    monkeypatch.setattr(
        make, "finish", lambda result, document, epoch: f"{document.title} {epoch}".encode()
    )
    return printed


def test_all_documents_are_printed_each_under_its_name(make_site, printed):
    files = make.make(make_site(BODIES), BUILT, Problems())
    assert files == {
        "cv-cheatsheet-everything.pdf": b"Tiny: a site: everything 1700000000",
        "cv-cheatsheet-a4.pdf": b"Tiny: a site 1700000000",
        "cv-cheatsheet-letter.pdf": b"Tiny: a site 1700000000",
        "sections/cnn.pdf": b"1. Networks 1700000000",
        "sections/losses.pdf": b"6. Losses 1700000000",
        "cv-cheatsheet-handout.pdf": b"Tiny: a site: at a glance 1700000000",
    }
    assert sorted(printed) == [
        ("1. Networks", "A4"),
        ("6. Losses", "A4"),
        *[("Tiny: a site", paper) for paper in ("A4", "Letter")],
        *[("Tiny: a site: at a glance", "A4")] * 4,
        ("Tiny: a site: everything", "A4"),
    ]


def test_questions_are_a_document_of_their_own(make_site, printed):
    asked = {"questions/cnn/index.html": "<h2 id='stride'>Stride</h2>"}
    files = make.make(make_site(BODIES | asked), BUILT, Problems())
    assert files["cv-cheatsheet-questions.pdf"] == b"Tiny: a site: questions 1700000000"
    assert ("Tiny: a site: questions", "A4") in printed


@pytest.mark.usefixtures("printed")
def test_notes_say_once_what_was_changed(make_site, capsys):
    make.make(make_site(BODIES), BUILT, Problems())
    said = capsys.readouterr().err.splitlines()
    note = "note: in the PDF of site/cnn/index.html"
    assert [line for line in said if line.startswith("note")] == [
        f"{note} a line of 100 characters is wrapped: {'x' * 50}…",
        f"{note} a formula is broken",
        f"{note} a table is set smaller on A4",
        f"{note} a table is set smaller on Letter",
    ]


def test_all_problems_are_reported_at_once_and_nothing_is_printed(make_site, printed):
    bodies = {
        "index.html": '<img src="gone.png">',
        "cnn/index.html": '<h2 id="x">Depth</h2><a href="#gone">y</a>',
    }
    with pytest.raises(BadInput) as raised:
        make.make(make_site(bodies), BUILT, Problems())
    found = str(raised.value)
    for what in ("gone.png is missing", "#gone leads nowhere", "heading of its summary is missing"):
        assert what in found
    assert printed == []


def test_without_chromium_one_sentence_and_no_file(make_site, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SystemExit) as raised:
        make.make(make_site(BODIES), BUILT, Problems())
    assert raised.value.code == MISSING


def test_what_is_prepared_holds_the_whole_site_in_every_document(make_site):
    problems = Problems()
    documents = make.prepare(make_site(BODIES), BUILT, problems)
    assert not problems
    assert list(documents.sections) == ["cnn", "losses"]
    assert documents.sections["cnn"].headings == documents.book.headings[2:4]
    assert "version abc1234 of 14 November 2023" in documents.handout.body
