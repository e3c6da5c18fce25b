"""What a reader gets from a section page, told under its lead: minutes, checked numbers, plots, corrections."""

import re

from cheatsheet.study import WORDS_A_MINUTE

LEAD = re.compile(r'<p class="lead">.*?</p>', re.S)
DRAWING = re.compile(r"<svg.*?</svg>", re.S)
FOLDED = re.compile(r'<details class="follow-up".*?</details>', re.S)
SOURCES = re.compile(r'<ul class="sources">.*?</ul>', re.S)
CORRECTED = re.compile(r'class="claim (?:imprecise|wrong)" href="([^"]*)"')
TAG = re.compile(r"<[^>]+>")


def tell_facts(html: str) -> str:
    """The page with one line about it. What is folded is told apart; sources are not for reading through."""
    text = SOURCES.sub("", DRAWING.sub("", html))
    minutes = _minutes(FOLDED.sub("", text))
    counts = [
        (minutes, "minute", "minutes"),
        (_minutes(text) - minutes, "more for the follow-ups", "more for the follow-ups"),
        (html.count('class="checked"'), "checked number", "checked numbers"),
        (html.count('class="plot"'), "plot", "plots"),
        (len(set(CORRECTED.findall(html))), "correction", "corrections"),
    ]
    told = " · ".join(
        f"{count} {one if count == 1 else many}" for count, one, many in counts if count
    )
    return LEAD.sub(lambda lead: f'{lead[0]}\n<p class="page-facts">{told}</p>', html, count=1)


def _minutes(html: str) -> int:
    return max(1, round(len(TAG.sub(" ", html).split()) / WORDS_A_MINUTE))
