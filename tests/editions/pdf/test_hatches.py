from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.editions.pdf.hatches import draw_hatches

PATTERN = '<pattern id="h" patternUnits="userSpaceOnUse" x="0" y="0" width="10" height="10"><path d="M 0 0 L 10 10"></path></pattern>'
SHAPE = "M 12 5 L 38 5 L 38 25 L 12 25 z"


def drawing(shape: str, before: str = PATTERN, defs: bool = True):
    holder = f"<defs>{before}</defs>" if defs else before
    return element(f'<svg viewBox="0 0 100 100">{holder}{shape}</svg>')


def test_a_shape_gets_as_many_tiles_as_it_touches_clipped_to_it():
    made = drawing(
        f'<path d="{SHAPE}" style="fill: url(#h); stroke: #000" clip-path="url(#axes)"></path>'
    )
    draw_hatches(made)
    group, shape = made[1], made[2]
    tiles = [(use.get("href"), use.get("x"), use.get("y")) for use in group.iter("use")]
    # x from 12 to 38 touches tiles 1 to 3, y from 5 to 25 touches tiles 0 to 2.
    assert tiles == [("#h-tile", f"{x}", f"{y}") for y in (0, 10, 20) for x in (10, 20, 30)]
    assert group.get("clip-path") == "url(#axes)"
    clip = group.find("clipPath")
    assert (clip.get("id"), clip.find("path").get("d")) == ("h-shape-0", SHAPE)
    assert group.find("g").get("clip-path") == "url(#h-shape-0)"
    assert shape.get("style") == "fill:none; stroke: #000"


def test_the_pattern_becomes_a_tile_that_is_not_drawn_itself():
    for defs in (True, False):
        made = drawing("", defs=defs)
        draw_hatches(made)
        assert element_text(made[0]) == (
            '<defs><g id="h-tile"><path d="M 0 0 L 10 10"></path></g></defs>'
        )


def test_other_fills_and_shapes_that_are_moved_stay():
    shapes = (
        f'<path d="{SHAPE}" style="fill: url(#gradient)"></path>'
        f'<path d="{SHAPE}" style="fill: url(#h)" transform="scale(2)"></path><path d="{SHAPE}"></path>'
    )
    made = drawing(shapes)
    draw_hatches(made)
    assert element_text(made).endswith(f"{shapes}</svg>")
