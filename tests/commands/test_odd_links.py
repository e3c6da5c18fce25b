"""Links to addresses that nobody can read: each is one problem with its line, in whatever file it is written."""

import pytest

from miniature import change, said, write

CUT, PORT = "http://[::b", "https://a.org:99999/x"
FAULTY = "# Named {{ #named }}\n\nRead {}.\n\nSee [x](claim:9.9).\n"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"[x]({CUT})", CUT),
        ("[x](//[y)", "//[y"),
        (f"<{CUT}>", CUT),
        ("<http://[::1>", "http://[::1"),
        (f"[x][r].\n\n[r]: {CUT}\n\nEnd", CUT),
        (f"![x]({CUT})", CUT),
        (f'<a href="{CUT}">x</a>', CUT),
        (f"[x]({PORT})", PORT),
        ("[x](https://)", "https://"),
    ],
)
def test_an_address_of_a_page_that_nobody_can_read_is_named_and_hides_nothing(rich, link, address):
    write(rich.root, "docs/named.md", FAULTY.format(link))
    assert said(rich).split("\n") == [
        f"docs/named.md:3: the address {address} cannot be read",
        f"docs/named.md:{5 + link.count(chr(10))}: there is no claim '9.9'",
    ]


def test_an_address_of_the_ledger_that_nobody_can_read_is_named_in_its_file(rich):
    change(rich, "docs/claims.yml", "They rise", f"They [x]({CUT}) rise")
    assert said(rich) == f"docs/claims.yml:5: the address {CUT} cannot be read"


def test_an_address_of_an_example_that_nobody_can_read_is_named_in_its_script(rich):
    change(rich, "examples/cnn/good.py", "Does a", f"Does [x]({CUT}) a")
    assert said(rich) == f"examples/cnn/good.py:3: the address {CUT} cannot be read"


@pytest.mark.parametrize("address", [CUT, PORT])
def test_an_address_of_a_source_that_nobody_can_read_is_named_in_its_file(rich, address):
    change(rich, "docs/references.yml", 'arxiv: "1512.03385"', f'url: "{address}"')
    what = f"docs/references.yml:1: reference he-2015: the field url is {address!r}"
    assert said(rich) == what
