"""The look: one palette for plots and pages, small SVG, no colour that the theme cannot change."""

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager, pyplot

from cheatsheet.figures import clean_svg
from cheatsheet.palette import FONTS, PALETTE
from cheatsheet.style import use_style
from cheatsheet.thumbnails import thumbnail

ROOT = Path(__file__).parents[1]
CSS = (ROOT / "docs/assets/stylesheets/site.css").read_text("utf-8")


def drawn(figure, prefix="example-figure") -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return clean_svg(buffer.getvalue(), prefix)


@pytest.fixture
def style():
    with pyplot.rc_context():
        use_style()
        yield


def test_plots_and_pages_share_one_palette():
    declared = dict(re.findall(r"--fig-(\w+): light-dark\((#\w{6}, #\w{6})\)", CSS))
    assert declared == {role: f"{light}, {dark}" for role, (_, light, dark) in PALETTE.items()}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [1, 2])
@pytest.mark.parametrize("role", ["1", "2", "3", "4", "5", "6", "ink", "muted"])
def test_every_colour_can_be_read_on_the_page(role, scheme):
    """WCAG 2.2 contrast of at least 4.5 to 1, since plots use each colour for text too."""
    high, low = sorted(
        (luminance(PALETTE[role][scheme]), luminance(PALETTE["paper"][scheme])), reverse=True
    )
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_plot_becomes_small_and_follows_the_theme(style):
    figure, axes = pyplot.subplots(num="growth")
    axes.plot([0, 1, 2], [0, 1, 4], marker="o", label="a")
    axes.plot([0, 1, 2], [0, 2, 3], label="b")
    axes.fill_between([0, 1, 2], [0, 1, 4], color="0.85")
    axes.set(xlabel="step", ylabel="loss")
    axes.legend()
    svg = drawn(figure)
    assert set(re.findall(r"#[0-9a-f]{6}", re.sub(r"var\(--fig-\w+,#\w{6}\)", "", svg))) == set()
    for role in ("1", "2", "ink", "muted", "faint"):
        assert f"var(--fig-{role}," in svg
    assert "<text" in svg
    assert "metadata" not in svg
    assert not re.search(r"\d\.\d{3,}", svg)
    assert len(svg) < 9_000


def test_ids_are_prefixed_with_every_reference_to_them(style):
    figure, axes = pyplot.subplots(num="clip")
    axes.plot([0, 1], [0, 1], marker="o")
    svg = drawn(figure, "one-clip")
    ids = set(re.findall(r'\bid="([^"]+)"', svg))
    references = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
    used = {first or second for first, second in references}
    assert used
    assert used == ids
    assert all(name.startswith("one-clip-") for name in ids)


def test_a_foreign_colour_is_refused(style):
    figure, axes = pyplot.subplots(num="red")
    axes.plot([0, 1], color="red")
    with pytest.raises(ValueError, match="#ff0000 does not follow the theme"):
        drawn(figure)


def test_matplotlib_measures_with_the_fonts_that_pages_ship(style):
    found = {
        Path(font_manager.findfont(font_manager.FontProperties(family="Inter", weight=w)))
        for w in (400, 600)
    }
    assert found == {FONTS / "Inter-Regular.ttf", FONTS / "Inter-SemiBold.ttf"}
    for path in FONTS.glob("*.ttf"):
        measured, shipped = TTFont(path), TTFont(path.with_suffix(".woff2"))
        assert measured.getBestCmap().keys() == shipped.getBestCmap().keys()
        assert measured["hmtx"].metrics == shipped["hmtx"].metrics


def test_a_thumbnail_has_neither_text_nor_what_keeps_lines_off_it(style):
    figure, axes = pyplot.subplots(num="label")
    axes.plot([0, 1], [0, 1])
    axes.text(0.5, 0.5, "label", bbox={"fc": "w", "lw": 0})
    svg = drawn(figure)
    assert "var(--fig-paper," in svg
    small = thumbnail(svg, "dark")
    assert "<text" not in small
    assert PALETTE["paper"][2] not in small
    assert PALETTE["1"][2] in small
