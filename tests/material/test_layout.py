"""What is found where the theme puts it."""

from cheatsheet.base.markup import parse_page
from cheatsheet.material.layout import body_of, menu, site_licence, site_title


def test_the_header_names_the_site_before_the_window_does():
    header = "<div class='md-header__topic'><span class='md-ellipsis'> The\nsite </span></div>"
    assert site_title(parse_page(f"<title>Home - Site</title>{header}")) == "The site"
    assert site_title(parse_page("<title>Home - Site</title>")) == "Home - Site"


def test_the_licence_stands_at_the_foot_or_nowhere():
    foot = '<div class="md-copyright__highlight">CC <a>BY</a></div>'
    assert site_licence(parse_page(foot)) == "CC BY"
    assert site_licence(parse_page("<p>CC BY</p>")) == ""


def test_the_menu_names_each_page_once_and_no_file():
    home = parse_page(
        '<a class="md-nav__link" href="out/">no menu</a><nav class="md-nav--primary">'
        '<a class="md-nav__link" href=".">Home</a><a class="md-nav__link" href="cnn/">1</a>'
        '<a class="md-nav__link" href="cnn/#end">again</a><a href="other/">no link of the menu</a>'
        '<a class="md-nav__link" href="data.csv">a file</a></nav>'
    )
    assert menu(home) == ["index.html", "cnn/index.html"]


def test_a_page_says_what_stands_in_its_article():
    page = parse_page('<nav>Menu</nav><article class="md-content__inner"><h1>Own</h1></article>')
    assert body_of(page).text_content() == "Own"
    assert body_of(parse_page("<p>Leads on</p>")) is None
