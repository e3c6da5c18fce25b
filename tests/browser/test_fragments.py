"""Addresses that were cut off or mangled on their way: every kind of page opens without an error."""

import pytest

from reader import KINDS

ASKED = "?h=%E0%A4%A%5B(%5C&list=zz.%&at=%&verdict=%&section=%&q=%"
ODD = ["#%", "#%E0%A4%A", "#\\", '#a"b]', "#__search", "#:~:text=%", "#1.1%"]


@pytest.mark.parametrize("kind", KINDS)
def test_odd_addresses_are_no_error(window, server, kind):
    page = window()
    page.goto(server + KINDS[kind] + ASKED + "#%", wait_until="load")
    assert page.locator("h1").count() == 1
    # From within the page nothing is loaded anew.
    for odd in ODD:
        page.evaluate(
            "(odd) => new Promise((go) => { location.hash = odd; setTimeout(go, 20); })", odd
        )
