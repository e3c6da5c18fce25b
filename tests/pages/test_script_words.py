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
    # As a share of a number that the code holds, or as a hundred times it.
    *('title = "0.64 mAP"\nx = 64', 'title = "64% right"\nx = 64'),
    # What looks like a setting and is shown.
    *(
        'ax.plot(x, label="0.9")',
        'title = "0.9"',
        'ax.set_title("C99")',
        'ax.plot(x, marker="$99$")',
    ),
    *('ax.errorbar(x, y, fmt="99.9")', 'ax.set_xlabel("c100")', 'ax.bar_label(x, fmt="99.9")'),
    *('d["97.3 mAP"] = x', 'ax.set(color=f(label="0.9"))'),
    # A result, whatever else the code holds, and another number made of one that it holds.
    *('ax.set_title("gains 2 points")\nrange(2)', 'title = "loses 1%"\nlr = 0.01'),
    *('ax.set_title("64 mAP")\nx = 64', 'title = "3 million"\ny = 3', 'title = f"{x} million"'),
    *('title = f"half of {x}"', 'title = "8 only"\nspan(8)', 'print("takes nine hundred ms")'),
    *('ax.set_title("recall 0.9")\nf(0.9)', 'ax.set_title("IoU 0.9")\nf(0.9)'),
    *('ax.set_title("saves 30%")\nf(0.3)', 'ax.set_title("takes 30 ms")\nf(30)'),
    *('ax.set_title("1,200 img/s")\nf(1200)', 'ax.set_title("loss 0.3")\nf(0.3)'),
    *('title = "latency 9 ms"\nf(9)', 'title = "AP50 is 9"\nf(9)', 'title = "falls to 9"\nf(9)'),
    # Held by nothing but where it is typed, where something stands, or how large it is.
    *('ax.set_title("n = 93.1")\nx = 93.1', 'ax.set_title("93%")\nx = 0.93'),
    *('ax.set_title("93 px")\nax.text(93, 0, "a")', 'ax.set_title("93 px")\nax.set_ylim(0, 93)'),
    # Told in remarks.
    *("x = torch.eye(3)  # accuracy 93.1 %", 'def f():\n    """Reaches 93.1 % on COCO."""'),
    # Numbers typed where they are shown.
    *(
        "ax.set_xticks([0, 1], labels=[93, 97])",
        "plt.xticks([0, 1], [93, 97])",
        "ax.text(x=0, s=9)",
    ),
    *("plt.suptitle(97.3)", "ax.plot(x, label=93.1)", "ax.pie(x, labels=[93])", "x\n{'a': 93.1}"),
    *('print(f"right: {93.1:.1f}")', '"{}".format(93.1)', 'print({"a": 93.1})', "print(-93.1)"),
    *("ax.set(xticklabels=[1, 4])", "ax.table(cellText=[[93]])", "cbar.set_ticks(x, [93])"),
    *('print("accuracy:", 99.9)', "ax.text(0, 0, 97.7)", "ax.annotate(97.7, (0, 0))"),
    *(
        "ax.set_xticks([0, 1], [93, 97])",
        "ax.set_yticklabels([93.1])",
        "plt.legend([93.1])",
        "x\n93.1",
    ),
]
SILENT = [
    *(
        "x = 93.1",
        "# 93.1 in a remark",
        "# Dice is F1\n# a map of 64 channels",
        'ax.plot(x, color="0.85")',
        'ax.plot(x, "C0o-")',
    ),
    *('ax.plot(x, "C1--s", fc="0.9")', 'looks = [("C0", "0.5")]', "ax.set_xticks([0, 1])"),
    *('box = {"color": "0.5"}', 'ax.bar_label(x, fmt="%.2f")', "print(x)", "ax.text(0, 9.5, x)"),
    *('GREY = "0.85"', 'f"{x:.2f}"', 'span(x, ".0%")', 'def f():\n    """93.1 px"""'),
    *('computed = {"a": f"{x} of 93.1"}', 'assert f"{x}" == "93.1"', 'x["bf16"]'),
    *(
        'ax.set_title("n = 93.1")\nx = f(93.1)',
        'ax.set_title("93%")\nx = y * 0.93',
        "ax.set_ylabel('hits (%)')",
    ),
    *('ax.set_title(f"{x:.0%}")', 'ax.set_title("1,234 px")\nrange(1234)', 'ax.set_title("21 px")'),
]


def faults(code: str) -> list[str]:
    """What is wrong with what a script says: of each typed number that it shows, and of each text."""
    found = []
    for line in said_in_code(f"{OPENING}{code}\n", {21.0}):
        texts = faults_in(line.text, Listed([]), lambda _: False)
        found += [line.what] if line.what else [what for _, what, _ in texts]
    return found


@pytest.mark.parametrize("code", SHOWN)
def test_a_number_that_a_figure_or_a_line_shows_is_held_by_the_code_or_a_fact(code):
    assert faults(code)


@pytest.mark.parametrize("code", SILENT)
def test_settings_remarks_and_what_the_run_holds_need_no_check(code):
    assert faults(code) == []


def test_cells_of_text_are_left_to_their_page():
    assert list(said_in_code(OPENING, set())) == []
