"""What a listing says to its reader: remarks, texts, and numbers that it computes nothing with."""

import pytest

from cheatsheet.markdown.listing_numbers import said_by
from cheatsheet.markdown.numerals import has_numeral


def stated(code: str, language: str = "python") -> list[str]:
    return [words for words in said_by(code, language) if has_numeral(words)]


@pytest.mark.parametrize(
    "code",
    [
        "x = torch.randn(1, 3, 224, 224)  # (N, 3, 224, 224)", 'print(f"{loss:.3f} of {n:>5d}")', 'print("%.2f" % x, "{:.1f}".format(x))', "lr = 0.1",
        "right = 0\nfor x in xs:\n    right += 1", "for r in (0.5, 1.0, 2.0):\n    f(r)", "def f(x, eps=1e-5):\n    return 0 if x < 0.5 else 1",
        "def iou(a, b): ...\nassert iou([0, 0, 2, 2], [1, 1, 3, 3]) == 1 / 7", "assert y.shape == (8, 93, 17)", "resnet = resnet50()", "x1 = conv2(x)",
    ],
)  # fmt: skip
def test_code_states_nothing(code):
    assert stated(code) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = 93", ["93"]),
        ("x = [9, 8, 7]", ["9", "8", "7"]),
        ("right = 0", ["0"]),
        ("lr = 0.37", ["0.37"]),
        ("x = y  # 93 right, (9.9, 8.8)", ["# 93 right, (9.9, 8.8)"]),
        ('print(f"{x:9>2}")', ["9>2"]),
        ('print(f"{93.1:.1f}")', ["93.1"]),
        ('print("93 right")', ["93 right"]),
        ('x = b"93"', ["93"]),
        ("assert f(x) == 93", ["93"]),
        ("def f(x): ...\nassert f(x) == 93", ["93"]),
        ("x99 = f(x)", ["x99"]),
        ("mAP > 0.5", ["0.5"]),
        ("results = dict(accuracy=93.1)", ["93.1"]),
        ("float(93.1)", ["93.1"]),
    ],
)
def test_what_it_states_is_said(code, said):
    assert stated(code) == said


def test_what_is_no_python_is_said_as_a_whole():
    assert list(said_by("f(93)", "text")) == ["f(93)"]
    assert list(said_by("x = (93", "python")) == ["x = (93"]
