"""The pages of one build: made parts, who uses what, dates, and links to nowhere."""

import pytest
from markdown import Markdown

from cheatsheet.base.problems import Problems
from cheatsheet.base.seal import seal_of
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.content.terms import Term, Terms
from cheatsheet.pages.model import Pages, last_run
from miniature import CLAIMS, result, write

DAY = 86400.0


@pytest.fixture
def pages(mini, monkeypatch):
    """Two sections, three examples that ran on the first days of 1970."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return made_of(mini)


def made_of(mini, **texts: str) -> Pages:
    """The pages of a miniature; `texts` are those of pages that were read."""
    names = {"index": (0, "Home"), "losses": (2, "Losses"), "cnn": (1, "Networks")}
    facts = {"slope": "1.0"}
    return Pages(
        Content(
            mini,
            pages={f"{name}.md": text for name, text in texts.items()},
            results={
                "cnn/good": result("Good", facts=facts, ran=3 * DAY),
                "cnn/shared": result("Shared", facts=facts, ran=5 * DAY),
                "cnn/unused": result("Unused", facts=facts, ran=9 * DAY),
            },
            sections={
                slug: Section(number, name, slug, "") for slug, (number, name) in names.items()
            },
            terms=Terms([Term("Anchor")]),
        ),
        Problems(),
    )


def convert(pages: Pages, path: str, text: str, prefix: str = "../") -> str:
    made = pages.open_page(path, text, prefix)
    return Markdown(extensions=[pages.evidence]).convert(made)


@pytest.mark.parametrize(
    ("part", "sign"),
    [
        ("map", 'href="../losses/"'),
        ("gallery", 'href="../examples/cnn/good/"'),
        ("summary", "0 statements"),
        ("ledger", ""),
        ("terms", 'id="term-anchor"'),
    ],
)
def test_a_mark_is_replaced_by_its_part(pages, part, sign):
    made = pages.open_page("docs/cnn.md", f"Before.\n\n<!-- {part} -->\n\nBehind.", "../")
    assert f"<!-- {part} -->" not in made
    assert made.startswith("Before.\n\n")
    assert made.endswith("\n\nBehind.")
    assert sign in made


def test_the_map_shows_sections_and_other_comments_stay(pages):
    made = pages.open_page("docs/index.md", "<!-- map --><!-- plan short -->", "")
    assert 'href=""' not in made
    assert made.endswith("<!-- plan short -->")


def test_a_page_is_known_by_its_own_text_and_by_what_was_converted(mini):
    pages = made_of(mini, index="# Home { #home }\n\n<!-- map -->\n")
    pages.open_page("docs/index.md", "<!-- map -->", "")
    assert pages.sources["docs/index.md"] == "# Home { #home }\n\n<!-- map -->\n"
    assert '\n<ul class="cards"' in pages.markdown["docs/index.md"]


def test_problems_name_the_page_that_is_open_and_those_of_the_ledger_its_entries(mini):
    text = CLAIMS.replace("example:cnn/good#slope", "example:cnn/god#slope")
    write(mini.root, "docs/claims.yml", text)
    pages = made_of(mini, losses="# 2. Losses\n\nSee [all](example:cnn/shred).\n", claims="")
    convert(pages, "docs/losses.md", "See [all](example:cnn/shred) and [it](example:cnn/god).")
    convert(pages, "docs/claims.md", "[x](example:cnn/god#slope)")
    places = [(problem.path, problem.line) for problem in pages.problems]
    assert places == [("docs/losses.md", 3), ("docs/losses.md", None), ("docs/claims.yml", 5)]


def test_what_was_read_is_not_read_again(mini):
    """While the site is served, a file may have changed since."""
    pages = made_of(mini, claims="# Claims\n", losses="# 2. Losses\n")
    for name in ("docs/claims.yml", "docs/claims.md", "docs/losses.md", "mkdocs.yml"):
        write(mini.root, name, "changed")
    for name in ("claims", "losses"):
        pages.open_page(f"docs/{name}.md", "", "")
    ledger, losses = pages.written_as("claims"), pages.written_as("losses")
    assert (ledger.path, ledger.text, ledger.beside) == (
        "docs/claims.yml",
        CLAIMS,
        ("docs/claims.md", "# Claims\n"),
    )
    assert losses.text == pages.sources["docs/losses.md"] == "# 2. Losses\n"
    assert {source.seal for source in (ledger, losses)} == {
        seal_of("docs/claims.md", "# Claims\n", CLAIMS),
        seal_of("docs/losses.md", "# 2. Losses\n"),
    }
    assert "theme:" in pages.beside["mkdocs.yml"]


def test_a_page_that_nobody_has_read_is_known_as_none(pages):
    pages.open_page("docs/hook.md", "# Page of a hook", "")
    assert pages.written_as("hook") is None


def test_a_checkout_without_a_ledger_still_shows_its_page(mini):
    (mini.docs / "claims.yml").unlink()
    pages = made_of(mini)
    convert(pages, "docs/claims.md", "See [x](claim:9.9).")
    [problem] = pages.problems
    assert (problem.path, problem.what) == ("docs/claims.md", "there is no claim '9.9'")


def test_users_of_an_example_are_sections_in_their_order(pages):
    convert(pages, "docs/cnn.md", "[x](example:cnn/good) [y](example:cnn/shared)")
    convert(pages, "docs/losses.md", "[y](example:cnn/shared)")
    convert(pages, "docs/claims.md", "[x](example:cnn/good)")
    assert [address for address, _ in pages.users("cnn/good")] == ["cnn/"]
    assert [address for address, _ in pages.users("cnn/shared")] == ["losses/", "cnn/"]
    assert pages.users("cnn/unused") == []


def test_a_page_is_as_old_as_the_newest_run_that_it_uses(pages):
    convert(pages, "docs/cnn.md", "[x](example:cnn/good) [y](example:cnn/shared)")
    assert pages.last_run("cnn") == "6 January 1970"
    assert pages.last_run("losses") == ""


def test_a_date_may_be_given_but_not_to_what_never_ran(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert last_run([result(ran=DAY)]) == "14 November 2023"
    assert last_run([]) == ""


def test_a_link_to_nowhere_is_named_with_its_line(mini):
    ledger = "- right: see [it](cnn.md)\n- at: cnn/#gone\n- at: ./#gone\n"
    write(mini.root, "docs/claims.yml", ledger)
    pages = made_of(mini, losses="# 2. Losses\n\n[a](cnn.md)\n[b](no.md#x)\n")
    pages.note_dead_link("losses.md", "no.md#x")
    pages.note_dead_link("claims.md", "cnn.md#gone")
    pages.note_dead_link("gone.md", "x.md")
    assert [str(problem).partition("\n")[0] for problem in pages.problems] == [
        "docs/losses.md:4: the link no.md#x leads nowhere",
        "docs/claims.yml:2: the link cnn.md#gone leads nowhere",
        "docs/gone.md: the link x.md leads nowhere",
    ]
