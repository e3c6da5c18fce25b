from cheatsheet.base.markup import element, words_of
from cheatsheet.base.nodes import element_text
from cheatsheet.editions.pdf.examples import add_group, figure_places
from cheatsheet.editions.pdf.pages import PrintPage, Source

PATH = "examples/cnn/stride/index.html"
KEY = "examples-cnn-stride"
BODY = f"""<h1 id="{KEY}--top">Stride</h1><p>Why?</p><h2>Code</h2><h5>Deep</h5>
<figure id="{KEY}--growth"><svg></svg></figure><figure id="{KEY}--other"><svg></svg></figure>
<h2 id="{KEY}--facts">Facts</h2><p>They are checked.</p>
<table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>
<tr><td id="{KEY}--plain"><code>plain</code></td><td>11 <b>px</b></td></tr>
<tr><td id="{KEY}--deep"><code>deep</code></td><td>21 px</td></tr></tbody></table>"""


def added(article, places=None):
    chapter = element("<section></section>")
    page = PrintPage(PATH, KEY, article(BODY))
    add_group(chapter, "examples--cnn", "Convolution & more", [page], places or {})
    return chapter, page


def test_examples_stand_two_levels_below_the_heading_of_their_section(article):
    chapter, page = added(article)
    assert (chapter[0].get("id"), chapter[0].text) == ("examples--cnn", "Convolution & more")
    example = chapter[1]
    assert (example.get("id"), example.get("data-page")) == (KEY, PATH)
    found = [(tag.tag, tag.text) for tag in example.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert found == [("h3", "Stride"), ("h4", "Code"), ("h6", "Deep"), ("h4", "Facts")]
    assert page.article.find("h1") is not None


def test_a_plot_that_a_section_shows_is_not_printed_twice(article):
    chapter, _ = added(article, {(PATH, "growth"): "cnn--fig-stride-growth"})
    assert [figure.get("id") for figure in chapter.iter("figure")] == [f"{KEY}--other"]
    [shown] = chapter.find_class("shown")
    assert (shown.get("id"), words_of(shown)) == (f"{KEY}--growth", "Its plot: page 000.")
    assert shown.find("a").get("href") == "#cnn--fig-stride-growth"
    assert shown.find_class("page-of")[0].get("data-page-of") == "cnn--fig-stride-growth"


def test_facts_are_a_list_that_can_still_be_linked_to(article):
    chapter, _ = added(article)
    [facts] = chapter.find_class("facts")
    assert [(item.get("id"), words_of(item)) for item in facts] == [
        (f"{KEY}--plain", "plain 11 px"),
        (f"{KEY}--deep", "deep 21 px"),
    ]
    assert element_text(facts[0]).endswith("<code>plain</code> 11 <b>px</b></li>")
    # The sentence that explains the table goes with it, the one about the example stays.
    assert "They are checked." not in chapter.text_content()
    assert "Why?" in chapter.text_content()


def test_other_tables_stay(article):
    table = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    page = PrintPage(PATH, KEY, article(f"<h1>Stride</h1><p>Why?</p>{table}"))
    chapter = element("<section></section>")
    add_group(chapter, "examples--cnn", "Convolution", [page], {})
    assert table in element_text(chapter)
    assert "Why?" in chapter.text_content()


def test_where_the_book_shows_a_figure_of_an_example_first(article, make_site, imprint):
    code = '<a class="code" href="../examples/cnn/stride/">Code</a>'
    bodies = {
        "cnn": f'<h1>1. Networks</h1><figure id="cnn--fig-stride-growth">{code}</figure>'
        '<figure id="cnn--drawn"><a href="../examples/cnn/stride/">no code</a></figure>',
        "losses": f'<h1>6. Losses</h1><figure id="losses--fig-stride-growth">{code}</figure>'
        f'<figure id="losses--fig-stride-end">{code}</figure>',
    }
    source = Source(make_site({"index.html": ""}), imprint)
    for key, body in bodies.items():
        source.pages[f"{key}/index.html"] = PrintPage(f"{key}/index.html", key, article(body))
    assert figure_places(source) == {
        (PATH, "growth"): "cnn--fig-stride-growth",
        (PATH, "end"): "losses--fig-stride-end",
    }
