"""Calls by which a script shows something: which of their arguments are texts, which data, and which say where and how.

Where a text, an arrow or a patch stands, ticks, limits and sizes are set-up: nobody reads a result off them. Data is what
has a place on the axes: both coordinates of a line or a bar, and reference lines.
"""

import ast
import re
from collections.abc import Iterator

WORD = re.compile(r"\w+")
# What prints its arguments: all of them, or those in these places; and what prints what it is told by these names.
ALL, FIRST, SECOND, THIRD = slice(None), slice(1), slice(1, 2), slice(2, 3)
PRINTS = {
    **dict.fromkeys(["print", "pprint", "format", "write", "writelines", "display"], ALL),
    **dict.fromkeys(["legend", "figlegend"], ALL),
    **dict.fromkeys(["annotate", "title", "suptitle", "set_title", "set_text", "set_label"], FIRST),
    **dict.fromkeys(["xlabel", "ylabel", "set_xlabel", "set_ylabel", "set_zlabel"], FIRST),
    **dict.fromkeys(["supxlabel", "supylabel", "table"], FIRST),
    **dict.fromkeys(["set_xticklabels", "set_yticklabels", "set_ticklabels", "thetagrids"], FIRST),
    **dict.fromkeys(["xticks", "yticks", "set_xticks", "set_yticks", "set_ticks"], SECOND),
    **dict.fromkeys(["set_major_formatter", "set_minor_formatter", "FuncFormatter"], FIRST),
    **dict.fromkeys(["bar_label"], SECOND),
    "clabel": slice(0),
    **dict.fromkeys(["text", "figtext", "Text"], THIRD),
}
SHOWN = frozenset(
    WORD.findall(
        "s text label labels title xlabel ylabel zlabel xticklabels yticklabels tick_labels cellText rowLabels colLabels fmt"
        " suptitle"
    )
)
# Methods that draw: how many of their first arguments are data, and which of their named ones.
HEIGHTS = frozenset(WORD.findall("height y yerr"))
WIDTHS = frozenset(WORD.findall("width x xerr"))
BOTH = frozenset(
    WORD.findall("x y x1 x2 y1 y2 xerr yerr data ymin ymax xmin xmax values edges positions")
)
MANY = 99
DATA = {
    **dict.fromkeys(["plot", "loglog", "semilogx", "semilogy", "fill", "stackplot"], (MANY, BOTH)),
    **dict.fromkeys(["scatter", "step", "stem", "stairs", "Line2D", "set_data"], (2, BOTH)),
    **dict.fromkeys(["errorbar"], (4, BOTH)),
    **dict.fromkeys(["bar"], (2, HEIGHTS)),
    **dict.fromkeys(["barh"], (2, WIDTHS)),
    **dict.fromkeys(["fill_between", "fill_betweenx"], (3, BOTH)),
    **dict.fromkeys(["hist", "pie", "boxplot", "violinplot", "ecdf", "eventplot"], (1, BOTH)),
    **dict.fromkeys(["imshow", "matshow", "set_xdata", "set_ydata", "set_height"], (1, BOTH)),
    **dict.fromkeys(["pcolormesh", "pcolor", "contour", "contourf", "hexbin"], (3, BOTH)),
    **dict.fromkeys(["bxp", "broken_barh"], (1, BOTH)),
}
# Those that may also stand where the axes end.
LINES = {
    **dict.fromkeys(["axhline", "axvline", "axline"], (1, frozenset(["x", "y"]))),
    **dict.fromkeys(["axhspan", "axvspan"], (2, BOTH)),
    **dict.fromkeys(["hlines", "vlines"], (3, BOTH)),
}
# Where bars begin.
BASES = frozenset(["left", "bottom"])
# Where the axes end, and where they have ticks.
LIMITS = {
    **dict.fromkeys(["set_xlim", "set_ylim", "xlim", "ylim", "axis"], ALL),
    **dict.fromkeys(["set_xticks", "set_yticks", "xticks", "yticks", "set_ticks"], FIRST),
}
LIMITED = frozenset(WORD.findall("xlim ylim xticks yticks ticks"))
# What says where things stand and how they look.
SETS = frozenset(
    WORD.findall(
        "set add_patch add_artist add_line Rectangle Circle Polygon Ellipse FancyBboxPatch ConnectionPatch FancyArrowPatch arrow"
        " subplots subplot figure add_subplot add_axes inset_axes GridSpec margins grid tick_params minorticks_off savefig"
        " subplots_adjust tight_layout colorbar setp"
    )
)


def shown_by(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """The texts that a call of this name prints."""
    yield from call.args[PRINTS.get(name, slice(0))]
    yield from (word.value for word in call.keywords if word.arg in SHOWN)


def data_of(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """What it draws as data."""
    count, words = DATA.get(name) or LINES.get(name) or (0, frozenset())
    for place, value in enumerate(call.args):
        if place < count or (count and isinstance(value, ast.Starred)):
            yield value
    yield from (word.value for word in call.keywords if word.arg in words)


def bases_of(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """Where bars begin that it draws."""
    yield from (word.value for word in call.keywords if name in DATA and word.arg in BASES)


def limits_of(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """Limits and ticks of axes that it sets."""
    yield from call.args[LIMITS.get(name, slice(0))]
    yield from (word.value for word in call.keywords if word.arg in LIMITED)


def labels_of(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """The labels of ticks that it sets."""
    if "tick" in name:
        yield from shown_by(call, name)
    yield from (word.value for word in call.keywords if "ticklabels" in (word.arg or ""))


def is_drawing(name: str) -> bool:
    """Whether what has this name shows something, or says where or how, and computes nothing."""
    return name.startswith("set_") or any(
        name in calls for calls in (PRINTS, DATA, LINES, LIMITS, SETS)
    )
