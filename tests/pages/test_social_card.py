"""Social cards of one build: what is drawn, kept and refused, and the tags that name them."""

from dataclasses import replace

import pytest

from card_pixels import tags_of
from cheatsheet.base import cache, packages
from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.commands.build import build
from cheatsheet.commands.serve import render
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Example, Figure
from cheatsheet.pages import card_image
from cheatsheet.pages.social_card import describe_card, draw_cards
from miniature import PAGE, result, write

URL = "https://example.org/cv/"
NAME = "Name: More"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 L 9 9 L 0 {} z"/></svg>'
LOSSES = "---\nplot: losses/focal#curves\n---\n# 6. Losses\n"


class Card:
    """One build of two sections whose examples have run."""

    def __init__(self, project):
        self.problems = Problems()
        self.content = Content(
            project,
            sections={
                "index": Section(
                    0, "Home", "index", "---\ndescription: x\n", "", "Short. Two pages."
                ),
                "cnn": Section(1, "Networks", "cnn", PAGE, plot="cnn/good#line"),
                "losses": Section(6, "Losses", "losses", LOSSES, plot="losses/focal#curves"),
            },
        )
        for address, figure in (("cnn/good", "line"), ("losses/focal", "curves")):
            self.show(address, figure, SVG.format(9))

    def show(self, address: str, figure: str, svg: str) -> None:
        self.content.results[address] = result(figures={figure: Figure(svg, "")})

    def change(self, slug: str, **changed) -> None:
        self.content.sections[slug] = replace(self.content.sections[slug], **changed)

    def draw(self, name: str = NAME) -> dict[str, bytes]:
        return draw_cards(self.content, name, self.problems)


@pytest.fixture
def state(mini):
    return Card(mini)


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn, in turn; the pictures are short."""
    cards = []

    def card(*shows):
        cards.append(shows)
        return repr(shows).encode()

    monkeypatch.setattr(card_image, "section_card", card)
    monkeypatch.setattr(card_image, "site_card", card)
    return cards


def test_each_section_and_the_site_have_a_card(state, drawn):
    images = state.draw()
    svg = SVG.format(9)
    shown = {
        "previews/cnn.png": ("1. Networks", NAME, svg),
        "previews/losses.png": ("6. Losses", NAME, svg),
        "previews/index.png": (NAME, "Two pages.", [svg, svg]),
    }
    assert drawn == list(shown.values())
    assert images == {name: repr(shows).encode() for name, shows in shown.items()}
    assert not state.problems


def test_a_card_is_drawn_again_only_when_it_would_differ(state, drawn):
    state.draw()
    state.draw()
    assert len(drawn) == 3
    state.show("cnn/good", "line", SVG.format(8))
    state.draw()
    assert [shows[0] for shows in drawn[3:]] == ["1. Networks", NAME]
    state.change("losses", name="Renamed")
    state.draw()
    assert [shows[0] for shows in drawn[5:]] == ["6. Renamed"]
    state.change("index", description="Short. Three pages.")
    state.draw()
    assert [shows[:2] for shows in drawn[6:]] == [(NAME, "Three pages.")]
    assert b"6. Renamed" in state.draw("Another")["previews/losses.png"]
    assert len(drawn) == 10


@pytest.mark.parametrize("package", ["resvg_py", "PIL"])
def test_a_new_version_of_what_draws_draws_anew(state, drawn, monkeypatch, package):
    state.draw()
    installed = packages._versions_of
    monkeypatch.setattr(
        packages, "_versions_of", lambda name: "999" if name == package else installed(name)
    )
    cache._code.cache_clear()
    state.draw()
    assert len(drawn) == 6
    cache._code.cache_clear()


def test_a_damaged_or_missing_card_is_drawn_anew(state, drawn):
    whole = state.draw()
    path = state.content.project.cache / "previews/cnn.png"
    path.write_bytes(path.read_bytes()[:-4])
    assert state.draw() == whole
    path.unlink()
    assert state.draw() == whole
    assert len(drawn) == 5


def test_the_card_of_a_section_that_is_gone_is_deleted(state, drawn):
    state.draw()
    del state.content.sections["losses"]
    assert sorted(state.draw()) == ["previews/cnn.png", "previews/index.png"]
    files = (state.content.project.cache / "previews").glob("*.png")
    assert {path.name for path in files} == {"cnn.png", "index.png"}


@pytest.mark.parametrize(
    ("plot", "what"),
    [
        ("", "docs/losses.md:2: the page names no plot for its preview"),
        ("losses/focal#bars", "docs/losses.md:2: there is no figure 'losses/focal#bars'"),
        ("losses/gone#curves", "docs/losses.md:2: there is no figure 'losses/gone#curves'"),
    ],
)
def test_a_section_without_a_plot_is_a_problem(state, drawn, plot, what):
    state.change("losses", plot=plot)
    assert sorted(state.draw()) == ["previews/cnn.png", "previews/index.png"]
    cure = "write `plot: FOLDER/NAME#FIGURE`, the most telling one, between the lines `---` on top"
    assert [str(problem) for problem in state.problems] == [f"{what}\n    cure: {cure}"]
    assert len(drawn[-1][-1]) == 1


def test_an_example_that_failed_is_no_second_problem(state, drawn, tmp_path):
    del state.content.results["losses/focal"]
    state.content.examples["losses/focal"] = Example("losses", "focal", tmp_path / "focal.py")
    assert len(state.draw()) == 2
    assert not state.problems


def test_a_plot_that_cannot_be_drawn_is_a_problem_and_not_on_the_site_card(state):
    state.show("losses/focal", "curves", "<svg/>")
    assert sorted(state.draw()) == ["previews/cnn.png", "previews/index.png"]
    [problem] = state.problems
    assert (problem.path, problem.line) == ("docs/losses.md", 2)
    assert "no viewBox" in problem.what


def test_a_site_card_whose_words_do_not_fit_is_a_problem(state):
    assert sorted(state.draw("W" * 99)) == ["previews/cnn.png", "previews/losses.png"]
    [problem] = state.problems
    assert (problem.path, problem.line) == ("docs/index.md", 2)
    assert "too long" in problem.what


def test_a_text_alternative_says_what_the_picture_shows(state):
    content = state.content
    page = {"title": "An example", "image": "previews/cnn.png", "alt": "Networks. A rising line"}
    assert describe_card(content, "cnn", "An example", NAME) == page
    assert describe_card(content, "losses", "Losses", NAME)["alt"] == "Losses"
    site = f"{NAME}. Small plots of all sections"
    for slug in ("index", "claims"):
        card = {"title": "A page", "image": "previews/index.png", "alt": site}
        assert describe_card(content, slug, "A page", NAME) == card


# --- The miniature -------------------------------------------------------------------------------


def test_with_an_address_of_the_site_all_of_it_is_absolute(ran):
    out = ran.cache / "served"
    render(ran, out, URL)
    for address, image in {
        "": "index",
        "cnn/": "cnn",
        "claims/": "index",
        "examples/cnn/good/": "cnn",
    }.items():
        text = (out / address / "index.html").read_text("utf-8")
        tags = tags_of(text)
        assert tags["og:url"] == f"{URL}{address}"
        assert f'<link rel="canonical" href="{URL}{address}">' in text
        assert tags["og:image"] == f"{URL}previews/{image}.png"
    assert 'property="og:' not in (out / "404.html").read_text("utf-8")


def test_a_section_without_a_plot_stops_the_build(ran):
    write(ran.root, "docs/cnn.md", PAGE.replace("good#line\n", "good#lime\n", 1))
    with pytest.raises(BadInput) as caught:
        build(ran)
    assert "docs/cnn.md:3: there is no figure 'cnn/good#lime'" in str(caught.value)
