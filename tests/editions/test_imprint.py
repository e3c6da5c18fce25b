"""What an edition says of itself is what the site says."""

from cheatsheet.editions.imprint import read_imprint


def test_the_imprint_is_read_from_the_home_page(make_site):
    imprint = read_imprint(make_site({"index.html": ""}, "https://x.org/").pages["index.html"])
    assert (imprint.title, imprint.description, imprint.author) == (
        "Tiny: a site",
        "It is tiny.",
        "Nobody",
    )
    assert (imprint.licence, imprint.language, imprint.address) == ("CC BY", "en", "https://x.org/")
    assert imprint.styles == ["assets/site.css"]
