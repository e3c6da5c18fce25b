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
    """The least-norm fit that interpolates predicts k(x)ᵀ K⁻¹ y with the features' kernel; the last seed."""
    run = example("pitfalls/variance_overfitting")
    train_x, test_x, found = run["train_x"], run["test_x"], run["runs"]

    def features(x):
        waves = x @ run["frequency"][:, :width] + run["phase"][:width]
        return np.cos(waves) / math.sqrt(width / 2)

    predictions = []
    for x, y in zip(train_x, run["train_y"], strict=True):
        design = features(x)
        predictions.append(features(test_x) @ design.T @ np.linalg.solve(design @ design.T, y))
    error = np.square(np.array(predictions) - run["test_y"]).mean()
    variance = np.var(predictions, axis=0).mean()
    assert found["test"][width][-1] == pytest.approx(error, rel=1e-6)
    assert found["variance"][width][-1] == pytest.approx(variance, rel=1e-6)
    truth = np.sin(test_x[:, 0]) - np.sin(test_x[:, 1]) / 2
    bias = np.square(np.mean(predictions, axis=0) - truth).mean()
    # Exact in a sample: the labels' noise stands against the mean prediction, not each.
    noise = np.square(run["test_y"] - truth).mean()
    cross = 2 * ((np.mean(predictions, axis=0) - truth) * (truth - run["test_y"])).mean()
    assert bias + variance + noise + cross == pytest.approx(error)
    assert found["bias"][width][-1] == pytest.approx(bias, rel=1e-6)


def test_baselines_of_the_random_features(example):
    """Ridge by shrinking singular directions, where its gradient is 0, over the same penalties; the mean label by hand."""
    run = example("pitfalls/variance_overfitting")
    drawn = run["frequency"], run["phase"]
    fresh, squares = run["features"](run["test_x"], *drawn), []
    penalties = 2.0 ** np.arange(-9, 3)
    for x, y in zip(run["train_x"], run["train_y"], strict=True):
        design = run["features"](x, *drawn)
        left, singular, right = np.linalg.svd(design, full_matrices=False)
        shrunk = singular / (singular**2 + penalties[:, None]) * (left.T @ y)
        weights = right.T @ shrunk.T  # a column for each penalty
        slopes = design.T @ (design @ weights - y[:, None]) + penalties * weights
        np.testing.assert_allclose(slopes, 0, atol=1e-9)
        squares.append(np.square(fresh @ weights - run["test_y"][:, None]).mean(axis=0))
    errors = np.mean(squares, axis=0)
    # The best lies inside of the range.
    assert 0 < errors.argmin() < len(errors) - 1
    assert run["ridge"][-1] == pytest.approx(errors.min(), rel=1e-9)
    means = np.mean(run["train_y"], axis=1)
    expected = np.mean([np.square(run["test_y"] - mean).mean() for mean in means])
    assert run["only_mean"][-1] == pytest.approx(expected)


def test_one_random_label_has_the_variance_of_the_labels(example):
    """Every pair of labels counted: in training one pair in n is a label and itself."""
    run = example("pitfalls/one_label")
    n = run["N"]
    pairs = [0.0 if copied == label else 2.0 for copied in range(n) for label in range(n)]
    assert run["computed"] == {
        "one-variance": "1.0",
        "mean-variance": f"{1 / n:.2f}",
        "one-train": f"{sum(pairs) / len(pairs):.2f}",
        "one-test": "2.00",
    }


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
    facts = example("pitfalls/bn_checkpointing")["computed"]
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
    assert run["computed"]["entropy"] == f"{stats.entropy(run['counts']):.2f}"
    assert run["computed"]["ln-c"] == f"{np.log(10):.3f}"
    assert run["last"]["blank"] == pytest.approx([stats.entropy(run["counts"])] * 10, abs=1e-3)


def test_a_training_step_is_that_of_adam(example):
    """The shared loop against Adam written out (Kingma & Ba 2014, algorithm 1)."""
    fit = example("pitfalls/overfit_one_batch")["fit"]
    torch.manual_seed(0)
    net = nn.Linear(3, 2).double()
    x, y = torch.randn(5, 3, dtype=torch.float64), torch.tensor([0, 1, 1, 0, 1])
    weight, bias = (p.detach().clone() for p in net.parameters())
    states = [[p, torch.zeros_like(p), torch.zeros_like(p)] for p in (weight, bias)]
    expected = []
    for step in range(1, 5):
        leaves = [state[0].clone().requires_grad_() for state in states]
        loss = -F.log_softmax(x @ leaves[0].T + leaves[1], 1)[range(5), y].mean()
        expected.append(loss.item())
        for state, grad in zip(states, torch.autograd.grad(loss, leaves), strict=True):
            state[1] = 0.9 * state[1] + 0.1 * grad
            state[2] = 0.999 * state[2] + 0.001 * grad**2
            mean, square = state[1] / (1 - 0.9**step), state[2] / (1 - 0.999**step)
            state[0] = state[0] - 0.1 * mean / (square.sqrt() + 1e-8)
    assert fit(net, x, y, steps=4, rate=0.1) == pytest.approx(expected)


@EXACT
@given(st.integers(0, 5), st.sampled_from([math.nan, math.inf]))
def test_the_hook_names_the_layer_that_was_planted(example, index, poison):
    torch.manual_seed(0)
    net = nn.Sequential(*(m for _ in range(6) for m in (nn.Linear(4, 4), nn.ReLU())))
    with torch.no_grad():
        net[2 * index].bias[0] = poison
    assert example("pitfalls/nan_hunt")["first_bad"](net, torch.randn(3, 4)) == str(2 * index)


def test_the_hook_takes_any_network_and_leaves_no_hooks(example):
    first_bad = example("pitfalls/nan_hunt")["first_bad"]
    layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True, dropout=0)
    assert first_bad(layer, torch.randn(1, 3, 4)) is None
    with torch.no_grad():
        layer.linear2.bias[0] = math.inf
    assert first_bad(layer, torch.randn(1, 3, 4)) == "linear2"
    assert not any(module._forward_hooks for module in layer.modules())


def test_ranges_of_the_half_precisions(example):
    facts = example("pitfalls/nan_hunt")["computed"]
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
    assert faults(right[:0]) == ["shape or type"]
    spoilt = right.clone()
    spoilt[0, 0, 0, 0] = math.nan
    assert faults(spoilt) == ["NaN or infinity"]
    assert faults(right.permute(0, 2, 3, 1)) == faults(right.half()) == ["shape or type"]
    assert "smoothness" in faults(right.flatten(1)[:, torch.randperm(3 * 24 * 24)].view_as(right))


def test_gradients_of_a_plain_stack(example):
    """The first seed again, as an nn.Sequential; the update as torch.optim.SGD makes it."""
    run = example("pitfalls/gradient_norms")
    torch.manual_seed(0)
    convs, _, head = run["build"]("default init")
    x = torch.randn(run["BATCH"], run["WIDTH"], 8, 8, dtype=torch.float64)
    stack = nn.Sequential(*(m for conv in convs for m in (conv, nn.ReLU())))
    pooled = nn.AdaptiveAvgPool2d(1)(stack(x)).flatten(1)
    F.cross_entropy(head(pooled), run["labels"]).backward()
    norms = [conv.weight.grad.norm().item() for conv in convs]
    assert norms == pytest.approx(run["drawn"]["default init"], rel=1e-6)
    assert norms[0] / norms[-1] == pytest.approx(run["ratio"]["default init"][0], rel=1e-6)


@pytest.mark.parametrize("kind", ["batch norm", "residual + batch norm"])
def test_gradient_and_update_of_the_first_layer(example, kind):
    """Along the gradient itself the loss rises by the gradient's norm; the update is that of torch.optim.SGD."""
    run = example("pitfalls/gradient_norms")
    torch.manual_seed(0)
    net = run["build"](kind)
    x = torch.randn(run["BATCH"], run["WIDTH"], 8, 8, dtype=torch.float64)
    weight, labels = net[0][0].weight, run["labels"]
    F.cross_entropy(run["forward"](kind, net, x), labels).backward()
    direction, losses = weight.grad / weight.grad.norm(), []
    with torch.no_grad():
        for step in (1e-10, -1e-10):
            weight += step * direction
            losses.append(F.cross_entropy(run["forward"](kind, net, x), labels).item())
            weight -= step * direction
    slope = (losses[0] - losses[1]) / 2e-10
    assert slope == pytest.approx(run["drawn"][kind][0], rel=1e-3)
    start = weight.detach().clone()
    torch.optim.SGD([weight], lr=run["RATE"]).step()
    moved = ((weight - start).norm() / start.norm()).item()
    assert moved == pytest.approx(run["update"][kind][0], rel=1e-6)


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
        layer = nn.BatchNorm1d(hidden.shape[1], momentum=None, affine=False).double()
        layer(hidden)
        centres.append(layer.eval()(hidden).mean(0))
    assert torch.stack(centres).abs().max() < 1e-9
    assert max(run["one_class"]) < 0.2 < min(run["new"]["fog"])


def test_reestimated_statistics_are_those_of_the_new_data(example):
    """Of each batch norm in the network, in order, and the network itself stays as it was."""
    reestimate = example("pitfalls/bn_shift")["reestimate"]
    torch.manual_seed(0)
    net = nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 2), nn.BatchNorm1d(2)).double()
    x = 5 + 2 * torch.randn(50, 3, dtype=torch.float64)
    new = reestimate(net, x)
    torch.testing.assert_close(new[0].running_mean, x.mean(0))
    torch.testing.assert_close(new[0].running_var, x.var(0))
    hidden = net[1]((x - x.mean(0)) / (x.var(0, correction=0) + 1e-5).sqrt())
    torch.testing.assert_close(new[2].running_mean, hidden.mean(0))
    assert not new.training
    assert net[0].running_mean.abs().max() == 0
