"""What a figure or a line of output of an example shows, and what the run holds of it."""

import pytest

from cheatsheet.markdown.printed_line import Listed, faults_in
from cheatsheet.pages.script_words import said_in_code

OPENING = "# %% [markdown]\n# # 99 titles\n# 99?\n\n# %%\n"
SHOWN = [
    *('ax.set_title("accuracy 93.1%")', 'ax.text(0, 0, "0.85")', 'print("93.1 after 5 epochs")'),
    *('ax.set(xlabel="up to 93.1")', 'ax.annotate("93.1", (0, 0))', 'label = "about 93.1"'),
    *('titles = {"93.1": 0}', 'ax.text(0, 0, f"{x} of 93.1")', 'ax.legend(["93.1 px"])'),
    *('ax.text(0, 0, "93%")', 'ax.text(0, 0, "⁹³")', 'title = f"{x:.0f} × 10⁹"', '"93.1 px"'),
]
SILENT = [
    *("x = 93.1", "# 93.1 in a remark", 'ax.plot(x, color="0.85")', 'ax.plot(x, "C0o-")'),
    *('GREY = "0.85"', 'f"{x:.2f}"', 'span(x, ".0%")', 'def f():\n    """93.1 px"""'),
    *('computed = {"a": f"{x} of 93.1"}', 'assert f"{x}" == "93.1"', 'x["bf16"]'),
    *(
        'ax.set_title("n = 93.1")\nx = 93.1',
        'ax.set_title("93%")\nx = 0.93',
        "ax.set_ylabel('hits (%)')",
    ),
    *('ax.set_title(f"{x:.0%}")', 'ax.set_title("1,234 px")\nx = 1234', 'ax.set_title("21 px")'),
]


def faults(code: str) -> list[str]:
    lines = said_in_code(f"{OPENING}{code}\n", {21.0})
    return [fault for line in lines for fault in faults_in(line, Listed([]), lambda _: False)]


@pytest.mark.parametrize("code", SHOWN)
def test_a_number_that_a_figure_or_a_line_shows_is_held_by_the_code_or_a_fact(code):
    assert faults(code)


@pytest.mark.parametrize("code", SILENT)
def test_settings_remarks_and_what_the_run_holds_need_no_check(code):
    assert faults(code) == []


def test_cells_of_text_are_left_to_their_page():
    assert list(said_in_code(OPENING, set())) == []
