from cheatsheet.editions.pdf.pages import PrintPage, Source


def test_a_page_has_title_and_address(article):
    page = PrintPage("cnn/index.html", "cnn", article("<h1>1.\n<em>Net</em>works</h1>"))
    assert page.title == "1. Networks"
    assert page.slug == "cnn/"
    assert PrintPage("index.html", "home", article("<h1>Home</h1>")).slug == ""


def test_sections_come_in_their_order_whatever_the_order_of_the_navigation(
    make_site, imprint, article
):
    source = Source(make_site({"index.html": ""}), imprint)
    titles = {"design": "10. Design", "losses": "6. Losses", "claims": "Claims", "cnn": "1. Nets"}
    for key, title in titles.items():
        page = PrintPage(f"{key}/index.html", key, article(f"<h1>{title}</h1>"))
        source.pages[page.path] = page
    assert [page.key for page in source.sections] == ["cnn", "losses", "design"]
    assert source.page("claims") is source.pages["claims/index.html"]
    assert source.page("terms") is None
