"""Each fault is named with the line in which it was written, also where it was written twice."""

import pytest

from cheatsheet.markdown.marks import CHECKED
from cheatsheet.pages.printed import Printed
from cheatsheet.pages.source_lines import place_of
from cheatsheet.pages.written import Source

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
SHARE, LONG = Printed(f"{CHECKED}%", "share"), PAGE.splitlines()[8] + " " + PAGE.splitlines()[9]


@pytest.mark.parametrize(
    ("words", "line", "nth", "again", "number"),
    [
        ("9.9", Printed("It is 9.9 s.", "page"), 0, 0, 3),
        ("9.9", Printed("It is 9.9 s.", "page"), 0, 1, 5),
        # There are but two.
        ("9.9", Printed("It is 9.9 s.", "page"), 0, 2, 5),
        ("9.9", Printed(LONG, "share"), 0, 0, 9),
        ("9.9", Printed(LONG, "share"), 1, 0, 10),
        ("…%", SHARE, 0, 0, 7),
        ("…", Printed(CHECKED, "share"), 0, 0, 12),
        ("8.8", Printed("8.8"), 0, 0, None),
    ],
)
def test_where_words_were_written(words, line, nth, again, number):
    assert place_of(Source("docs/a.md", PAGE), words, line, nth, again) == ("docs/a.md", number)
