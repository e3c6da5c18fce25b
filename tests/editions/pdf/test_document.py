from lxml import html

from cheatsheet.editions.pdf.document import A4, LETTER, Document, Heading, css_string, page_of


def page(imprint, paper=A4, **parts):
    document = Document("Networks <1>", imprint, **parts)
    return html.document_fromstring(document.page(paper))


def test_the_page_names_title_language_and_style_sheets(imprint):
    made = page(imprint, body="<main>x</main>")
    assert made.findtext(".//title") == "Networks <1>"
    assert made.get("lang") == "en"
    assert made.xpath("//link/@href") == ["assets/site.css"]
    assert made.find(".//main").text == "x"


def test_the_style_has_the_papers_size_the_sites_name_and_the_documents_rules(imprint):
    style = page(imprint, LETTER, style=".chapter-cnn { page: cnn }").findtext(".//style")
    assert "size: 215.9mm 279.4mm; margin: 19mm 27.95mm" in style
    assert '@top-right { content: "Tiny" }' in style
    assert ".chapter-cnn { page: cnn }" in style


def test_every_heading_is_led_to_so_that_it_gets_a_destination(imprint):
    made = page(imprint, headings=[Heading(1, "cnn", "1"), Heading(2, 'a"b', "1.1")])
    assert made.xpath("//body/div[@hidden]/a/@href") == ["#cnn", '#a"b']


def test_both_papers_have_text_of_the_same_width():
    assert A4.width - 2 * A4.margin[1] == LETTER.width - 2 * LETTER.margin[1]


def test_a_place_for_a_page_number_is_as_wide_as_one():
    place = page_of("cnn--end")
    assert (place.get("data-page-of"), place.text) == ("cnn--end", "000")


def test_a_string_of_css_ends_where_it_should():
    assert css_string('the "end" α\\') == '"the \\"end\\" α\\\\"'
