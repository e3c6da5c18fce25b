"""Pitfalls: the examples against kernel regression, torch modules and closed forms."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, spatial, stats
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


@pytest.mark.parametrize(("width", "found"), [(40, "narrow"), (1000, "ridge")])
def test_baselines_of_the_random_features(example, width, found):
    """Ridge by shrinking singular directions, where its gradient is 0, over the same penalties; the mean label by hand."""
    run = example("pitfalls/variance_overfitting")
    drawn = run["frequency"][:, :width], run["phase"][:width]
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
    assert run[found][-1] == pytest.approx(errors.min(), rel=1e-9)
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


@EXACT
@given(st.text(max_size=12), st.floats(0, 1), st.floats(0, 1))
def test_a_group_keeps_its_side(example, group, less, more):
    """A larger share only adds groups to the test side; the ends of the scale are all and nothing."""
    side = example("pitfalls/split_leak")["side"]
    less, more = sorted((less, more))
    assert side(group, 0) == "train"
    assert side(group, 1) == "test"
    if side(group, less) == "test":
        assert side(group, more) == "test"
    assert side(group, less) == side(group, less)


@EXACT
@given(st.data())
def test_groups_are_dealt_whole_and_where_they_leave_the_least_spread(example, data):
    """No group is cut, and no single group of the last step would be better placed in another fold."""
    deal = example("pitfalls/split_leak")["deal"]
    n, folds = data.draw(st.integers(4, 60)), data.draw(st.integers(2, 4))
    groups = np.array(data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))
    labels = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    labels[:3] = range(3)  # each class is there
    fold = deal(groups, labels, folds)
    assert ((fold >= 0) & (fold < folds)).all()
    names = np.unique(groups)
    assert all(len(set(fold[groups == g])) == 1 for g in names)
    deviation = [np.std([(labels[groups == g] == c).sum() for c in range(3)]) for g in names]
    last = names[np.flatnonzero(np.isclose(deviation, min(deviation)))[-1]]

    def spread(place):
        moved = np.where(groups == last, place, fold)
        shares = [[(moved[labels == c] == f).mean() for f in range(folds)] for c in range(3)]
        return np.std(shares, axis=1).mean()

    assert spread(fold[groups == last][0]) <= min(map(spread, range(folds))) + 1e-9


def test_the_share_of_a_split_is_that_of_a_fair_draw(example):
    side = example("pitfalls/split_leak")["side"]
    for salt in ("v1", "another"):
        tested = sum(side(f"video-{i}", 0.3, salt) == "test" for i in range(5000))
        assert 1e-4 < stats.binom.cdf(tested, 5000, 0.3) < 1 - 1e-4
    assert any(side(str(i), 0.3) != side(str(i), 0.3, "another") for i in range(50))


@EXACT
@given(st.integers(1, 8), st.floats(0.05, 0.95), st.integers(2, 10))
def test_a_look_up_knows_what_it_has_seen(example, frames, share, classes):
    """The number of other frames in training is binomial; without any the answer is a guess."""
    run = example("pitfalls/split_leak")
    none = stats.binom.pmf(0, frames - 1, 1 - share)
    assert run["seen"](frames, share) == pytest.approx(1 - none)
    assert run["remembered"](frames, share, classes) == pytest.approx(1 - none + none / classes)


@pytest.mark.parametrize(("n", "models", "right"), [(1, 3, 0.5), (40, 7, 0.8), (1000, 20, 0.9)])
def test_optimism_of_the_best_model(example, n, models, right):
    """The mean of a count is the sum of its tail probabilities."""
    below = stats.binom.cdf(np.arange(n), n, right)
    expected = (1 - below**models).sum() / n - right
    assert example("pitfalls/best_of_many")["optimism"](n, models, right) == pytest.approx(expected)


@EXACT
@given(st.integers(1, 50), st.integers(0, 50), st.integers(1, 50), st.integers(1, 50))
def test_base_rates_by_counting(example, true, missed, false, rest):
    """Counts of a test: precision, and the share of positives from the share of alarms."""
    run = example("pitfalls/base_rate")
    total = true + missed + false + rest
    recall, rate = true / (true + missed), false / (false + rest)
    share = (true + missed) / total
    assert run["precision"](recall, rate, share) == pytest.approx(true / (true + false))
    if abs(recall - rate) > 1e-6:
        found = run["prevalence_from_alarms"]((true + false) / total, recall, rate)
        assert found == pytest.approx(share)


@EXACT
@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 9), st.integers(1, 9))
def test_a_prior_is_moved_by_repeating_samples(example, positives, negatives, times, others):
    """At one point of the input: each positive of the data is repeated, and each negative."""
    with_prior = example("pitfalls/base_rate")["with_prior"]
    a, b = 30, 70  # of the whole data
    trained, used = a / (a + b), times * a / (times * a + others * b)
    before = positives / (positives + negatives)
    after = times * positives / (times * positives + others * negatives)
    assert with_prior(before, trained, used) == pytest.approx(after)


def test_facts_of_base_rates(example):
    """The area below precision as an integral over the threshold."""
    run = example("pitfalls/base_rate")
    facts, distance = run["computed"], run["DISTANCE"]
    for key, share in {"ap-half": 0.5, "ap-rare": 0.01}.items():

        def height(t, share=share):
            true = share * stats.norm.sf(t - distance)
            return true / (true + (1 - share) * stats.norm.sf(t)) * stats.norm.pdf(t - distance)

        area = integrate.quad(height, -8, 10)[0]
        assert float(facts[key]) == pytest.approx(area, abs=0.0051)
    assert facts["auc"] == f"{stats.norm.cdf(distance / 2**0.5):.2f}"


@EXACT
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), min_size=1, max_size=20),
    st.integers(1, 20),
    st.integers(1, 20),
)
def test_no_threshold_is_cheaper(example, samples, cost_false, cost_miss):
    scores, labels = (np.array(column) for column in zip(*samples, strict=True))
    found = example("pitfalls/cost_threshold")["cheapest"](scores, labels, cost_false, cost_miss)

    def cost(threshold):
        return sum(
            cost_miss * y if s < threshold else cost_false * (1 - y)
            for s, y in zip(scores, labels, strict=True)
        )

    assert cost(found) == min(map(cost, [math.inf, *scores]))


def test_threshold_of_f1_on_drawn_labels(example):
    """Labels drawn by their probabilities: the best F1 on a large sample lies where the population has it."""
    facts, rng = example("pitfalls/cost_threshold")["computed"], np.random.default_rng(0)
    p = 1 - np.sqrt(rng.random(400_000))  # density 2(1 - p)
    y = rng.random(len(p)) < p
    order = np.argsort(-p)
    true = np.cumsum(y[order])
    f1 = 2 * true / (np.arange(1, len(p) + 1) + y.sum())
    assert f1.max() == pytest.approx(float(facts["best-f1"]), abs=0.01)
    assert p[order][f1.argmax()] == pytest.approx(float(facts["f1-threshold"]), abs=0.05)


@pytest.mark.parametrize("classes", [2, 5])
def test_temperature_against_a_search(example, classes):
    """Hard labels, for which the best temperature is none that was planted."""
    fit = example("pitfalls/temperature")["fit_temperature"]
    generator = torch.Generator().manual_seed(classes)
    logits = 4 * torch.randn(300, classes, generator=generator, dtype=torch.float64)
    labels = torch.multinomial((logits / 2.5).softmax(1), 1, generator=generator)[:, 0]
    found = fit(logits, F.one_hot(labels, classes).double()).item()
    best = optimize.minimize_scalar(
        lambda t: F.cross_entropy(logits / t, labels).item(), bounds=(0.1, 20), method="bounded"
    )
    assert found == pytest.approx(best.x, rel=1e-3)


@EXACT
@given(st.integers(1, 60), st.floats(0.05, 0.95))
def test_gap_of_a_calibrated_bin(example, samples, p):
    """De Moivre's closed form of the mean absolute deviation of a binomial variable."""
    k = math.floor(samples * p) + 1
    closed = 2 * k * stats.binom.pmf(k, samples, p) * (1 - p) / samples
    assert example("pitfalls/calibration_noise")["gap"](samples, p) == pytest.approx(closed)


@EXACT
@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(0, 10**6))
def test_the_global_mean_does_not_know_the_devices(example, counts, seed):
    run = example("pitfalls/eight_devices")
    generator = torch.Generator().manual_seed(seed)
    losses = [torch.rand(n, generator=generator, dtype=torch.float64) for n in counts]
    together = torch.cat(losses).mean()
    torch.testing.assert_close(run["global_mean"](losses), together)
    if len(set(counts)) == 1:
        torch.testing.assert_close(run["mean_of_means"](losses), together)


def test_facts_of_eight_devices(example):
    facts = example("pitfalls/eight_devices")["computed"]
    assert facts["dealt"] == str(8 * math.ceil(10 / 8))
    assert facts["repeated"] == str(8 * math.ceil(10 / 8) - 10)
    assert facts["heavier"] == f"{(1 / 8 / 10) / (1 / 710):.1f}×"


@EXACT
@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=70))
def test_a_sum_in_pairs_is_a_sum(example, values):
    """Each term passes at most as many roundings as the tree has levels."""
    total = example("pitfalls/float_order")["in_pairs"](np.array(values, dtype=np.float32))
    bound = 8 * 2.0**-24 * math.fsum(map(abs, values))
    assert abs(total - math.fsum(values)) <= bound


@EXACT
@given(st.lists(st.floats(0, 1e3, width=32), min_size=1, max_size=200))
def test_kahans_sum_does_not_err_more_with_more_terms(example, values):
    """Of terms above zero the error is about one rounding of the sum, however many there are."""
    total = example("pitfalls/float_order")["kahan"](np.array(values, dtype=np.float32))
    assert abs(total - math.fsum(values)) <= 4 * 2.0**-24 * math.fsum(values) + 1e-44


@EXACT
@given(st.integers(0, 60), st.integers(0, 60))
def test_paired_tests_against_scipy(example, only_a, only_b):
    run = example("pitfalls/paired_test")
    n = only_a + only_b
    if n:
        test = stats.binomtest(only_a, n)
        assert run["mcnemar"](only_a, only_b) == pytest.approx(test.pvalue)
        interval = test.proportion_ci(method="wilson")
        assert run["wilson"](only_a, n) == pytest.approx(tuple(interval), abs=1e-9)
    else:
        assert run["mcnemar"](0, 0) == 1


def test_bootstrap_of_scores_of_any_kind(example):
    """Scores that are no yes or no, and strongly paired: as wide as the standard error of their differences."""
    bootstrap = example("pitfalls/paired_test")["bootstrap"]
    rng = np.random.default_rng(0)
    shared = rng.normal(0, 5, 400)
    a, b = shared + rng.normal(0, 1, 400), shared + rng.normal(0.5, 1, 400)
    low, high = bootstrap(a, b, rng, draws=4000)
    error = np.std(b - a) / 20
    assert low == pytest.approx((b - a).mean() - 1.96 * error, abs=0.2 * error)
    assert high == pytest.approx((b - a).mean() + 1.96 * error, abs=0.2 * error)
    assert high - low < np.std(a) / 20 * 1.96  # far narrower than with other images for each


@pytest.mark.parametrize("runs", [2, 3, 5, 10, 40])
def test_quantiles_and_the_best_of_runs(example, runs):
    run = example("pitfalls/seeds_needed")
    for level in (0.8, 0.95):
        expected = stats.t.ppf((1 + level) / 2, runs - 1)
        assert run["t_quantile"](runs, level) == pytest.approx(expected, rel=1e-3)

    def density(x):
        return x * runs * stats.norm.pdf(x) * stats.norm.cdf(x) ** (runs - 1)

    assert run["best_of"](runs) == pytest.approx(integrate.quad(density, -9, 9)[0], abs=1e-4)


@pytest.mark.parametrize(("gap", "power"), [(1.0, 0.8), (0.5, 0.8), (0.7, 0.9)])
def test_so_many_runs_have_the_power(example, gap, power):
    """The power of a two-sided normal test: reached with these runs, and not with one less."""
    runs = example("pitfalls/seeds_needed")["runs_needed"](gap, power=power)

    def reached(n):
        return stats.norm.sf(stats.norm.ppf(0.975) - gap / math.sqrt(2 / n))

    assert reached(runs) >= power > reached(runs - 1)


@pytest.mark.parametrize(
    ("fact", "samples", "bins"), [("small", 100, 10), ("large", 2000, 10), ("more-bins", 2000, 100)]
)
def test_calibration_error_of_a_calibrated_model(example, fact, samples, bins):
    """Drawn answers, binned by the code of the page; confidences are drawn, not spaced evenly."""
    ece, rng = example("scratch/calibration_error")["ece"], np.random.default_rng(7)
    found = []
    for _ in range(1500):
        confidence = rng.uniform(0.5, 1, samples)
        found.append(ece(confidence, rng.random(samples) < confidence, bins))
    fact = float(example("pitfalls/calibration_noise")["computed"][fact])
    assert fact == pytest.approx(np.mean(found), abs=0.002)


def test_nearest_frame_of_another_split(example):
    """Half of the frames in the test set and three classes: what the formula expects, by a tree of neighbours."""
    run, rng = example("pitfalls/split_leak"), np.random.default_rng(3)
    places = rng.standard_normal((3000, 1, 6))
    frames = (places + 0.02 * rng.standard_normal((3000, 3, 6))).reshape(-1, 6)
    label = rng.integers(0, 3, 3000).repeat(3)
    test = rng.random(len(frames)) < 0.5
    nearest = spatial.KDTree(frames[~test]).query(frames[test])[1]
    accuracy = (label[~test][nearest] == label[test]).mean()
    assert accuracy == pytest.approx(run["remembered"](3, 0.5, 3), abs=0.02)


def test_selection_before_the_split(example):
    """The kept features have the largest correlation with the label; a real one survives inside of the folds."""
    run, rng = example("pitfalls/selection_leak"), np.random.default_rng(5)
    x, y = rng.standard_normal((80, 300)), np.arange(80) % 2
    x[:, 17] += 2 * y
    kept = run["best_features"](x, y, 10)
    correlation = abs(np.corrcoef(x.T, y)[-1, :-1])
    assert set(kept) == set(np.argsort(-correlation)[:10])
    assert kept[0] == 17
    # Without noise features there is nothing to leak: both are the same.
    both = {run["cross_validated"](x[:, [17]], y, 1, inside) for inside in (False, True)}
    assert len(both) == 1
    assert min(both) > 0.7


@EXACT
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1)), min_size=1, max_size=30))
def test_parts_of_the_brier_score(example, samples):
    forecast, outcome = (np.array(column) for column in zip(*samples, strict=True))
    reliability, resolution, uncertainty = example("pitfalls/proper_scores")["brier_parts"](
        forecast / 4, outcome
    )
    assert uncertainty == pytest.approx(np.var(outcome))
    means = np.array([outcome[forecast == f].mean() for f in forecast])
    assert resolution == pytest.approx(np.var(means))
    score = np.mean((forecast / 4 - outcome) ** 2)
    assert reliability - resolution + uncertainty == pytest.approx(score)
    assert reliability == pytest.approx(np.mean((forecast / 4 - means) ** 2))


def test_the_lower_limit_of_a_precision(example):
    """Above the limit a score test rejects, below it does not; all alarms right: the closed form."""
    run = example("pitfalls/demanded_precision")
    z = stats.norm.ppf(0.95)
    for right, alarms in ((3, 4), (50, 60), (95, 100)):
        found = optimize.brentq(
            lambda p, a=right, n=alarms: (a / n - p) * math.sqrt(n) - z * math.sqrt(p * (1 - p)),
            1e-9,
            right / alarms - 1e-9,
        )
        assert run["lower_limit"](right, alarms) == pytest.approx(found, abs=1e-6)
    assert run["lower_limit"](40, 40) == pytest.approx(40 / (40 + z**2))
    n = int(run["computed"]["flawless"])
    assert stats.binom.pmf(n, n, 0.95) <= 0.05 < stats.binom.pmf(n - 1, n - 1, 0.95)


def test_no_lower_threshold_keeps_the_precision(example):
    run = example("pitfalls/demanded_precision")
    scores = np.array([0.9] * 40 + [0.5] * 40)
    labels = np.array([1] * 40 + [1] * 30 + [0] * 10)
    lowest = run["lowest_threshold"]
    assert lowest(scores, labels, 0.9) == 0.9
    assert lowest(scores, labels, 0.75) == 0.5
    assert lowest(scores, labels, 0.99) == math.inf


def test_a_group_is_drawn_whole(example):
    """Groups of different sizes, so that rows per draw vary; the interval against the exact one of a mean of groups."""
    bootstrap = example("pitfalls/group_bootstrap")["group_bootstrap"]
    groups = np.array(["a", "b", "b", "c", "c", "c"])
    seen = []
    bootstrap(lambda rows: seen.append(tuple(rows)) or 0.0, groups, np.random.default_rng(0), 200)
    for rows in seen:
        counts = np.bincount(rows, minlength=6)
        assert counts[1] == counts[2]
        assert len(set(counts[3:])) == 1
        assert counts[0] + counts[1] + counts[3] == 3
    low, high = bootstrap(
        lambda rows: np.mean(rows % 2), np.arange(200), np.random.default_rng(1), 4000
    )
    exact = stats.binom.ppf([0.025, 0.975], 200, 0.5) / 200
    assert [low, high] == pytest.approx(exact, abs=0.011)
    run = example("pitfalls/group_bootstrap")
    assert run["computed"]["alike"] == f"{1000 / (1 + 19 * 0.3):.0f}"


def test_shares_and_weights_of_drawn_data(example):
    """Two normal classes: drawn inputs, a classifier by Bayes' rule, the densities' ratio in closed form."""
    run, rng = example("pitfalls/label_shift"), np.random.default_rng(0)
    trained, used = np.array([0.6, 0.4]), np.array([0.15, 0.85])
    y = (rng.random(20_000) < used[1]).astype(int)
    x = rng.normal(2.0 * y, 1)
    density = np.stack([stats.norm.pdf(x), stats.norm.pdf(x, 2)], axis=1)
    p = density * trained / (density @ trained)[:, None]
    assert run["shares_by_em"](p, trained) == pytest.approx(used, abs=0.01)
    answers = p.argmax(1)
    confusion = np.array([[(answers[y == j] == i).mean() for j in (0, 1)] for i in (0, 1)])
    shares = np.bincount(answers, minlength=2) / len(answers)
    assert run["shares_from_answers"](confusion, shares) == pytest.approx([1 - y.mean(), y.mean()])
    new, old = stats.norm.pdf(x, 1), stats.norm.pdf(x)
    p_new = 300 * new / (300 * new + 900 * old)
    found = run["weights_from_domain"](p_new, 300, 900)
    np.testing.assert_allclose(found, np.exp(x - 0.5))


def test_counts_and_limits_of_the_small_facts(example):
    """What a fact of a share says, against scipy."""
    facts = example("pitfalls/paired_test")["computed"]
    assert facts["none-of-50"] == f"{stats.beta.ppf(0.95, 1, 50):.1%}"  # Clopper & Pearson
    assert facts["three-over-50"] == f"{3 / 50:.0%}"
    rates = example("pitfalls/base_rate")["computed"]
    a = 0.9 * 0.01 + 0.05 * 0.99
    spread = stats.binom.std(1000, a) / 1000 / 0.85
    assert rates["share-error"] == f"{100 * spread:.1f} points"
    assert rates["share-low"] == f"{(a - 0.055) / 0.845:.1%}"
    assert rates["share-high"] == f"{(a - 0.045) / 0.855:.1%}"
    assert rates["even"] == f"{0.9 / 99:.1%}"


def test_two_images_change_places_in_confidence(example):
    facts = example("pitfalls/temperature")["computed"]
    e = math.exp
    assert facts["first"] == f"{e(2) / (e(2) + 2):.2f}"
    assert facts["first-after"] == f"{e(2 / 3) / (e(2 / 3) + 2):.2f}"
    assert facts["second"] == f"{1 / (1 + e(-0.5) + e(-12.5)):.2f}"
    assert facts["second-after"] == f"{1 / (1 + e(-0.5 / 3) + e(-12.5 / 3)):.2f}"
