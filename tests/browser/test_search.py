"""The search as a reader uses it, in real Chromium: what is typed, what is found, and where the reader arrives."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.places import find_places
from cheatsheet.content.terms import read_terms
from reader import violations

ROOT = Path(__file__).parents[2]
KINDS = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text("utf-8"))
FIRST, IN_THREE = 0.95, 0.99

# Says when the worker has answered and the theme has drawn that.
TELL = """
const Theirs = Worker;
window.Worker = class extends Theirs {
  constructor(address) {
    super(address);
    this.addEventListener("message", ({ data }) => {
      if (data.type === 3) setTimeout(() => dispatchEvent(new Event("answered")));
    });
  }
};
"""
# Types each query and notes what is shown of its answer: addresses and scores of places, in their order. A page above
# its parts, when it is no answer itself, has no score.
ASK = """async (queries) => {
  const input = document.querySelector("input.md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const shown = [];
  for (const query of queries) {
    if (input.value !== query) {
      const answered = new Promise((resolve) => addEventListener("answered", resolve, { once: true }));
      input.value = query;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await answered;
    }
    const links = [...list.querySelectorAll("a.md-search-result__link")];
    const seen = links.filter((link) => !link.closest("details:not([open])"));
    shown.push(seen.map((link) => [link.href, Number(link.firstElementChild.dataset.mdScore)]));
  }
  return shown;
}"""


# Whether the list leads there, as far as it is drawn; it is read to its end, so that the next places are drawn.
READ_ON = """(place) => {
    const box = document.querySelector(".md-search__scrollwrap");
    box.scrollTo(0, box.scrollHeight);
    return [...box.querySelectorAll("a.md-search-result__link")].some((link) => link.href.includes(place));
}"""


@pytest.fixture(scope="module")
def reader(browser, server):
    """A page whose search is open; what it logs fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(TELL)
    page = context.new_page()
    page.said = []
    page.on(
        "console",
        # The service worker is held back in all these tests.
        lambda message: "Service Worker" in message.text or page.said.append(message.text),
    )
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(server)
    page.locator("input.md-search__input").click()
    yield page
    assert page.said == []
    context.close()


def ask(page, server, queries) -> dict[str, list[str]]:
    """The places that are shown for each query, without words to mark."""
    queries = list(queries)
    return {
        query: [plain(address).removeprefix(server) for address, score in links if score]
        for query, links in zip(queries, page.evaluate(ASK, queries), strict=True)
    }


def plain(address: str) -> str:
    """An address without words to mark."""
    return re.sub(r"\?h=[^#]*", "", address)


def as_list(places) -> list[str]:
    return [places] if isinstance(places, str) else places


def _slug(path: Path) -> str:
    return path.relative_to(ROOT / "docs").with_suffix("").as_posix()


def terms_with_places() -> dict[str, set[str]]:
    """Every name of every term, with the addresses that explain it and those of the headings above them."""
    project, problems = Project(ROOT), Problems()
    places = [
        place
        for path in sorted(project.docs.rglob("*.md"))
        for place in find_places(_slug(path), path.read_text("utf-8"))
    ]
    terms = [term for term in read_terms(project, places, problems).entries if term.means]
    return {
        name: {address for place in term.places for address in (place.address, place.under)}
        for term in terms
        for name in (term.name, *term.also, *term.typed)
    }


@pytest.fixture(scope="module")
def shown(reader, server):
    """What is shown for each query of the list."""
    return ask(reader, server, [query for kind in KINDS.values() for query in kind])


def test_what_readers_type_leads_to_its_place(shown):
    wanted = {query: as_list(places) for kind in KINDS.values() for query, places in kind.items()}
    assert len(wanted) >= 500
    misses = {
        query: shown[query][:3] for query in wanted if not {*shown[query][:1]} & {*wanted[query]}
    }
    lost = [query for query in misses if not {*misses[query]} & {*wanted[query]}]
    first, in_three = 1 - len(misses) / len(wanted), 1 - len(lost) / len(wanted)
    score = f"{first:.1%} first, {in_three:.1%} in the first three of {len(wanted)}"
    lines = [f"{query}: wanted {wanted[query]}, got {got}" for query, got in misses.items()]
    assert (first >= FIRST, in_three >= IN_THREE) == (True, True), "\n".join([score, *lines])


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_query_is_left_behind(shown, kind):
    wanted = {query: as_list(places) for query, places in KINDS[kind].items()}
    lost = {
        query: shown[query][:3] for query in wanted if not {*shown[query][:3]} & {*wanted[query]}
    }
    assert len(lost) <= 0.1 * len(wanted), lost


def test_every_name_of_every_term_is_found(reader, server):
    terms = terms_with_places()
    assert len(terms) > 500
    shown = ask(reader, server, terms)
    assert [name for name in terms if not shown[name]] == []
    elsewhere = {name: shown[name][:3] for name in terms if not {*shown[name][:1]} & terms[name]}
    assert len(elsewhere) <= 0.01 * len(terms), elsewhere


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("3x3", "questions/cnn/#q-three-3x3"),
        ("ResNet50", "architectures/#resnet"),
        ("mAP@50", "detection/#ap50"),
        ("xavier", "questions/optimization/#q-derive-init"),
        ("normalisation", "normalization/"),
        ("RCNN", "detection/#speed-and-accuracy"),
        ("mAP", "detection/#average-precision"),
        ("FLOPs", "cnn/#depthwise-separable"),
        ("batchnrom", "normalization/#axes"),
        ("nn.CrossEntropyLoss", "losses/#cross-entropy"),
        ("why does batch norm need two modes", "regularization/#batch-norm"),
    ],
)  # fmt: skip
def test_this_comes_first(reader, server, query, place):
    assert ask(reader, server, [query])[query][0] == place


@pytest.mark.parametrize(
    ("query", "example"),
    [
        ("checkerboard", "cnn/checkerboard"),
        ("sobel", "cnn/sobel"),
        ("gridding", "cnn/dilation"),
        ("roofline", "hardware/arithmetic_intensity"),
        # Only an example says it.
        ("to_sparse_csr", "system-design/sparse_storage"),
    ],
)  # fmt: skip
def test_examples_are_found_behind_what_explains(reader, server, query, example):
    ask(reader, server, [query])
    # The list grows while it is read.
    reader.wait_for_function(READ_ON, arg=f"/examples/{example}/")
    shown = ask(reader, server, [query])[query]
    kinds = [place.startswith("examples/") for place in shown]
    assert f"examples/{example}/" in shown
    assert kinds == sorted(kinds)


ODD = [
    "+", "-", "~", "^", ":", "*", "\\", '"', "'", "??", "…", "+-~^:*", "title:", "nosuchfield:batch", "batch^",
    "batch~", "batch~9999", "batch^99999999999", "*batch", "ba*ch", "+batch -norm", '"batch', "(", "[.5:", "a" * 1000,
    "batch norm " * 100, "x " * 500, "constructor", "__proto__", "toString hasOwnProperty", "<b>batch</b>", "&lt;", "🙂",
    "批归一化", "\u200b", "how is it", "the", "a", "I", "1", "qzxvkj wpfgth",
]  # fmt: skip


def test_odd_input_finds_something_or_says_where_to_look(reader, server):
    shown = reader.evaluate(ASK, ODD)
    assert [query for query, links in zip(ODD, shown, strict=True) if not links] == []
    assert reader.said == []


def test_where_nothing_is_found_the_index_of_terms_is_offered(reader, server):
    reader.evaluate(ASK, ["qzxvkj wpfgth"])
    expect(reader.locator(".md-search-result__meta")).to_have_text("No matching documents")
    link = reader.locator(".md-search-result__list a")
    expect(link).to_have_count(1)
    expect(link).to_contain_text("every term from A to Z")
    assert violations(reader) == []
    reader.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"{server}terms/")
    reader.go_back()
    reader.locator("input.md-search__input").click()


@pytest.mark.parametrize("signs", ["%25", "+", "-", "foo+%25"])
def test_signs_alone_mark_nothing_on_a_page(browser, server, signs):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}cnn/?h=focal")
    page.goto(f"{server}cnn/?h={signs}")
    page.wait_for_load_state("networkidle")
    assert page.locator("mark").count() == 0
    context.close()


def test_no_result_carries_words_to_mark_that_are_none(reader, server):
    shown = reader.evaluate(ASK, ["focal", "xavier", "3x3 layers", "batchnrom"])
    addresses = [address for links in shown for address, _ in links]
    assert [address for address in addresses if re.search(r"[?&]h=(&|#|$)", address)] == []
    # The page above its best part leads to the same words.
    assert "?h=focal" in shown[0][0][0]


@pytest.mark.parametrize(
    ("query", "place", "marks"),
    [("7x7 vs 3x3", "questions/cnn/#q-three-3x3", {"7×7", "3×3"}), ("momentm", "optimization/#momentum", {"momentum"})],
)  # fmt: skip
def test_what_was_meant_is_marked_where_it_leads(browser, server, query, place, marks):
    context = browser.new_context()
    context.add_init_script(TELL)
    page = context.new_page()
    page.goto(server)
    page.locator("input.md-search__input").click()
    links = [address for address, _ in page.evaluate(ASK, [query])[0]]
    [link] = [link for link in links if plain(link) == server + place]
    page.goto(link)
    page.locator("mark[data-md-highlight]").first.wait_for(state="attached")
    found = page.locator("article mark").all_inner_texts()
    assert marks <= {mark.strip() for mark in found}, found
    # A word is marked from its beginning: no "map" in "bitmap".
    before = page.evaluate(
        "[...document.querySelectorAll('article mark')].map((mark) => mark.previousSibling?.textContent.slice(-1) ?? '')"
    )
    assert [sign for sign in before if sign.isalnum()] == []
    context.close()


def test_an_address_can_ask_until_the_search_is_closed(profile, server):
    page = profile()
    page.goto(f"{server}cnn/?q=focal%20loss#pooling")
    page.locator(".md-search-result__item a[href*='losses/'][href$='#focal']").first.wait_for()
    expect(page.locator("input.md-search__input")).to_have_value("focal loss")
    page.keyboard.press("Escape")
    expect(page.locator(".md-search-result__list")).to_be_hidden()
    expect(page).to_have_url(f"{server}cnn/#pooling")


def test_keys_go_through_what_was_found_and_close_it(profile, server):
    page = profile()
    page.goto(server)
    field = page.locator("input.md-search__input")
    field.focus()
    page.keyboard.type("foca")
    page.locator(".md-search-result__item a").first.wait_for()
    # The end of the word stands behind what was typed, and is taken by the arrow.
    expect(page.locator(".md-search__suggest")).to_have_text("focal")
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("focal")
    page.locator(".md-search-result__item a[href*='h=focal']").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__item a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    # Whoever types on means the field.
    page.keyboard.press("ArrowDown")
    page.keyboard.type("x")
    expect(field).to_have_value("focalx")
    page.get_by_role("button", name="Clear").click()
    expect(field).to_have_value("")
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    for key in ("Escape", "Tab"):
        field.focus()
        expect(page.locator("input#__search")).to_be_checked()
        page.keyboard.press(key)
        expect(page.locator("input#__search")).not_to_be_checked()
    # Closed, nothing of it has the focus.
    assert not page.evaluate("Boolean(document.activeElement.closest('.md-search'))")


def test_a_search_that_cannot_be_loaded_says_so(profile, server):
    page = profile()
    page.goto(server)
    page.route("**/search_index.json", lambda route: route.abort())
    page.locator("input.md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_contain_text("cannot be loaded")


def test_on_a_phone_the_page_is_where_it_was_behind_the_search(profile, server):
    page = profile(viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(f"{server}losses/")
    page.evaluate("document.fonts.ready")
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") > 1000
    # Parts that come into sight get their height then; what the reader looks at stays.
    place = "seen.getBoundingClientRect().top"
    before = page.evaluate(
        f"() => {{ window.seen = document.elementFromPoint(195, 400); return {place}; }}"
    )
    # Playwright scrolls the page before it taps.
    page.locator("label.md-header__button[for=__search]").evaluate("(label) => label.click()")
    expect(page.locator("input.md-search__input")).to_be_focused()
    expect(page.locator("body")).to_have_attribute("data-md-scrolllock", "")
    page.locator("label.md-search__icon[for=__search]").tap()
    expect(page.locator("body")).not_to_have_attribute("data-md-scrolllock", "")
    assert page.evaluate(f"() => {place}") == pytest.approx(before, abs=2)


def test_neither_a_formula_nor_a_drawing_is_marked(profile, server):
    page = profile()
    page.goto(f"{server}losses/?h=e+x+loss")
    page.locator("article mark").first.wait_for(state="attached")
    assert page.locator("article :is(.katex, svg) mark").count() == 0


def test_more_is_listed_where_one_scrolls_to_the_end(profile, server):
    page = profile()
    page.goto(server)
    page.locator("input.md-search__input").fill("convolution")
    items = page.locator(".md-search-result__item")
    items.first.wait_for()
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching documents")
    total = int(page.locator(".md-search-result__meta").inner_text().split()[0])
    assert items.count() == 10 < total
    while items.count() < total:
        count = items.count()
        items.last.scroll_into_view_if_needed()
        expect(items.nth(count)).to_be_attached()
    assert items.count() == total
