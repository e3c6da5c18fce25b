"""Section 2: update rules against torch.optim, schedules and facts against closed forms."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler

RULES = ["SGD", "SGD + momentum", "RMSprop", "Adam", "AdamW"]
numbers = st.floats(-1e3, 1e3).filter(lambda x: x == 0 or abs(x) > 1e-6)


@pytest.mark.parametrize("name", RULES)
def test_update_rule_equals_torch_for_any_gradients(example, name):
    rules = example("optimization/update_rules")
    rule, make = rules["rules"][name]

    @settings(max_examples=25)
    @given(
        st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12), st.tuples(numbers, numbers)
    )
    def check(gradients, start):
        gradients = torch.tensor(gradients, dtype=torch.float64)
        start = torch.tensor(start, dtype=torch.float64)
        hand = torch.stack(rules["by_hand"](rule, start, gradients))
        ours = torch.stack(rules["by_torch"](make, start, gradients))
        torch.testing.assert_close(hand, ours, rtol=1e-9, atol=1e-9)

    check()


@settings(max_examples=40)
@given(st.floats(1e-3, 1e3), st.integers(1, 60), st.floats(0.5, 0.99))
def test_momentum_step_is_a_geometric_sum(gradient, steps, beta):
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([p], lr=1.0, momentum=beta)
    for _ in range(steps):
        before = p.item()
        p.grad = torch.full_like(p, gradient)
        opt.step()
    assert before - p.item() == pytest.approx(gradient * (1 - beta**steps) / (1 - beta), rel=1e-6)


def rates(make, steps):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=0.9)
    scheduler, used = make(opt), []
    for _ in range(steps):
        used.append((opt.param_groups[0]["lr"], opt.param_groups[0]["momentum"]))
        opt.step()
        scheduler.step()
    return used


def cosine(a, b, share):
    """From a to b as half a cosine wave."""
    return b + (a - b) * (1 + math.cos(math.pi * share)) / 2


@settings(max_examples=30)
@given(st.integers(10, 200), st.floats(0.2, 0.5), st.floats(1e-3, 10))
def test_onecycle_equals_its_closed_form(steps, share, peak):
    used = rates(
        lambda opt: lr_scheduler.OneCycleLR(opt, peak, total_steps=steps, pct_start=share), steps
    )
    top = share * steps - 1
    for t, (rate, momentum) in enumerate(used):
        if t <= top:
            expected = cosine(peak / 25, peak, t / top), cosine(0.95, 0.85, t / top)
        else:
            down = (t - top) / (steps - 1 - top)
            expected = cosine(peak, peak / 25e4, down), cosine(0.85, 0.95, down)
        assert (rate, momentum) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=30)
@given(st.integers(2, 30), st.integers(5, 150))
def test_warmup_cosine_of_the_page_for_any_lengths(warmup, rest):
    def make(opt):
        rise = lr_scheduler.LinearLR(opt, 1 / warmup, total_iters=warmup - 1)
        fall = lr_scheduler.CosineAnnealingLR(opt, rest)
        return lr_scheduler.SequentialLR(opt, [rise, fall], [warmup])

    for t, (rate, _) in enumerate(rates(make, warmup + rest)):
        expected = (t + 1) / warmup if t < warmup else cosine(1, 0, (t - warmup) / rest)
        assert rate == pytest.approx(expected, abs=1e-9)


@settings(max_examples=30)
@given(st.integers(2, 150), st.integers(1, 60), st.floats(0.1, 0.9))
def test_step_and_linear_closed_forms(steps, size, gamma):
    stepped = rates(lambda opt: lr_scheduler.StepLR(opt, size, gamma), steps)
    linear = rates(lambda opt: lr_scheduler.LinearLR(opt, 1, 0, steps), steps)
    for t in range(steps):
        assert stepped[t][0] == pytest.approx(gamma ** (t // size), rel=1e-9)
        assert linear[t][0] == pytest.approx(1 - t / steps, abs=1e-9)


def test_schedules_of_the_flagship_figure(example):
    namespace = example("optimization/lr_schedules")
    used = namespace["used"]
    assert used.keys() == namespace["looks"].keys()
    by_hand = {  # in plain Python; the warm-up takes 10 steps, the last decay 20
        "cosine": lambda t: min((t + 1) / 10, cosine(1, 0, max(t - 10, 0) / 90)),
        "OneCycle": lambda t: (
            cosine(1 / 25, 1, t / 29) if t < 30 else cosine(1, 1 / 25e4, (t - 29) / 70)
        ),
        "momentum": lambda t: (
            cosine(0.95, 0.85, t / 29) if t < 30 else cosine(0.85, 0.95, (t - 29) / 70)
        ),
        "warm-up–stable–decay": lambda t: min((t + 1) / 10, 1, (100 - t) / 20),
        "inverse square root": lambda t: min((t + 1) / 10, math.sqrt(10 / (t + 1))),
        "step": lambda t: 10.0 ** -(t // 30),
        "linear": lambda t: 1 - t / 100,
    }
    for name, values in used.items():
        assert values.tolist() == pytest.approx([by_hand[name](t) for t in range(100)], abs=1e-9)
    drawn = {label.get_text() for ax in namespace["fig"].axes for label in ax.texts}
    assert {"cosine", "OneCycle", "step", "linear", "inverse square root"} <= drawn


def test_joint_of_the_ledger(example):
    """The numbers that the ledger gives for five warm-up steps of twenty."""
    joint = example("optimization/warmup_joint")["joint"].tolist()
    assert joint[:5] == pytest.approx([0.2, 0.36, 0.52, 0.68, 0.84])
    assert joint[5:8] == pytest.approx([1.0, 0.9891, 0.9568], abs=5e-5)


def test_onecycle_of_the_page_by_hand(example):
    run = example("optimization/onecycle")
    facts, rate, momentum = run["computed"], run["rate"].tolist(), run["momentum"].tolist()
    assert (rate[0], rate[-1]) == pytest.approx((1 / 25, 1 / 25e4))
    assert [t for t in range(100) if rate[t] == 1] == [29]
    assert (momentum[0], momentum[29], momentum[99]) == pytest.approx((0.95, 0.85, 0.95))
    assert (facts["onecycle-peak"], facts["onecycle-end"]) == (
        "step 29",
        "1/250,000 of the peak",
    )


def test_onecycle_raises_beyond_its_total():
    with pytest.raises(ValueError, match="total steps"):
        rates(lambda opt: lr_scheduler.OneCycleLR(opt, 1.0, total_steps=10), 11)


@settings(max_examples=40)
@given(st.floats(1e-4, 0.3), st.integers(1, 16))
def test_linear_scaling_on_a_parabola(rate, k):
    small = (1 - rate) ** k
    assert small >= 1 - k * rate - 1e-12  # Bernoulli: the big step goes further
    assert small - (1 - k * rate) <= k * (k - 1) / 2 * rate**2 + 1e-12  # and agrees to first order


def test_linear_scaling_facts(example):
    facts = example("optimization/linear_scaling")["computed"]
    for key, rate in [("001", 0.01), ("01", 0.1), ("025", 0.25)]:
        assert float(facts[f"small-{key}"]) == pytest.approx((1 - rate) ** 8, abs=6e-4)
        assert float(facts[f"big-{key}"].replace("−", "-")) == pytest.approx(1 - 8 * rate, abs=1e-9)


def test_best_step_over_random_batches_follows_mccandlish(example):
    namespace = example("optimization/critical_batch")
    found, batches = namespace["found"], namespace["batches"]
    curvature, gradient = np.array([1.0, 3.0, 10.0]), np.array([1.0, 1.5, 2.0])
    noise = 64 * (curvature * gradient**2).sum() / curvature.sum()  # variance of one example
    expected = [  # the minimum of the expected loss, a parabola in the step
        (gradient**2).sum() / (curvature * (gradient**2 + noise / size)).sum() for size in batches
    ]
    np.testing.assert_allclose(found.mean(0), expected, rtol=0.02)
    facts, best = namespace["computed"], dict(zip(batches.tolist(), expected, strict=True))
    assert facts["linear-at-critical"] == f"{64 * best[1] / best[64]:.1f}×"
    assert facts["linear-from-32"] == f"{2 * best[32] / best[64]:.2f}×"


def test_steps_in_the_bowl_by_plain_iteration(example):
    """The recurrences of both methods, iterated in NumPy without torch."""
    curvature, beta = np.array([1.0, 100.0]), (9 / 11) ** 2
    counts = []
    for rate, momentum in [(2 / 101, 0.0), (4 / 121, beta)]:
        x, v, steps = np.array([1.0, 0.1]), np.zeros(2), 0
        while np.linalg.norm(x) >= 1e-6:
            v = momentum * v + curvature * x
            x, steps = x - rate * v, steps + 1
        counts.append(f"{steps} steps")
    facts = example("optimization/trajectories")["computed"]
    assert counts == [facts["gd-steps"], facts["momentum-steps"]]


def test_minima_of_the_two_valleys(example):
    namespace = example("optimization/barrier")
    x = np.linspace(-2, 2, 400_001)
    assert x[namespace["f"](x).argmin()] == pytest.approx(namespace["best"], abs=1e-4)
    right = x[x > 0.5]
    assert right[namespace["f"](right).argmin()] == pytest.approx(namespace["local"], abs=1e-4)


@settings(max_examples=40)
@given(st.lists(numbers, min_size=1, max_size=8), st.floats(0.01, 100))
def test_clipping_bounds_the_norm_and_keeps_the_direction(values, limit):
    p = torch.zeros(len(values), dtype=torch.float64)
    p.grad = torch.tensor(values, dtype=torch.float64)
    norm = math.hypot(*values)
    expected = p.grad * min(1.0, limit / (norm + 1e-6))
    assert torch.nn.utils.clip_grad_norm_([p], limit).item() == pytest.approx(norm)
    torch.testing.assert_close(p.grad, expected)


def test_clipping_facts(example):
    facts = example("optimization/clipping")["computed"]
    assert facts["exploded"] == f"{100 * 1.1**99:,.0f}"
    assert facts["vanished"] == facts["vanished-clipped"] == f"{100 * 0.9**99:.4f}"


@pytest.mark.parametrize("beta", [0.9, 0.99])
def test_recovery_of_rmsprop_by_plain_iteration(example, beta):
    """Squares averaged in plain Python, with epsilon: when the step is at 95% of its rate again."""
    v, counted = 0.0, None
    for t in range(2000):
        g = 1.0 if t < 200 else 1e-3
        v = beta * v + (1 - beta) * g * g
        if t >= 200 and counted is None and g / (math.sqrt(v) + 1e-8) >= 0.95:
            counted = t - 199
    facts = example("optimization/rmsprop_recovery")["computed"]
    assert facts[f"recovery-{'09' if beta == 0.9 else '099'}"] == f"{counted:,} steps"
    assert facts["rmsprop-after"] == "0.0095"


def test_spike_in_adam_by_plain_iteration(example):
    facts = example("optimization/adam_spike")["computed"]
    for name, spike in [("hundred", 100.0), ("ten", 10.0), ("clipped", 1.0)]:
        m, v, steps = 0.9 - 0.1 * spike, 0.999 + 0.001 * spike**2, []
        for _ in range(4000):
            steps.append(m / math.sqrt(v))
            m, v = 0.9 * m + 0.1, 0.999 * v + 0.001
        backwards = sum(step < 0 for step in steps)
        assert facts[f"backwards-{name}"] == f"{backwards} step{'s' * (backwards != 1)}"
        assert facts[f"short-{name}"] == f"{sum(step < 0.9 for step in steps):,} steps"


def test_noise_with_momentum_has_the_known_variance(example):
    """The closed form for a parabola: rate (1 + beta) / ((1 - beta) (2 (1 + beta) - rate))."""
    namespace = example("optimization/momentum_noise")
    for rate, beta in [(0.01, 0.0), (0.01, 0.9), (0.1, 0.0), (0.3, 0.5)]:
        known = rate * (1 + beta) / ((1 - beta) * (2 * (1 + beta) - rate))
        assert namespace["stationary"](rate, beta) == pytest.approx(known, rel=1e-6)
    assert namespace["measured"]["above-sgd"][0] == "10×"


def test_first_steps_of_epsilon_and_adam(example):
    epsilon = example("optimization/epsilon_placement")["computed"]
    assert epsilon["ratio-1e-6"] == f"{math.sqrt(0.01e-12 + 1e-8) / (0.1e-6 + 1e-8):.0f}×"
    lengths = example("optimization/step_lengths")["computed"]
    assert lengths["uncorrected-first"] == f"{0.1 / math.sqrt(0.001):.2f}×"
    settled = next(t for t in range(1, 9999) if (1 - 0.9**t) / math.sqrt(1 - 0.999**t) < 1.1)
    assert lengths["uncorrected-settled"] == f"{settled:,} steps"
    noise = example("optimization/warmup")["measured"]
    assert noise["later"][0] == f"{math.sqrt(0.1 / 1.9):.0%}"


def test_adam_on_noise_by_plain_numpy(example):
    """Adam written out once more, other noise: how much longer the fifth and the twentieth step are."""
    rng, m, v, lengths = np.random.default_rng(7), 0.0, 0.0, []
    for t in range(1, 61):
        g = rng.standard_normal(40_000)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        lengths.append(np.sqrt((step**2).mean()))
    settled = np.mean(lengths[-10:])
    measured = example("optimization/warmup")["measured"]
    assert lengths[0] / settled > 4
    assert measured["fifth"][0] == f"{lengths[4] / settled:.1f}×"
    assert measured["twentieth"][0] == f"{lengths[19] / settled:.1f}×"


def test_adamw_decay_and_smallest_norm(example):
    decay = example("optimization/adamw_decay")
    assert decay["computed"]["adamw-ten"] == f"{0.99**10:.0%}"
    fit = example("optimization/min_norm")
    found = fit["runs"]["gradient descent"][0].numpy()
    for X, y, w in zip(fit["X"].numpy(), fit["y"].numpy(), found, strict=True):
        np.testing.assert_allclose(w, np.linalg.lstsq(X, y, rcond=None)[0], atol=1e-6)


def test_what_the_section_measures_holds(example):
    for name in ["critical_batch", "min_norm", "momentum_noise", "warmup"]:
        for key, (_, _, holds) in example(f"optimization/{name}")["measured"].items():
            assert holds is True, (name, key)


def test_momentum_as_a_filter_by_plain_sums(example):
    facts = example("optimization/momentum_filter")["computed"]
    share = sum(0.9**k for k in range(10)) / sum(0.9**k for k in range(2000))
    assert facts["latest"] == f"{share:.0%}"
    assert facts["age"] == f"{sum(k * 0.9**k for k in range(2000)) * 0.1:.0f} steps"
    velocity, count = 0.0, 0
    while velocity < 9:
        velocity, count = 0.9 * velocity + 1, count + 1
    assert facts["filled"] == f"{count} steps"
    flips = sum((-0.9) ** k for k in range(2000))
    assert facts["flipping"] == f"{flips:.2f}×"
    noise = np.random.default_rng(3).standard_normal(200_000)
    kernel = 0.9 ** np.arange(200)
    assert facts["noise"] == f"{np.convolve(noise, kernel, 'valid').std():.1f}×"


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
def test_largest_rate_by_plain_iteration(example, beta):
    factor = example("optimization/largest_rate")["factor"]
    for rate in (0.05, 0.7, 2 * (1 + beta) - 0.05, 2 * (1 + beta) + 0.05):
        x, v, logs = 1.0, 0.0, []
        for _ in range(6000):
            v = beta * v + x
            x -= rate * v
            size = math.hypot(x, v)
            logs.append(math.log(size))
            x, v = x / size, v / size  # so that nothing overflows
        grown = math.exp(sum(logs[1000:]) / 5000)
        assert factor(torch.tensor([rate]), beta).item() == pytest.approx(grown, rel=2e-3)


@settings(max_examples=40)
@given(st.lists(numbers, min_size=2, max_size=8), st.floats(0.01, 100))
def test_clipping_by_hand_equals_numpy(example, values, limit):
    clips = example("optimization/clip_by_value")
    grads = [torch.tensor(values[:1]).double(), torch.tensor(values[1:]).double()]
    (one, two), norm = clips["clip_norm"](grads, limit)
    total = np.linalg.norm(values)
    assert norm.item() == pytest.approx(total)
    expected = np.array(values) * min(1, limit / (total + 1e-6))
    np.testing.assert_allclose(torch.cat([one, two]), expected)
    cut = torch.cat(clips["clip_value"](grads, limit))
    np.testing.assert_allclose(cut, np.clip(values, -limit, limit))


def test_turn_of_a_gradient_that_is_clipped_by_value(example):
    facts = example("optimization/clip_by_value")["computed"]
    assert facts["turn-value"] == f"{45 - math.degrees(math.atan(1 / 10)):.0f}°"
    assert facts["turn-norm"] == "0°"


def test_noise_floor_by_drawn_weights(example):
    """Rates and average of the page, drawn with NumPy instead of the recursion."""
    rng, x, a, high = np.random.default_rng(5), 0.0, 0.0, []
    average = []
    for t in range(400_000):
        x = x - 0.1 * (x + rng.standard_normal())
        a = 0.98 * a + 0.02 * x
        if t > 1000:
            high.append(x)
            average.append(a)
    run = example("optimization/noise_floor")
    assert run["floor"](0.1) == pytest.approx(np.var(high), rel=0.05)
    assert np.var(high) / np.var(average) == pytest.approx(
        float(run["computed"]["average"][:-1]), rel=0.1
    )
    assert run["computed"]["cut"] == f"{(0.1 / 1.9) / (0.01 / 1.99):.1f}×"


def test_average_of_the_weights_of_another_model(example):
    update = example("optimization/weight_average")["update_average"]
    torch.manual_seed(4)
    average = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    model(torch.randn(8, 3))  # moves the running statistics
    before = [p.detach().numpy().copy() for p in average.parameters()]
    update(average, model, 0.75)
    for old, new, now in zip(before, model.parameters(), average.parameters(), strict=True):
        np.testing.assert_allclose(
            now.detach(), 0.75 * old + 0.25 * new.detach().numpy(), atol=1e-6
        )
    np.testing.assert_array_equal(average[1].running_mean, model[1].running_mean)


def test_units_that_start_alike_stay_alike(example):
    runs = example("optimization/symmetry")["runs"]
    assert [runs[kind][1] for kind in ("constant", "zero", "random")] == [1, 1, 8]
    assert runs["zero"][0][-1] == pytest.approx(math.log(2))
    assert runs["random"][0][-1] < 0.01 < 0.4 < runs["constant"][0][-1]


def test_factors_of_the_mean_square_by_one_wide_layer(example):
    """ReLU halves the mean square of a symmetric sum, here by NumPy."""
    rng = np.random.default_rng(8)
    for kind, spread in [
        ("default", lambda n: rng.uniform(-(n**-0.5), n**-0.5, (n, n))),
        ("Xavier", lambda n: rng.standard_normal((n, n)) / n**0.5),
        ("He", lambda n: rng.standard_normal((n, n)) * (2 / n) ** 0.5),
    ]:
        out = np.maximum(spread(1500) @ rng.standard_normal((1500, 50)), 0)
        factors = example("optimization/variance_through_layers")["factors"]
        assert factors[kind] == pytest.approx((out**2).mean(), rel=0.08)


def test_lion_by_hand(example):
    lion = example("optimization/matrix_steps")["lion_step"]
    w, m = lion(*map(torch.tensor, ([1.0, -2.0], [3.0, -0.1], [-0.2, 1.0])), 0.1, 0.5)
    # signs of 0.9 · −0.2 + 0.1 · 3 and of 0.9 − 0.01; then the decay of w
    assert w.tolist() == pytest.approx([1 - 0.1 * (1 + 0.5), -2 - 0.1 * (1 - 1)])
    assert m.tolist() == pytest.approx([0.99 * -0.2 + 0.03, 0.99 - 0.001])


def test_shampoo_and_muon_without_eigenvalues(example):
    run = example("optimization/matrix_steps")
    g = torch.tensor(np.random.default_rng(2).standard_normal((3, 5)))
    second = torch.tensor(np.random.default_rng(3).standard_normal((3, 5)))
    w, left, right = torch.zeros(3, 5).double(), torch.zeros(3, 3), torch.eye(5).double()
    left = left.double() + torch.eye(3)
    w, left, right = run["shampoo_step"](w, g, left, right, 1.0)
    moved, left, right = run["shampoo_step"](w, second, left, right, 1.0)

    def fourth_root_of_inverse(a):  # Newton's iteration instead of eigenvalues
        a = a.numpy()
        scale = np.trace(a)
        m, x = a / scale, np.eye(len(a))
        for _ in range(200):
            t = (5 * np.eye(len(a)) - m) / 4
            x, m = x @ t, np.linalg.matrix_power(t, 4) @ m
        return x * scale**-0.25

    expected = fourth_root_of_inverse(left) @ second.numpy() @ fourth_root_of_inverse(right)
    np.testing.assert_allclose(w - moved, expected, rtol=1e-6)
    ones = torch.linalg.svdvals(run["orthogonalize"](g))
    assert ones.min() > 0.6
    assert ones.max() < 1.3
    assert not run["orthogonalize"](torch.zeros(2, 3)).any()


def test_rates_and_scales_that_the_questions_name(example):
    scale = example("optimization/loss_scale")["computed"]
    assert scale["at-epsilon"] == "50%"  # g / (g + ε)
    for name in ("range_test", "rate_curves", "variance_through_layers", "matrix_steps"):
        for key, (_, _, holds) in example(f"optimization/{name}")["measured"].items():
            assert holds is True, (name, key)


def test_range_test_on_a_model_of_its_own(example):
    """Rates that grow by one factor, a mean that is corrected for its start, and an end where it explodes."""
    run = example("optimization/range_test")["range_test"]
    torch.manual_seed(1)
    model = torch.nn.Linear(2, 3)
    batches = [(torch.randn(8, 2), torch.randint(0, 3, (8,))) for _ in range(60)]
    first = torch.nn.functional.cross_entropy(model(batches[0][0]), batches[0][1]).item()
    rates, losses = run(model, torch.optim.SGD(model.parameters()), batches, 1e-3, 1e5)
    assert len(rates) == len(losses) < 60
    assert rates[0] == pytest.approx(1e-3)
    assert (
        rates[1] / rates[0] == pytest.approx(rates[9] / rates[8]) == pytest.approx(1e8 ** (1 / 59))
    )
    assert losses[0] == pytest.approx(first, rel=1e-6)
    assert losses[-1] >= 4 * min(losses) > 4 * 0


@pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.9, 0.95), (0.5, 0.9)])
def test_adams_longest_step_is_reached_and_not_passed(example, beta1, beta2):
    bound = example("optimization/adam_longest_step")["longest_step"](beta1, beta2)
    m, v, g, longest = 0.0, 0.0, 1.0, 0.0
    for _ in range(400):
        m, v, g = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2, g * beta2 / beta1
        longest = max(longest, m / math.sqrt(v))
    assert longest == pytest.approx(bound, rel=1e-6)
    rng, m, v = np.random.default_rng(3), 0.0, 0.0
    for g in rng.standard_normal(2000) * 10 ** rng.uniform(-3, 3, 2000):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        assert abs(m) <= bound * math.sqrt(v) * (1 + 1e-9)


def test_gradient_through_depth_by_one_jacobian(example):
    """A sigmoid layer with noise below: mean squared slope times the variance of the weights."""
    measured = example("optimization/gradient_through_depth")["measured"]
    rng = np.random.default_rng(5)
    h, w = rng.random((500, 128)), rng.standard_normal((128, 128)) / math.sqrt(128)
    for _ in range(3):
        s = 1 / (1 + np.exp(-h @ w))
        h, slope = s, (s * (1 - s)) ** 2
    low, high = (float(word) for word in measured["sigmoid"][0].split(" to "))
    assert low - 0.01 <= math.sqrt(slope.mean()) <= high + 0.01
    low, high = (float(word) for word in measured["relu"][0].split(" to "))
    assert low <= 1 <= high


def test_halving_spends_as_much_in_each_round_and_finds_the_best(example):
    seen = []

    def train(setting, steps):
        seen.append((setting, steps))
        return (setting - 11) ** 2

    best, spent = example("optimization/random_search")["successive_halving"](range(27), train)
    assert best == 11
    assert spent == 4 * 27 == sum(steps for _, steps in seen)
    assert [sum(s == steps for _, s in seen) for steps in (1, 3, 9, 27)] == [27, 9, 3, 1]


def test_halving_ranks_diverged_trials_last(example):
    halving = example("optimization/random_search")["successive_halving"]
    for seed in range(20):
        rng = np.random.default_rng(seed)
        losses = np.where(rng.random(27) < 0.4, np.nan, rng.random(27))
        losses[0] = np.inf
        assert halving(range(27), lambda i, _, found=losses: found[i])[0] == np.nanargmin(losses)
    with pytest.raises(IndexError):
        halving([], lambda setting, steps: 0.0)


def test_trials_counted_by_drawing(example):
    facts = example("optimization/random_search")["computed"]
    trials = int(facts["trials"].split()[0])
    lucky = (np.random.default_rng(2).random((40_000, trials)) < 0.05).any(axis=1).mean()
    assert lucky == pytest.approx(0.95, abs=0.01)


def test_rates_of_layers(example):
    space = example("optimization/fine_tuning")
    blocks = [torch.nn.Linear(2, 2) for _ in range(3)]
    head = torch.nn.Linear(2, 1)
    groups = space["layer_wise_groups"](blocks, head, 8.0, 0.5)
    assert [group["lr"] for group in groups] == [1.0, 2.0, 4.0, 8.0]
    for group, module in zip(groups, [*blocks, head], strict=True):
        assert [id(p) for p in group["params"]] == [id(p) for p in module.parameters()]
    assert space["computed"]["first-share"] == f"{0.75**12:.1%}"
    assert space["computed"]["zero-gradient"] == f"{1 - 0.1 * 0.1:.2f}"


@settings(max_examples=30)
@given(st.lists(st.floats(-2, 2), min_size=4, max_size=4))
def test_both_modes_agree_with_differences(example, start):
    space = example("optimization/reverse_mode")
    tape = [space["Value"](data) for data in start]
    space["loss"](tape).backward()
    for i, value in enumerate(tape):
        near = [[w + sign * 1e-5 * (j == i) for j, w in enumerate(start)] for sign in (1, -1)]
        above, below = (
            math.tanh(h * w[3] + h * h) for w in near for h in [math.tanh(w[0] * w[1] + w[2])]
        )
        duals = [space["Dual"](data, float(j == i)) for j, data in enumerate(start)]
        assert value.grad == pytest.approx((above - below) / 2e-5, abs=1e-6)
        assert space["loss"](duals).slope == pytest.approx(value.grad, abs=1e-12)


def test_a_value_used_twice_gets_both_shares(example):
    Value = example("optimization/reverse_mode")["Value"]
    x = Value(3.0)
    y = x * x
    (y * y + x).backward()
    assert x.grad == 4 * 3.0**3 + 1


def test_two_losses_of_one_tape_add_up_at_the_leaves_alone(example):
    Value = example("optimization/reverse_mode")["Value"]
    x = Value(3.0)
    y = x * x
    loss = y * y
    for _ in range(2):
        loss.backward()
    (y + x).backward()
    assert x.grad == 2 * 4 * 3.0**3 + 2 * 3.0 + 1
    x.backward()
    assert x.grad == 2 * 4 * 3.0**3 + 2 * 3.0 + 2


def test_factored_squares_keep_their_margins(example):
    factored = example("optimization/small_state")["factored"]
    squares = np.random.default_rng(4).random((5, 7))
    found = factored(torch.as_tensor(squares)).numpy()
    expected = squares.sum(1, keepdims=True) * squares.sum(0) / squares.sum()
    np.testing.assert_allclose(found, expected)
    assert not factored(torch.zeros(2, 3)).any()


def test_codes_of_eight_bits_are_off_by_half_a_code_of_their_block(example):
    space = example("optimization/small_state")
    state = torch.randn(12, 64) * 10 ** torch.arange(-3, 9).float()[:, None]
    codes, scale = space["quantize"](state, 64)
    assert codes.dtype == torch.int8
    assert scale.flatten().tolist() == state.abs().amax(1).tolist()
    off = (space["restore"](codes, scale) - state).abs()
    assert (off <= scale / 254 * 1.0001).all()
    zeros, scale = space["quantize"](torch.zeros(64), 64)
    assert not space["restore"](zeros, scale).any()


@pytest.mark.parametrize("delay", [0, 1, 2, 5])
def test_stale_gradients_shrink_below_the_limit_only(example, delay):
    limit = example("optimization/stale_gradients")["largest_rate"](delay)
    for rate, shrinks in ((0.95 * limit, True), (1.05 * limit, False)):
        path = [1.0] * (delay + 1)
        for _ in range(3000):
            path.append(path[-1] - rate * path[-1 - delay])
        assert (max(map(abs, path[-100:])) < 1) == shrinks


def test_a_step_of_sam_takes_the_gradient_uphill(example):
    w = torch.tensor([3.0, -1.0], dtype=torch.float64, requires_grad=True)
    curvatures = torch.tensor([1.0, 5.0], dtype=torch.float64)
    frozen = torch.ones(2)
    opt = torch.optim.SGD([w, frozen], lr=0.1)

    def backward():
        loss = (curvatures / 2 * w**2).sum()
        loss.backward()
        return loss

    loss = example("optimization/sam")["sam_step"](opt, backward, 0.2)
    g = np.array([3.0, -5.0])
    uphill = np.array([3.0, -1.0]) + 0.2 * g / np.linalg.norm(g)
    expected = np.array([3.0, -1.0]) - 0.1 * np.array([1.0, 5.0]) * uphill
    np.testing.assert_allclose(w.detach().numpy(), expected)
    assert loss.item() == 4.5 + 2.5
    assert frozen.tolist() == [1, 1]


def test_variance_of_batches_without_replacement_by_drawing(example):
    variance = example("optimization/without_replacement")["batch_variance"]
    rng = np.random.default_rng(6)
    samples = rng.standard_normal(20)
    means = [rng.choice(samples, 8, replace=False).mean() for _ in range(20_000)]
    assert np.var(means) == pytest.approx(variance(samples.var(), 8, 20), rel=0.05)
    assert variance(1.0, 20, 20) == 0


def test_a_run_that_goes_on_from_a_file(example, tmp_path):
    """Another model and optimizer, through a file: weights are the same to the bit."""
    resume = example("optimization/resume")
    x = torch.arange(12.0).reshape(3, 4)

    def build():
        torch.manual_seed(0)
        model = torch.nn.Linear(4, 2)
        return {"model": model, "optimizer": torch.optim.SGD(model.parameters(), 0.01, 0.9)}

    def step(parts):
        parts["optimizer"].zero_grad()
        (parts["model"](x) * torch.randn(3, 2)).sum().backward()
        parts["optimizer"].step()

    straight = build()
    for _ in range(3):
        step(straight)
    torch.save(resume["snapshot"](3, **straight), tmp_path / "run.pt")
    step(straight)
    torch.manual_seed(5)
    again = build()
    assert resume["resume"](torch.load(tmp_path / "run.pt"), **again) == 3
    step(again)
    for a, b in zip(straight["model"].parameters(), again["model"].parameters(), strict=True):
        assert torch.equal(a, b)
    assert resume["computed"]["agree"] == "50 of 50"
    assert resume["computed"]["without-random"] == "0 of 50"
