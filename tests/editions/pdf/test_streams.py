"""Streams as Chromium writes them, read and written again in another order."""

from cheatsheet.editions.pdf.streams import Writer, read_units

STREAM = b"""1 0 0 -1 0 842 cm
q
0 0 9 9 re
W* n
1 0 0 rg
/G3 gs
/P <</MCID 0 >>BDC
BT
/F4 10 Tf
<0041> Tj
ET
EMC
0 1 0 rg
BT
<0042> Tj
ET
q
2 0 0 2 0 0 cm
0 0 m
9 9 l
S
Q
BT
/F9 9 Tf
ET
BT
<0043> Tj
ET
Q
/X5 Do
"""


def written(units) -> bytes:
    writer = Writer()
    writer.paint(units, [])
    return writer.finish()


def test_units_are_what_paints_with_their_marks():
    units = read_units(STREAM)
    assert [(unit.lines[-2][:6], unit.mark, unit.is_text) for unit in units[:-1]] == [
        (b"<0041>", 0, True),
        (b"<0042>", None, True),
        (b"9 9 l", None, False),
        (b"<0043>", None, True),
    ]
    assert units[-1].drawing == "/X5"
    assert units[0].drawing == ""


def test_a_text_that_sets_no_font_has_that_of_the_text_before_it_also_where_that_shows_nothing():
    texts = [unit for unit in read_units(STREAM) if unit.is_text]
    assert [dict(unit.state[-1].settings).get(b"Tf") for unit in texts] == [
        *(None, b"/F4 10 Tf", b"/F9 9 Tf"),
    ]


def test_the_same_order_gives_units_with_the_same_states():
    units = read_units(STREAM)
    again = read_units(written(units))
    assert [(unit.lines, states(unit)) for unit in again] == [
        (unit.lines, states(unit)) for unit in units
    ]


def test_any_order_gives_units_with_the_same_states():
    units = read_units(STREAM)
    turned = units[::-1]
    again = read_units(written(turned))
    assert [(unit.lines, states(unit)) for unit in again] == [
        (unit.lines, states(unit)) for unit in turned
    ]
    stream = written(turned).split(b"\n")
    assert stream.count(b"q") == stream.count(b"Q")


def states(unit) -> tuple[list[bytes], dict[bytes, bytes]]:
    """What counts when a unit is painted: matrices and clips, and the last of each setting. A text that sets its font
    needs none."""
    settings = {key: line for level in unit.state for key, line in level.settings}
    if not unit.is_text or any(line.endswith(b" Tf") for line in unit.lines):
        settings.pop(b"Tf", None)
    return [line for level in unit.state for line in level.geometry], settings
