"""Inline code passes where it is one piece of code whose numbers are sizes, settings, indices or constants."""

import pytest

from cheatsheet.markdown.code_values import is_statement


@pytest.mark.parametrize(
    "code",
    [
        "(N, 3, 224, 224)", "(1, 3, 480, 640)", "nn.Dropout(0.5)", "x = x.permute(0, 2, 3, 1)", "x / 255", "1 - iou", "iou > 0.5",
        "[[0, 1, 0], [1, -4, 1], [0, 1, 0]]", "[[1, 0], [0, 1]]", "StepLR(optimizer, step_size=37)", "np.array([0.485, 0.456, 0.406])",
        "accuracy = right / (total + 1e-9)", 'models.resnet50(weights="IMAGENET1K_V2")', "nn.Linear(512 * 7 * 7, 4096)",
    ],
)  # fmt: skip
def test_code_is_code(code):
    assert is_statement(code)


@pytest.mark.parametrize(
    "code",
    [
        "93", "x", "x99", "(93, 94)", "(93, 1, 80, 80)", "nn.Dropout(0.37)", "nn.accuracy(8)", "x / 93", "baseline * 4", "2 * 4", "mAP > 0.5",
        "[[93, 1], [1, 93]]", "[[5, 1], [2, 8]]", "[[1, 2, 1]]", "run(step_size=37)", "accuracy = torch.tensor(0.9)", "x / 255  # 93", "x = 1; y = x / 2",
        'nn.Linear(8, 8, "93")', "nn.Linear(x99, 8)", "np.array([0.485, 0.456, 0.407])", "nn.Linear(93.1, 8)", "x[93]", "f(8)", "x +", "\0",
    ],
)  # fmt: skip
def test_a_statement_is_none(code):
    assert not is_statement(code)


def test_a_long_product_is_read_to_its_end():
    assert is_statement(f"nn.Linear({'*'.join('8' * 2000)}, x)")
    assert not is_statement(f"nn.Linear({'*'.join('8' * 2000)} * 93, x)")
