"""Each fault is named with the line in which it was written, also where it was written twice."""

import pytest

from cheatsheet.markdown.marks import CHECKED, NOTED
from cheatsheet.pages.judged import PrintedLine, Source
from cheatsheet.pages.source_lines import place_of

LINK = "[1.0](example:cnn/good#slope)"
PAGE = f"""# Page {{ #page }}

It is 9.9 s.

It is 9.9 s.

## {LINK}% {{ #share }}

It is 9.9 s, says one, and this is the end of a line that is long,
and it is 9.9 s, says the other.

{LINK}

- {LINK}%
"""
SHARE, LONG = PrintedLine(f"{CHECKED}%", "share"), PAGE.splitlines()[8] + " " + PAGE.splitlines()[9]


@pytest.mark.parametrize(
    ("words", "line", "nth", "again", "number"),
    [
        ("9.9", PrintedLine("It is 9.9 s.", "page"), 0, 0, 3),
        ("9.9", PrintedLine("It is 9.9 s.", "page"), 0, 1, 5),
        # There are but two.
        ("9.9", PrintedLine("It is 9.9 s.", "page"), 0, 2, 5),
        ("9.9", PrintedLine(LONG, "share"), 0, 0, 9),
        ("9.9", PrintedLine(LONG, "share"), 1, 0, 10),
        ("…%", SHARE, 0, 0, 7),
        ("…", PrintedLine(CHECKED, "share"), 0, 0, 12),
        ("8.8", PrintedLine("8.8"), 0, 0, None),
    ],
)
def test_where_words_were_written(words, line, nth, again, number):
    assert place_of(Source("docs/a.md", PAGE), words, line, nth, again) == ("docs/a.md", number)


@pytest.mark.parametrize(
    ("written", "printed", "words"),
    [
        (f"1. {LINK}%", f"{CHECKED}%", "…%"),
        (f"/// interview | {LINK}%", f"{CHECKED}%", "…%"),
        (f"| {LINK} {LINK} {{ #row-a }} | {LINK} |", f"{CHECKED} {CHECKED}", "… …"),
        (f"{LINK}<br>%", f"{CHECKED} %", "… %"),
        (f"&minus;{LINK}", f"−{CHECKED}", "−…"),
        (f"-&#8203;{LINK}", f"-{CHECKED}", "-…"),
        (f"{LINK}{{ .x }}%", f"{CHECKED}%", "…%"),
        (f"[**{LINK}**](cnn.md)%", f"{CHECKED}%", "…%"),
        ("−[1.1](claim:1.1)", f"−{NOTED}", "−…"),
        # Two lines that are alike, of which the second was printed.
        (f"{LINK}\n\n- {LINK}%\n\n> {LINK}%", f"{CHECKED}%", "…%"),
    ],
)
def test_a_line_without_a_word_of_its_own_is_found_by_its_links_and_signs(written, printed, words):
    text = f"# Page {{ #page }}\n\nSee [it](cnn.md).\n\n{written}\n"
    number = text.rstrip().count("\n") + 1
    again = written.count("%") - 1 if "\n" in written else 0
    place = place_of(Source("docs/a.md", text), words, PrintedLine(printed, "page"), 0, again)
    assert place == ("docs/a.md", number)
