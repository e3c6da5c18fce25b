"""What a reader copies from a page, in real Chromium: formulas as TeX or text, a row as a line, code as code."""

import re
from html import escape, unescape

import pytest
from bs4 import BeautifulSoup
from lxml import html
from playwright.sync_api import expect

from cheatsheet.markdown.formula_words import formula_words
from reader import CLIPBOARD, PHONE, READY, SELECT, copied, copied_selection, link_to

ASIDE = ".headerlink, .claim, .code, svg, button"


def read(site, path):
    """The article of a page, as it lies in its file."""
    text = (site / path / "index.html").read_text("utf-8")
    return BeautifulSoup(text, "lxml").select_one("article")


def words(part):
    """The text of a part with TeX in the place of formulas, in single spaces: written without a browser."""
    part = BeautifulSoup(str(part), "lxml")
    for aside in part.select(ASIDE):
        aside.decompose()
    for formula in part.select(".katex"):
        mark = "$$" if formula.find_parent(class_="katex-display") else "$"
        formula.replace_with(f"{mark}{formula.select_one('math')['alttext']}{mark}")
    return " ".join(part.get_text().replace("\xa0", " ").split())


def single(text):
    return " ".join(text.split())


@pytest.mark.parametrize("path", ["losses/", "claims/", "examples/losses/focal/"])
def test_a_sentence_with_formulas_is_one_text_with_their_tex(profile, server, site, path):
    page = profile(READY)
    page.goto(server + path)
    wanted = [words(part) for part in read(site, path).select("p:has(.katex)")]
    parts = page.locator("article p:has(.katex)")
    assert parts.count() == len(wanted) > 0
    for at, text in enumerate(wanted[:4]):
        plain, rich = copied(page, parts.nth(at))
        assert single(plain) == text
        assert "katex" not in rich
        assert rich.count("<math") == text.count("$") / (4 if "$$" in text else 2)
        assert "<annotation" not in rich


def test_three_clicks_take_the_whole_sentence_whatever_was_selected_before(profile, server, site):
    page = profile(READY)
    page.goto(f"{server}losses/")
    paragraph = page.locator("article p:has(.katex)").first
    # The script is there before the button is let go.
    with page.expect_request("**/copy.*"):
        paragraph.hover(position={"x": 4, "y": 10})
        page.mouse.down()
    page.mouse.up()
    paragraph.click(click_count=3, position={"x": 4, "y": 10})
    wanted = words(read(site, "losses/").select("p:has(.katex)")[0])
    assert single(copied_selection(page)[0]) == wanted


def test_what_begins_or_ends_within_a_formula_takes_all_of_it(profile, server, site):
    page = profile(READY)
    page.goto(f"{server}losses/")
    tex = read(site, "losses").select_one("#eq-focal math")["alttext"]
    formula = page.locator("#eq-focal .katex-html")
    # It comes to rest first: what lies above it is laid out as it comes into sight.
    formula.hover()
    box = formula.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.4 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], middle, steps=5)
    page.mouse.up()
    plain, rich = copied_selection(page)
    assert plain == f"$${tex}$$"
    assert re.fullmatch(r"<math [^>]*>.*</math>", rich, re.S)
    # From a word into the middle of the next formula.
    row = page.locator("tr:has(#row-mse)")
    ends = [row.locator("td").first, row.locator(".katex-html .mord").last]
    page.evaluate(SELECT, [end.element_handle() for end in ends])
    cell = read(site, "losses").select_one("tr:has(#row-mse) math")["alttext"]
    assert copied_selection(page)[0] == f"MSE\t${cell}$"


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["laptop", "phone"])
def test_a_row_is_one_line_and_a_table_one_line_a_row(profile, server, site, screen):
    page = profile(READY, **screen)
    page.goto(f"{server}losses/")
    table = read(site, "losses").select_one("table")
    wanted = [[words(cell) for cell in row.select("th, td")] for row in table.select("tr")]
    rows = page.locator("article table").first.locator("tr")
    assert rows.count() == len(wanted) > 5
    for at, cells in enumerate(wanted):
        plain, rich = copied(page, rows.nth(at))
        assert plain == "\t".join(cells)
        assert rich.startswith("<table><")
    plain, rich = copied(page, rows.first, rows.last)
    assert plain.splitlines() == ["\t".join(cells) for cells in wanted]
    assert "class=" not in rich
    # To the start of the next row, where the selection of a whole line ends.
    page.evaluate(
        "([row, next]) => getSelection().setBaseAndExtent(row.cells[0], 0, next.cells[0], 0)",
        [rows.nth(1).element_handle(), rows.nth(2).element_handle()],
    )
    plain, rich = copied_selection(page)
    assert plain == "\t".join(wanted[1])
    assert rich.count("<tr>") == 1


def test_nothing_that_is_only_for_the_screen_is_copied(profile, server, site):
    page = profile(READY)
    page.goto(f"{server}losses/")
    heading = page.locator("h2#focal")
    assert copied(page, heading) == ["Focal loss", "Focal loss"]
    # A number with its line, a figure with its links, a claim's mark.
    numbers = page.locator("article p:has(a.checked):not(:has(.katex))").first
    plain, _ = copied(page, numbers)
    assert plain == words(read(site, "losses").select("p:has(a.checked):not(:has(.katex))")[0])
    caption = page.locator("figcaption").first
    plain, _ = copied(page, caption)
    assert plain == words(read(site, "losses").select_one("figcaption"))
    assert "Code" not in plain
    # All of the page is its own text, with what the reader has opened.
    page.keyboard.press("Control+a")
    everything = copied_selection(page)[0]
    assert everything.startswith("6. Loss Functions Summary")
    assert "Search" not in everything
    assert everything.count("$$") == 2 * page.locator("article .katex-display:visible").count()
    assert page.locator("article > .unseen").count() == 0


def test_what_is_folded_is_copied_once_it_is_open(profile, server):
    page = profile(READY)
    page.goto(f"{server}questions/losses/")
    folded = page.locator("details.question").first
    answer = folded.locator("p").first.text_content()
    page.keyboard.press("Control+a")
    everything = copied_selection(page)[0]
    assert everything.startswith("Loss Functions: questions")
    assert answer not in everything
    folded.locator("summary").click()
    page.keyboard.press("Control+a")
    assert single(words(answer))[:40] in single(copied_selection(page)[0])


def test_a_link_leads_to_the_site_from_wherever_it_is_pasted(profile, server):
    page = profile(READY)
    page.goto(f"{server}losses/")
    rich = copied(page, page.locator("article p:has(a.checked):has(.katex)").first)[1]
    assert re.search(rf'href="{server}examples/losses/', rich)
    assert 'href="..' not in rich


def test_code_is_copied_as_it_stands(profile, server):
    page = profile(READY)
    page.goto(f"{server}examples/cnn/receptive_field/")
    code = page.locator("article pre code").nth(1)
    wanted = code.text_content()
    assert copied(page, code)[0].rstrip("\n") == wanted.rstrip("\n")
    page.mouse.move(1, 1)
    code.hover()
    page.locator(".md-code__button").nth(1).click()
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.length)")
    assert page.evaluate(CLIPBOARD)[0].rstrip("\n") == wanted.rstrip("\n")
    # With the words in front of it: the indents stay.
    title = page.locator("article h1")
    plain, _ = copied(page, title, code)
    assert plain.endswith(wanted.rstrip("\n"))


def test_the_reader_chooses_text_and_the_choice_stays(profile, server):
    page = profile(READY)
    page.goto(f"{server}losses/")
    cell = page.locator("tr:has(#row-mse) td").nth(1)
    assert copied(page, cell)[0].startswith("$")
    page.get_by_role("status").get_by_text("Formulas copied as TeX").wait_for(state="attached")
    # By keys: the choice stands behind the selection.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".copied").get_by_text("Formulas copied as text").wait_for()
    plain, rich = page.evaluate(CLIPBOARD)
    assert plain == "1/N∑(y−y\u0302)²"
    assert "<math" not in rich
    page.keyboard.press("Escape")
    expect(page.locator(".copied")).to_have_count(0)
    page.goto(f"{server}study/")
    choice = page.get_by_label("Formulas that you copy are")
    expect(choice).to_have_value("plain")
    choice.select_option("tex")
    page.goto(f"{server}losses/")
    assert copied(page, page.locator("tr:has(#row-mse) td").nth(1))[0].startswith("$")


def test_the_link_of_a_formula_offers_its_tex(profile, server, site):
    page = profile()
    page.goto(f"{server}losses/")
    link = link_to(page, "eq-focal")
    link.focus()
    page.keyboard.press("Enter")
    page.locator(".copied").get_by_role("button", name="TeX").click()
    page.get_by_text("TeX copied").first.wait_for()
    tex = read(site, "losses").select_one("#eq-focal math")["alttext"]
    assert page.evaluate(CLIPBOARD) == [f"$${tex}$$", ""]
    link_to(page, "focal").click()
    expect(page.locator(".copied").get_by_role("button", name="TeX")).to_have_count(0)
    # A link is copied, whatever is selected.
    page.evaluate(SELECT, [page.locator("tr:has(#row-mse)").element_handle()] * 2)
    link_to(page, "focal").click()
    page.locator(".copied").get_by_role("button", name="Address only").click()
    page.get_by_text("Copied as address").first.wait_for()
    assert page.evaluate(CLIPBOARD) == [f"{server}losses/#focal", ""]


RAISED = dict(zip("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED = dict(
    zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)


def plain_line(line):
    """A line of search results without its tags."""

    def moved(match):
        signs, mark = (RAISED, "^") if match[1] == "sup" else (LOWERED, "_")
        text = unescape(match[2]).strip()
        if set(text) <= set(signs):
            return "".join(map(signs.__getitem__, text))
        return mark + escape(text if len(text) == 1 else f"({text})")

    # From the innermost.
    while "</su" in line:
        line = re.sub(r"<(su[bp])>([^<]*)</\1>", moved, line)
    return " ".join(unescape(line).split())


def test_formulas_read_as_text_as_they_do_in_search_results(root, site, browser):
    source = (root / "docs/assets/javascripts/math_text.js").read_text("utf-8")
    found = {}
    for slug in ("cnn", "losses", "normalization", "detection", "optimization", "claims"):
        tree = html.fromstring((site / slug / "index.html").read_text("utf-8"))
        for math in tree.iter("math"):
            text = html.tostring(math, encoding="unicode", with_tail=False)
            found[text] = plain_line(formula_words(math))
    assert len(found) > 100
    page = browser.new_page()
    run = f"""(all) => {{
      {source.replace("export ", "")}
      const holder = document.createElement("div");
      return all.map((one) => (holder.innerHTML = one, mathText(holder.firstChild)));
    }}"""
    lines = page.evaluate(run, list(found))
    page.close()
    assert dict(zip(found, lines, strict=True)) == found
