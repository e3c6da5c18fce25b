"""The line about a section page."""

from lxml import html

from cheatsheet.content.terms import Term
from cheatsheet.pages.page_facts import tell_facts

OLD = Term("Old cheatsheet", "What <this> corrects.")
LEAD = '<p class="lead">One sentence.</p>'


def facts(body: str) -> str:
    """What the line says that is put under the lead."""
    article = html.fragment_fromstring(f"<article>{LEAD}{body}</article>")
    tell_facts(article, OLD)
    assert article[0].get("class") == "lead"
    assert article[1].get("class") == "page-facts"
    assert len(article.find_class("page-facts")) == 1
    return article[1].text_content()


def words(count: int) -> str:
    return f"<p>{'word ' * count}</p>"


def test_minutes_leave_out_what_is_drawn_or_listed():
    drawn = f'<figure class="plot"><svg><text>{words(900)}</text></svg></figure>'
    listed = f'<ul class="sources"><li>{words(900)}</li></ul>'
    line = "5 minutes · 1 plot"
    assert facts(words(1000) + drawn + listed) == line


def test_a_corrected_claim_counts_once_and_what_is_none_is_not_mentioned():
    mark = '<a class="claim wrong" href="../claims/#1.1">1.1</a>'
    right = '<a class="claim conditions" href="../claims/#1.2">1.2</a>'
    checked = '<a class="checked computed" href="#">1</a>'
    assert facts(mark + mark + right + checked) == (
        "½ minute · 1 checked number · 1 correction of the old cheatsheet"
    )


def test_what_is_quoted_or_given_is_no_checked_number():
    kinds = ("computed", "measured", "quoted", "given")
    links = "".join(f'<a class="checked {kind}" href="#">1</a>' for kind in kinds)
    cited = '<a class="cite quoted" href="#">1</a>'
    assert facts(links + cited) == "½ minute · 2 checked numbers"


def test_two_of_a_kind_are_named_in_the_plural():
    marks = "".join(
        f'<a class="claim {verdict}" href="../claims/#1.{number}">x</a>'
        for number, verdict in enumerate(("wrong", "imprecise"))
    )
    checked = '<a class="checked measured" href="#">1</a>' * 2
    plots = '<figure class="plot"></figure>' * 3
    assert facts(marks + checked + plots) == (
        "½ minute · 2 checked numbers · 3 plots · 2 corrections of the old cheatsheet"
    )


def test_a_page_without_a_lead_has_no_line():
    article = html.fragment_fromstring(f"<article><h1>A</h1>{words(900)}</article>")
    tell_facts(article, OLD)
    assert article.find_class("page-facts") == []


def test_what_is_corrected_is_named_by_a_link_that_carries_its_meaning():
    mark = '<a class="claim wrong" href="../claims/#1.1">1.1</a>'
    article = html.fragment_fromstring(f"<article>{LEAD}{mark}</article>")
    tell_facts(article, OLD)
    [link] = article.find_class("term")
    assert (link.get("href"), link.get("title")) == (
        "../terms/#term-old-cheatsheet",
        "What <this> corrects.",
    )
