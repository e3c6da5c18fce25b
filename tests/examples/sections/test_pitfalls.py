"""Pitfalls: the examples against kernel regression, torch modules and closed forms."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from torch import nn

EXACT = settings(max_examples=40)


@pytest.mark.parametrize("width", [40, 1000])
def test_interpolation_is_kernel_regression(example, width):
    """The least-norm fit that interpolates predicts k(x)ᵀ K⁻¹ y with the features' kernel."""
    run = example("pitfalls/variance_overfitting")
    features, train_x, test_x = run["features"], run["train_x"], run["test_x"]
    predictions = []
    for x, y in zip(train_x, run["train_y"], strict=True):
        design = features(x, width)
        predictions.append(
            features(test_x, width) @ design.T @ np.linalg.solve(design @ design.T, y)
        )
    error = np.square(np.array(predictions) - run["test_y"]).mean()
    variance = np.var(predictions, axis=0).mean()
    assert run["facts"][f"test-{width}"] == f"{error:.2f}"
    assert run["facts"][f"variance-{width}"] == f"{variance:.2f}"
    x = run["test_x"]
    truth = np.sin(x[:, 0]) - np.sin(x[:, 1]) / 2
    bias = np.square(np.mean(predictions, axis=0) - truth).mean()
    # Exact in a sample: the labels' noise stands against the mean prediction, not each.
    noise = np.square(run["test_y"] - truth).mean()
    cross = 2 * ((np.mean(predictions, axis=0) - truth) * (truth - run["test_y"])).mean()
    assert bias + variance + noise + cross == pytest.approx(error)
    assert run["bias"][width] == pytest.approx(bias, rel=1e-6)


def test_one_random_label_has_the_variance_of_the_labels(example):
    """For labels of variance 1: error 2(1 − 1/n) in training, 2 in test; the mean has 1/n."""
    run = example("pitfalls/variance_overfitting")
    facts, n = run["facts"], run["N"]
    assert facts["one-variance"] == "1.0"
    assert facts["mean-variance"] == f"{1 / n:.2f}"
    assert float(facts["one-train"]) == pytest.approx(2 * (1 - 1 / n), abs=0.1)
    assert float(facts["one-test"]) == pytest.approx(2, abs=0.1)


@EXACT
@given(st.floats(0.01, 0.99), st.integers(2, 16), st.integers(0, 10**6))
def test_smaller_momentum_undoes_the_second_update(momentum, size, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(size, 3, generator=generator, dtype=torch.float64) * 5 + 2
    once = nn.BatchNorm1d(3, momentum=momentum).double()
    twice = nn.BatchNorm1d(3, momentum=momentum).double()
    cured = nn.BatchNorm1d(3, momentum=1 - math.sqrt(1 - momentum)).double()
    wide = nn.BatchNorm1d(3, momentum=1 - (1 - momentum) ** 2).double()
    for layer, passes in ((once, 1), (twice, 2), (cured, 2), (wide, 1)):
        for _ in range(passes):
            layer(x)
    for statistic in ("running_mean", "running_var"):
        torch.testing.assert_close(getattr(cured, statistic), getattr(once, statistic))
        torch.testing.assert_close(getattr(twice, statistic), getattr(wide, statistic))


def test_facts_of_checkpointing(example):
    facts = example("pitfalls/bn_checkpointing")["facts"]
    assert facts["checkpointed"] == f"{1 - (1 - 0.1) ** 2:.2f}" == "0.19"
    assert facts["cure"] == f"{1 - math.sqrt(1 - 0.1):.4f}" == "0.0513"
    assert 0.9 ** float(facts["half-life-plain"]) == pytest.approx(0.5, abs=0.005)
    assert 0.81 ** float(facts["half-life"]) == pytest.approx(0.5, abs=0.005)


@EXACT
@given(st.floats(-50, 50), st.floats(0.1, 50))
def test_reestimated_statistics_undo_any_affine_shift(shift, scale):
    x = torch.randn(256, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    layer = nn.BatchNorm1d(4, momentum=None, eps=1e-12).double()
    layer(x)
    before = layer.eval()(x)
    layer.train().reset_running_stats()
    layer(shift + scale * x)
    torch.testing.assert_close(layer.eval()(shift + scale * x), before)


@EXACT
@given(st.lists(st.integers(1, 50), min_size=2, max_size=10))
def test_no_constant_prediction_beats_the_label_entropy(counts):
    """What blank images can reach: the entropy of the label shares, at most ln C."""
    share = torch.tensor(counts, dtype=torch.float64) / sum(counts)
    labels = torch.arange(len(counts)).repeat_interleave(torch.tensor(counts))
    floor = F.cross_entropy(share.log().expand(len(labels), -1), labels).item()
    assert floor == pytest.approx(stats.entropy(counts))
    assert floor <= math.log(len(counts)) + 1e-9
    guess = F.cross_entropy(torch.zeros(len(labels), len(counts)), labels).item()
    assert guess == pytest.approx(math.log(len(counts)), abs=1e-5)


def test_facts_of_one_batch(example):
    run = example("pitfalls/overfit_one_batch")
    assert run["facts"]["entropy"] == f"{stats.entropy(run['counts']):.2f}"
    assert run["facts"]["ln-c"] == f"{np.log(10):.3f}"
    assert run["healthy"][-1] < 1e-2 < run["blank"][-1]


@EXACT
@given(st.integers(0, 5), st.sampled_from([math.nan, math.inf]))
def test_the_hook_names_the_layer_that_was_planted(example, index, poison):
    torch.manual_seed(0)
    net = nn.Sequential(*(m for _ in range(6) for m in (nn.Linear(4, 4), nn.ReLU())))
    with torch.no_grad():
        net[2 * index].bias[0] = poison
    assert example("pitfalls/nan_hunt")["first_bad"](net, torch.randn(3, 4)) == index + 1


def test_ranges_of_the_half_precisions(example):
    facts = example("pitfalls/nan_hunt")["facts"]
    assert facts["fp16-max"] == f"{(2 - 2**-10) * 2**15:,.0f}"  # IEEE 754 binary16
    step = 2.0 ** (math.floor(math.log2(math.exp(12))) - 7)  # bfloat16 keeps 8 digits
    assert facts["exp-bf16"] == f"{round(math.exp(12) / step) * step:,.0f}"
    assert facts["anomaly"] == "SqrtBackward0"


def test_checks_of_a_batch(example):
    run = example("pitfalls/look_at_a_batch")
    faults, right = run["faults"], run["batches"]["right"]
    assert faults(right) == []
    assert "channel means" in faults(right.flip(1))
    assert "range" in faults(right * 255)
    assert "range" in faults(torch.zeros_like(right))
    assert faults(right.permute(0, 2, 3, 1)) == faults(right.half()) == ["shape or type"]
    assert "smoothness" in faults(right.flatten(1)[:, torch.randperm(3 * 24 * 24)].view_as(right))


def test_gradients_of_a_plain_stack(example):
    run = example("pitfalls/gradient_norms")
    convs, _, head = run["build"]("default init")
    stack = nn.Sequential(*(m for conv in convs for m in (conv, nn.ReLU())))
    pooled = nn.AdaptiveAvgPool2d(1)(stack(run["x"])).flatten(1)
    F.cross_entropy(head(pooled), run["labels"]).backward()
    norms = [conv.weight.grad.norm().item() for conv in convs]
    assert norms == pytest.approx(run["gradient"]["default init"], rel=1e-6)
    assert run["power"](norms[0] / norms[-1]) == run["facts"]["default"]


@pytest.mark.parametrize("kind", ["batch norm", "residual + batch norm"])
def test_gradient_of_the_first_layer_by_finite_differences(example, kind):
    """Along the gradient itself the loss rises by the gradient's norm."""
    run = example("pitfalls/gradient_norms")
    net = run["build"](kind)
    weight, x, labels = net[0][0].weight, run["x"], run["labels"]
    F.cross_entropy(run["forward"](kind, net, x), labels).backward()
    direction, losses = weight.grad / weight.grad.norm(), []
    with torch.no_grad():
        for step in (1e-10, -1e-10):
            weight += step * direction
            losses.append(F.cross_entropy(run["forward"](kind, net, x), labels).item())
            weight -= step * direction
    slope = (losses[0] - losses[1]) / 2e-10
    assert slope == pytest.approx(run["gradient"][kind][0], rel=1e-3)


def test_a_relu_stack_without_biases_scales_alike_in_each_layer(example):
    """Doubling one layer's weights doubles the output, whichever layer: Euler's theorem behind the level curve."""
    run = example("pitfalls/gradient_norms")
    convs, norms, head = run["build"]("He init")
    nn.init.zeros_(head.bias)
    with torch.no_grad():
        before = run["forward"]("He init", (convs, norms, head), run["x"])
        for layer in (0, 20, 55):
            convs[layer].weight *= 2
            after = run["forward"]("He init", (convs, norms, head), run["x"])
            convs[layer].weight /= 2
            torch.testing.assert_close(after, 2 * before)


def test_one_class_at_a_time_loses_the_class(example):
    """Statistics of one class map its mean to zero, the same point for every class."""
    run = example("pitfalls/bn_shift")
    net, x, y = run["net"], run["test_x"], run["test_y"]
    centres = []
    for digit in range(10):
        own = x[y == digit]
        hidden = net[0](own)
        layer = nn.BatchNorm1d(64, momentum=None, affine=False).double()
        layer(hidden)
        centres.append(layer.eval()(hidden).mean(0))
    assert torch.stack(centres).abs().max() < 1e-9
    assert run["one_class"] < 0.2 < run["fresh_accuracy"][4]
