"""Formulas in V8: HTML with its MathML twin, KaTeX's own message for bad ones, and the keyboard's way into wide ones."""

import pytest

from cheatsheet.base.cache import Cache
from cheatsheet.base.nodes import element_text
from cheatsheet.markdown import formulas as module
from cheatsheet.markdown.formulas import FormulaError, Formulas, unmark


@pytest.fixture
def formulas():
    with Formulas() as made:
        yield made


def test_a_formula_becomes_html_with_its_mathml_twin(formulas):
    html = element_text(formulas.render(r"\frac{a}{b}", display=True))
    assert 'class="katex-display"' in html
    assert "<mfrac>" in html
    assert 'alttext="\\frac{a}{b}"' in html
    assert 'class="katex-html" aria-hidden="true"' in html
    assert "katex-display" not in element_text(formulas.render(r"\frac{a}{b}", display=False))


def test_a_bad_formula_says_why_in_one_line(formulas):
    with pytest.raises(FormulaError, match=r"^Undefined control sequence: \\fraction[^\n]*$"):
        formulas.render(r"\fraction", display=False)
    # The context goes on.
    assert formulas.words("x") == "x"


def test_a_formula_is_text_and_no_code(formulas):
    assert formulas.words('\\text{"); `}') == '"); ‘'


def test_the_keyboard_reaches_a_displayed_formula_that_may_scroll(formulas):
    wide = "+".join("abcdefghijklmn")
    # 27 and 25 characters.
    assert formulas.render(wide, display=True).get("tabindex") == "0"
    assert formulas.render(wide[:-2], display=True).get("tabindex") is None
    assert formulas.render(wide, display=False).get("tabindex") is None


def test_each_caller_gets_an_element_of_its_own_and_each_formula_is_rendered_once(formulas):
    first, second = (formulas.render("x", display=False) for _ in range(2))
    first.set("class", "changed")
    assert second.get("class") == "katex"
    assert formulas.render("x", display=False).get("class") == "katex"
    formulas.render("x", display=True)
    # Words for search results are on no page.
    formulas.words("y")
    assert [element.get("class") for element in formulas.rendered] == ["katex", "katex-display"]


def test_v8_starts_at_the_first_formula_and_ends_with_the_block(monkeypatch):
    running = set()

    class Context(module.MiniRacer):
        def __init__(self):
            super().__init__()
            running.add(self)

        def close(self):
            running.discard(self)
            super().close()

    monkeypatch.setattr(module, "MiniRacer", Context)
    with Formulas() as made:
        assert not running
        made.words("x")
        made.render("y", display=True)
        assert len(running) == 1
    assert not running
    with pytest.raises(FormulaError), Formulas() as made:
        made.words(r"\frac{")
    assert not running


@pytest.mark.parametrize(
    ("marked", "tex"),
    [
        (r"\(a < b\)", ("a < b", False)),
        ("\\[\nx\n\\]", ("x", True)),
        (" \\( \\[x\\] \\)\n", (r"\[x\]", False)),
    ],
)
def test_what_arithmatex_marked_is_read_back(marked, tex):
    assert unmark(marked) == tex


@pytest.fixture
def started(monkeypatch):
    """How often KaTeX was started."""
    starts = []
    racer = module.MiniRacer
    monkeypatch.setattr(module, "MiniRacer", lambda: starts.append(1) or racer())
    return starts


def rendered(cache, page, *texts) -> list[str]:
    with Formulas(cache) as made:
        made.open_page(page)
        return [element_text(made.render(tex, False)) for tex in texts]


def test_katex_starts_only_for_a_formula_that_the_page_did_not_have(tmp_path, started):
    cache = Cache(tmp_path)
    first = rendered(cache, "a/index.html", "x", "y")
    assert rendered(cache, "a/index.html", "y", "x") == first[::-1]
    assert len(started) == 1
    rendered(cache, "a/index.html", "x", "z")
    rendered(cache, "b/index.html", "x")
    assert len(started) == 3


def test_a_formula_of_two_pages_is_kept_for_each(tmp_path, started):
    cache = Cache(tmp_path)
    with Formulas(cache) as made:
        for page in ("a/index.html", "b/index.html"):
            made.open_page(page)
            made.render("x", False)
    rendered(cache, "b/index.html", "x")
    assert len(started) == 1


def test_a_kept_formula_that_was_damaged_or_that_another_katex_made_is_made_anew(
    tmp_path, started, monkeypatch
):
    cache = Cache(tmp_path)
    first = rendered(cache, "a.html", "x")
    path = tmp_path / "a.html.json"
    path.write_bytes(path.read_bytes().replace(b"katex", b"kitex"))
    assert rendered(cache, "a.html", "x") == first
    monkeypatch.setattr(module, "_key", lambda: "another")
    assert rendered(cache, "a.html", "x") == first
    assert len(started) == 3
