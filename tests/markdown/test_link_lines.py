"""The lines in which links stand, in place or by a label."""

from cheatsheet.markdown.link_lines import lines_of_links

TEXT = """A [one](example:a/b#c) and
[two][label], [three][] and [two].
`[four](example:a/b#c)` is code.

```
[five](example:a/b#c)
```
![six](example:a/b#c "Words.")

[label]: example:a/b#c
[three]: <claim:1.1> "Title"
[two]: https://a.org
"""


def test_links_stand_where_they_are_used_and_not_where_labels_are_defined():
    lines = lines_of_links(TEXT)
    assert lines["example:a/b#c"] == [1, 2, 8]
    assert lines["claim:1.1"] == [2]
    assert lines["https://a.org"] == [2]
