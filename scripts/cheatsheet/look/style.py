"""The look of every figure: type, line widths, and sentinel colours that clean_svg turns into the theme's.

A script draws with `C0` to `C5`, black, white and the greys `0.5` and `0.85`.
"""

from typing import Any

from cycler import cycler
from matplotlib import font_manager, get_data_path, pyplot, rcdefaults

from cheatsheet.look.narrow import WIDTH
from cheatsheet.look.palette import PALETTE, font_files

LINES = [
    "-",
    (0, (5, 2)),
    (0, (5, 1.5, 1, 1.5)),
    (0, (1.2, 1.5)),
    (0, (9, 2)),
    (0, (3, 1.5, 1, 1.5, 1, 1.5)),
]

STYLE: dict[Any, Any] = {
    "axes.prop_cycle": cycler(color=[PALETTE[str(n)][0] for n in range(1, 7)], linestyle=LINES),
    "axes.axisbelow": True,
    "axes.edgecolor": PALETTE["muted"][0],
    "axes.facecolor": "none",
    "axes.formatter.use_mathtext": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": PALETTE["muted"][0],
    "axes.labelsize": 9,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": PALETTE["ink"][0],
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "axes.titleweight": 600,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "figure.figsize": (WIDTH, 2.8),
    "figure.titlesize": 10,
    "figure.titleweight": 600,
    "font.family": "Inter",
    "font.size": 9,
    "grid.color": PALETTE["faint"][0],
    "grid.linewidth": 0.7,
    "hatch.linewidth": 0.6,
    "image.cmap": "cividis",
    "image.interpolation": "none",
    "legend.fontsize": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "mathtext.default": "regular",
    "patch.edgecolor": PALETTE["paper"][0],
    "patch.linewidth": 0.8,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "cheatsheet",
    "text.color": PALETTE["ink"][0],
    "xtick.bottom": False,
    "xtick.color": PALETTE["muted"][0],
    "xtick.labelsize": 9,
    "xtick.minor.bottom": False,
    "ytick.color": PALETTE["muted"][0],
    "ytick.labelsize": 9,
    "ytick.left": False,
    "ytick.minor.left": False,
}


def use_style() -> None:
    """Set matplotlib to the look of the site, measuring text with the fonts that the pages ship.

    Whatever a matplotlibrc says, and whichever fonts this machine has.
    """
    rcdefaults()
    fonts, brought = font_manager.fontManager, get_data_path()
    fonts.ttflist = [font for font in fonts.ttflist if font.fname.startswith(brought)]
    for path in font_files():
        fonts.addfont(path)
    pyplot.rcParams.update(STYLE)
