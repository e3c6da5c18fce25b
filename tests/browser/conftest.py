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
