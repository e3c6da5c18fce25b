"""A reader's browser: profiles of their own, whose errors fail the test."""

import pytest


def stopped(message):
    """What a page's own policy stopped, as Chromium says it on the console."""
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture
def profile(browser):
    """`profile(…)` is the page of a new profile; it may use the clipboard, and its errors fail the test."""
    contexts, errors = [], []

    def make(script="", **options):
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(stopped(message)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def kept(browser):
    """A page that stays open for all tests of a file."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def window(kept, server):
    """`window(width, height)` is a page of a profile that is as good as new: no storage, no route, its errors fail the test.

    A new one costs three times the processor time. `profile` is for two at a time, for what runs before the page, and for
    other options of a browser.
    """
    errors = []

    def fault(error):
        errors.append(str(error))

    def console(message):
        errors.extend(stopped(message))

    def make(width=1280, height=720):
        kept.set_viewport_size({"width": width, "height": height})
        kept.on("pageerror", fault)
        kept.on("console", console)
        return kept

    yield make
    kept.unroute_all()
    # A file of the site that writes nothing: what a page stores when it is left is cleared, too.
    kept.goto(f"{server}assets/icon.svg")
    kept.evaluate("localStorage.clear(), sessionStorage.clear()")
    kept.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    kept.remove_listener("pageerror", fault)
    kept.remove_listener("console", console)
    assert errors == []
