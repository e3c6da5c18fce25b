"""A number that a listing gives to what is called a result is a statement, and what computes one is code."""

import ast

import pytest

from cheatsheet.markdown.result_numbers import typed_results


def typed(code: str) -> list[float]:
    return sorted(number.value for number in typed_results(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "results = dict(accuracy=93.1)", "accuracy = max(93.1)", "float(93.1)", "accuracy[93.1]", "x[93.1]", "r = {'accuracy': 93.1 + x}",
        "val_acc = 93.1 + x", "accuracies.append(93.1)", "best_accuracy = max(93.1, x)", "mAP: float = 93.1 + x", "run(top1=93.1)",
        "def f(accuracy=93.1): ...", "def f(*, miou=93.1): ...", "accuracy(93.1)", "if (fps := 93.1 + x): ...", "r = {'val-accuracy': round(93.1)}",
        "loss = torch.tensor(93.1)", "error -= 93.1",
    ],
)  # fmt: skip
def test_a_value_that_is_typed_is_named(code):
    assert typed(code) == [93.1]


def test_so_is_a_setting_of_which_nothing_computes():
    assert typed("accuracy = np.array([0.9, 0.8])") == [0.8, 0.9]
    assert typed("f(loss=0.5)") == [0.5]


@pytest.mark.parametrize(
    "code",
    [
        "loss = F.cross_entropy(logits, y, label_smoothing=0.1)", "loss = 0.5 * (x - y) ** 2", "psnr = 10 * np.log10(255**2 / mse)", "losses = np.zeros(100)",
        "f1 = 2 * p * r / (p + r)", "precision = tp / (tp + fp + 1e-12)", "accuracy = (x.argmax(1) == y).float().mean()", "error = 1 - accuracy",
        "total_loss = 0.0", "np.set_printoptions(precision=3)", "loss_weight = 0.37", "accuracy = train(epochs=37)", "losses[-100:]", "iou_threshold = 0.37",
        "x = float('inf')", "x = max(0, y)", "loss = loss / 4", "error = np.abs(x[:, 37] - y).max()", "iou = iou(x, y) > 0.5",
    ],
)  # fmt: skip
def test_what_computes_one_is_code(code):
    assert typed(code) == []
