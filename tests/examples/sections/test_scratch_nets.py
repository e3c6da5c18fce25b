"""Networks on the whiteboard: each solution against PyTorch, on drawn and on edge inputs."""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

MANY = settings(max_examples=100)
WHOLE = st.integers(-3, 3)


def both(name, *solutions):
    """Run a test with each solution of a script."""
    return pytest.mark.parametrize("solution", [(name, each) for each in solutions], ids="#".join)


def find(example, solution):
    name, function = solution
    return example(f"scratch/{name}")[function]


def drawn(seed, *shape):
    """Normal numbers of a shape, the same for the same seed."""
    return np.random.default_rng([seed, *shape]).normal(size=shape)


def close(ours, theirs):
    """Both have one shape and the same values."""
    theirs = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    assert np.shape(ours) == np.shape(theirs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


@st.composite
def layers(draw, grouped):
    """Images, kernels and settings of a convolution, whose kernel fits the padded image."""
    side = st.integers(1, 3)
    groups = draw(st.integers(1, 3)) if grouped else 1
    run, out = draw(st.integers(1, 2)), draw(st.integers(1, 2)) * groups
    kernel = draw(side), draw(side)
    stride, dilation = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    padding = draw(st.integers(0, 2))
    size = [max(dilation * (k - 1) + 1 - 2 * padding, 1) + draw(st.integers(0, 1)) for k in kernel]
    seed, images = draw(st.integers(0, 99)), draw(st.integers(0, 2))
    x, weight = drawn(seed, images, run * groups, *size), drawn(seed, out, run, *kernel)
    return x, weight, drawn(seed, out), [stride, padding, dilation, *([groups] if grouped else [])]


@both("convolution", "convolve", "convolve_im2col")
@MANY
@given(layer=layers(grouped=True), has_bias=st.booleans())
def test_convolutions_are_pytorchs(example, solution, layer, has_bias):
    x, weight, bias, rest = layer
    convolve, bias = find(example, solution), bias if has_bias else None
    tensors = [None if each is None else torch.tensor(each) for each in (x, weight, bias)]
    close(convolve(x, weight, bias, *rest), F.conv2d(*tensors, *rest))


@both("convolution", "convolve", "convolve_im2col")
def test_a_kernel_larger_than_the_padded_image_is_refused(example, solution):
    convolve = find(example, solution)
    for size, kernel, *rest in [
        ((2, 9), (3, 1)),
        ((9, 2), (1, 3)),
        ((2, 9), (5, 1), 1, 1),
        ((2, 9), (2, 2), 1, 0, 2),
        ((1, 1), (9, 9), 3, 0, 1),
    ]:
        with pytest.raises(ValueError, match="larger"):
            convolve(np.ones((1, 1, *size)), np.ones((1, 1, *kernel)), None, *rest)
    assert convolve(np.ones((1, 1, 2, 9)), np.ones((1, 1, 4, 4)), None, 1, 1).shape == (1, 1, 1, 8)


@both("convolution_backward", "convolve_backward", "convolve_backward_col2im")
@MANY
@given(layer=layers(grouped=False))
def test_gradients_of_a_convolution_are_autograds(example, solution, layer):
    x, weight, bias, rest = layer
    leaves = [torch.tensor(each, requires_grad=True) for each in (x, weight, bias)]
    out = F.conv2d(*leaves, *rest)
    upstream = drawn(7, *out.shape)
    expected = torch.autograd.grad(out, leaves, torch.tensor(upstream))
    for ours, theirs in zip(
        find(example, solution)(upstream, x, weight, *rest), expected, strict=True
    ):
        close(ours, theirs)


@both("pooling", "pool", "pool_vectorized")
@MANY
@given(data=st.data(), kind=st.sampled_from(["max", "average"]), ties=st.booleans())
def test_pooling_is_pytorchs_with_its_gradient(example, solution, data, kind, ties):
    size, stride = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    padding = data.draw(st.integers(0, size // 2))
    shape = [max(size - 2 * padding, 1) + data.draw(st.integers(0, 4)) for _ in range(2)]
    values = drawn(data.draw(st.integers(0, 99)), data.draw(st.integers(0, 2)), 2, *shape)
    values = np.round(values) - 3 if ties else values
    x = torch.tensor(values, requires_grad=True)
    expected = {"max": F.max_pool2d, "average": F.avg_pool2d}[kind](x, size, stride, padding)
    upstream = drawn(8, *expected.shape)
    (at_x,) = torch.autograd.grad(expected, x, torch.tensor(upstream))
    out, backward = find(example, solution)(values, size, stride, padding, kind)
    close(out, expected)
    close(backward(upstream), at_x)
    close(backward(upstream), at_x)  # asked twice it says the same


def test_facts_of_convolution_and_pooling(example):
    computed = example("scratch/convolution")["computed"]
    products = 64 * 64 * 56 * 56 * 3 * 3
    assert computed == {"multiplications": f"{products / 1e6:.0f} million", "im2col-copies": "9×"}
    computed = example("scratch/convolution_backward")["computed"]
    assert computed == {"middle-pixel": "9", "middle-pixel-slip": "1"}
    computed = example("scratch/pooling")["computed"]
    assert computed == {"gradient-of-ties": "1", "gradient-of-ties-slip": "4"}


@both("softmax_cross_entropy", "cross_entropy", "cross_entropy_vectorized")
@MANY
@given(data=st.data(), scale=st.sampled_from([1, 30, 1e3, 1e6]), is_ruled_out=st.booleans())
def test_cross_entropy_is_pytorchs_for_logits_of_any_size(
    example, solution, data, scale, is_ruled_out
):
    samples, classes = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    logits = scale * drawn(data.draw(st.integers(0, 99)), samples, classes)
    labels = np.array(
        data.draw(st.lists(st.integers(0, classes - 1), min_size=samples, max_size=samples))
    )
    if is_ruled_out and classes > 1:
        logits[0, labels[0] - 1] = -np.inf
    z = torch.tensor(logits, requires_grad=True)
    expected = F.cross_entropy(z, torch.tensor(labels))
    (slope,) = torch.autograd.grad(expected, z)
    loss, gradient = find(example, solution)(logits, labels)
    close(loss, expected)
    close(gradient, slope)
    close(gradient.sum(1), np.zeros(samples))


@both("batch_norm", "batch_norm", "batch_norm_vectorized")
@MANY
@given(data=st.data(), training=st.booleans(), momentum=st.floats(0, 1))
def test_batch_norm_is_pytorchs_module_over_several_batches(
    example, solution, data, training, momentum
):
    """Running statistics are handed from batch to batch; nothing that is passed in changes."""
    channels = data.draw(st.integers(1, 3))
    seed, eps = data.draw(st.integers(0, 99)), data.draw(st.sampled_from([1e-5, 0.1]))
    module = torch.nn.BatchNorm2d(channels, eps, momentum).double().train(training)
    gamma, beta = drawn(seed, 2, channels)
    module.load_state_dict(
        {
            "weight": torch.tensor(gamma), "bias": torch.tensor(beta),
            "running_mean": torch.tensor(drawn(1, channels)),
            "running_var": torch.tensor(drawn(2, channels) ** 2),
            "num_batches_tracked": torch.tensor(0),
        }
    )  # fmt: skip
    running = np.stack([module.running_mean, module.running_var])
    for batch in range(2):
        shape = data.draw(st.sampled_from([(2, 1, 1), (1, 2, 3), (3, 2, 2)]))
        x, upstream = drawn(seed + batch, 2, shape[0], channels, *shape[1:])
        leaf = torch.tensor(x, requires_grad=True)
        expected = module(leaf)
        leaves = (leaf, module.weight, module.bias)
        slopes = torch.autograd.grad(expected, leaves, torch.tensor(upstream))
        given = x.copy(), gamma.copy(), beta.copy(), running.copy()
        out, new, backward = find(example, solution)(
            x, gamma, beta, running, training, momentum, eps
        )
        close(out, expected)
        close(new, np.stack([module.running_mean, module.running_var]))
        for ours, theirs in zip(backward(upstream), slopes, strict=True):
            close(ours, theirs)
        for before, after in zip(given, (x, gamma, beta, running), strict=True):
            assert np.array_equal(before, after)
        running = new


@both("batch_norm", "batch_norm", "batch_norm_vectorized")
def test_batch_norm_refuses_to_train_on_a_single_value(example, solution):
    batch_norm, ones = find(example, solution), np.ones(2)
    for shape in ((1, 2, 1, 1), (0, 2, 3, 3)):
        with pytest.raises(ValueError, match="two values"):
            batch_norm(np.ones(shape), ones, ones, np.ones((2, 2)), True)
        assert batch_norm(np.ones(shape), ones, ones, np.ones((2, 2)), False)[0].shape == shape


@both("layer_group_norm", "layer_norm", "layer_norm_vectorized")
@MANY
@given(data=st.data(), eps=st.sampled_from([1e-5, 0.1]), is_flat=st.booleans())
def test_layer_norm_is_pytorchs_with_its_gradient(example, solution, data, eps, is_flat):
    rows, width = data.draw(st.integers(0, 4)), data.draw(st.integers(1, 6))
    x, upstream = drawn(data.draw(st.integers(0, 99)), 2, rows, width)
    x = np.full_like(x, 3) if is_flat else x
    gamma, beta = drawn(3, 2, width)
    leaves = [torch.tensor(each, requires_grad=True) for each in (x, gamma, beta)]
    expected = F.layer_norm(leaves[0], (width,), *leaves[1:], eps)
    slopes = torch.autograd.grad(expected, leaves, torch.tensor(upstream))
    out, backward = find(example, solution)(x, gamma, beta, eps)
    close(out, expected)
    for ours, theirs in zip(backward(upstream), slopes, strict=True):
        close(ours, theirs)


@both("layer_group_norm", "rms_norm", "rms_norm_vectorized")
@MANY
@given(rows=st.integers(0, 4), width=st.integers(1, 6), eps=st.sampled_from([1e-6, 0.1]))
def test_rms_norm_is_pytorchs(example, solution, rows, width, eps):
    x, gamma = 2 + drawn(4, rows, width), drawn(5, width)
    close(
        find(example, solution)(x, gamma, eps),
        F.rms_norm(torch.tensor(x), (width,), torch.tensor(gamma), eps),
    )


@both("layer_group_norm", "group_norm", "group_norm_vectorized")
@MANY
@given(data=st.data(), eps=st.sampled_from([1e-5, 0.1]))
def test_group_norm_is_pytorchs(example, solution, data, eps):
    images, groups, run, height, width = (
        data.draw(st.integers(0 if n == 0 else 1, 3)) for n in range(5)
    )
    x = 2 + drawn(data.draw(st.integers(0, 99)), images, groups * run, height, width)
    gamma, beta = drawn(6, 2, groups * run)
    assume(run * height * width > 1)  # PyTorch refuses a group of one value; here it gives beta
    expected = F.group_norm(torch.tensor(x), groups, torch.tensor(gamma), torch.tensor(beta), eps)
    close(find(example, solution)(x, groups, gamma, beta, eps), expected)


@both("dropout", "dropout", "dropout_vectorized")
@MANY
@given(shape=st.lists(st.integers(0, 4), max_size=3), p=st.floats(0, 1), seed=st.integers(0, 99))
def test_dropout_keeps_what_is_drawn_and_scales_it(example, solution, shape, p, seed):
    dropout = find(example, solution)
    x, upstream = drawn(seed, 2, *shape)
    out, backward = dropout(x, p, True, np.random.default_rng(seed))
    rng = np.random.default_rng(seed)
    factors = [1 / (1 - p) if rng.random() >= p else 0 for _ in range(x.size)]
    close(out, x * np.reshape(factors, shape))
    close(backward(upstream), upstream * np.reshape(factors, shape))
    out, backward = dropout(x, p, False, None)
    close(out, x)
    close(backward(upstream), upstream)


@both("dropout", "dropout", "dropout_vectorized")
def test_dropout_keeps_the_mean_and_refuses_what_is_no_probability(example, solution):
    dropout, rng = find(example, solution), np.random.default_rng(0)
    for p in (0.1, 0.5, 0.8):
        out, _ = dropout(np.ones(20_000), p, True, rng)
        assert np.count_nonzero(out) / 20_000 == pytest.approx(1 - p, abs=0.02)
        assert out.mean() == pytest.approx(1, abs=0.1)
        theirs = F.dropout(torch.ones(1000, dtype=torch.float64), p)
        close(np.unique(out), theirs.unique())
    for p in (0, 1):
        close(dropout(np.ones(5), p, True, rng)[0], np.full(5, 1.0 - p))
    for p in (-0.01, 1.01):
        with pytest.raises(ValueError, match="probability"):
            dropout(np.ones(5), p, True, rng)


def test_facts_of_losses_and_layers(example):
    computed = example("scratch/softmax_cross_entropy")["computed"]
    first = next(n for n in range(200) if np.exp(n) > np.finfo(np.float32).max)
    assert computed == {"overflow-in-float32": f"{first}", "ten-equal-logits": f"{np.log(10):.3f}"}
    computed = example("scratch/batch_norm")["computed"]
    assert computed == {"gradient-of-a-shift": "0", "gradient-of-a-shift-slip": "1"}
    computed = example("scratch/layer_group_norm")["computed"]
    # Rows −1, 0, 1 over √(2/3): γ(g − ḡ − x̂·mean(g x̂)) with γ = (1, 2, 4), g = (1, 0, 0).
    z, gamma, g = np.array([-1, 0, 1]) / (2 / 3) ** 0.5, np.array([1, 2, 4]), np.array([1, 0, 0])
    wrong = (gamma * (g - 1 / 3 - z * (g @ z) / 3)).sum() / (2 / 3) ** 0.5
    assert computed == {"gradient-sum": "0", "gradient-sum-slip": f"{abs(wrong):.2f}"}
    assert example("scratch/dropout")["computed"] == {
        "mean-output": "1.0",
        "mean-output-slip": "0.5",
    }


@both("attention", "attention", "attention_vectorized", "attention_streaming")
@MANY
@given(
    data=st.data(), scale=st.sampled_from([1, 1e3]), masks=st.sampled_from(["none", "each", "all"])
)
def test_attention_is_pytorchs_and_zero_where_nothing_is_seen(
    example, solution, data, scale, masks
):
    n, t, s = (data.draw(st.integers(0, 4)) for _ in range(3))
    d, e = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    seed = data.draw(st.integers(0, 99))
    q, k, v = scale * drawn(seed, n, t, d), drawn(seed + 1, n, s, d), drawn(seed, n, s, e)
    shape = {"none": (n, t, s), "each": (n, t, s), "all": (t, s)}[masks]
    mask = drawn(seed, *shape) < data.draw(st.sampled_from([-9, 0, 1, 9]))
    allowed = torch.tensor(np.ones(shape, bool) if masks == "none" else mask)
    expected = F.scaled_dot_product_attention(*map(torch.tensor, (q, k, v)), attn_mask=allowed)
    out = find(example, solution)(q, k, v, None if masks == "none" else mask)
    close(out, expected)
    blind = ~np.broadcast_to(allowed, (n, t, s)).any(2)
    assert not out[blind].any()


@pytest.mark.parametrize("block", [1, 2, 3, 50])
def test_blocks_of_any_size_stream_the_same(example, block):
    q, k, v = drawn(0, 2, 3, 4), 50 * drawn(1, 2, 7, 4), drawn(2, 2, 7, 5)
    mask = drawn(3, 2, 3, 7) < 0
    mask[0] = False
    out = example("scratch/attention")["attention_streaming"](q, k, v, mask, block)
    tensors = map(torch.tensor, (q, k, v))
    close(out, F.scaled_dot_product_attention(*tensors, attn_mask=torch.tensor(mask)))


@both("multi_head_attention", "multi_head_attention", "multi_head_attention_batched")
@MANY
@given(data=st.data(), is_masked=st.booleans())
def test_multi_head_attention_is_pytorchs_function(example, solution, data, is_masked):
    n, t, s = (
        data.draw(st.integers(0, 3)),
        data.draw(st.integers(1, 4)),
        data.draw(st.integers(1, 4)),
    )
    heads, run = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    width, seed = heads * run, data.draw(st.integers(0, 99))
    query, key, value = (
        drawn(seed, n, t, width),
        drawn(seed, n, s, width),
        drawn(seed + 1, n, s, width),
    )
    w_in, b_in = drawn(seed, 3 * width, width), drawn(seed, 3 * width)
    w_out, b_out = drawn(seed, width, width), drawn(seed, width)
    mask = drawn(seed, t, s) < 0
    mask[:, -1] = True
    parameters = [torch.tensor(each) for each in (w_in, b_in, w_out, b_out)]
    expected, _ = F.multi_head_attention_forward(
        # (N, L, E) -> (L, N, E)
        *(torch.tensor(each).transpose(0, 1) for each in (query, key, value)),
        width, heads, *parameters[:2], None, None, False, 0.0, *parameters[2:],
        need_weights=False, attn_mask=~torch.tensor(mask) if is_masked else None,
    )  # fmt: skip
    out = find(example, solution)(
        query, key, value, w_in, b_in, w_out, b_out, heads, mask if is_masked else None
    )
    close(out, expected.transpose(0, 1))


OPTIMIZERS = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9),
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr),
    "adam": lambda p, lr: torch.optim.Adam(p, lr),
    "adamw": lambda p, lr: torch.optim.AdamW(p, lr),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [*(("rules", name) for name in OPTIMIZERS), ("in_place", "adam"), ("in_place", "adamw")],
)
@settings(max_examples=25)
@given(
    seed=st.integers(0, 99), lr=st.sampled_from([1e-3, 0.1]), size=st.sampled_from([1e-6, 1, 1e3])
)
def test_optimizers_follow_torch_optim_for_many_steps(example, kind, name, seed, lr, size):
    rule = example("scratch/optimizers")[kind][name]
    ours, *gradients = size * drawn(seed, 61, 3)
    for i, g in enumerate(gradients):
        g[0] = 0 if i % 2 else g[0]
        g[1] = 0  # a weight without gradient
    theirs = torch.tensor(ours, requires_grad=True)
    optimizer, state = OPTIMIZERS[name]([theirs], lr), {}
    for g in gradients:
        theirs.grad, before = torch.tensor(g), g.copy()
        optimizer.step()
        stepped = rule(ours, g, state, lr)
        assert kind == "rules" or stepped is ours
        ours = stepped
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-8, atol=1e-10 * size)
        assert np.array_equal(g, before)


@both("cosine_warmup", "rate", "rates")
@MANY
@given(data=st.data(), peak=st.floats(0.01, 10), share=st.floats(0, 1))
def test_warmup_and_cosine_are_pytorchs_schedulers(example, solution, data, peak, share):
    total = data.draw(st.integers(1, 30))
    warmup, floor = data.draw(st.integers(0, total - 1)), share * peak
    rate = find(example, solution)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    decay = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: (
            (step + 1) / warmup
            if step < warmup
            else share + (1 - share) * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2
        ),
    )
    for step in range(total + 1):
        expected = decay.get_last_lr()[0]
        assert rate(step, total, warmup, peak, floor) == pytest.approx(expected, rel=1e-9)
        optimizer.step()
        decay.step()
    for step in (total, total + 1, 10 * total):
        assert rate(step, total, warmup, peak, floor) == pytest.approx(floor, rel=1e-9)


@both("cosine_warmup", "rate", "rates")
def test_a_run_of_warmup_alone_and_one_that_is_longer(example, solution):
    rate = find(example, solution)
    assert [float(rate(step, 4, 4, 1.0)) for step in range(6)] == [0.25, 0.5, 0.75, 1, 0, 0]
    assert float(rate(0, 0, 0, 1.0, 0.5)) == 0.5
    with pytest.raises(ValueError, match="longer"):
        rate(0, 4, 5, 1.0)


def test_rates_of_all_steps_at_once(example):
    space = example("scratch/cosine_warmup")
    steps = np.arange(40).reshape(4, 10)
    for warmup in (0, 7, 30):
        each = [space["rate"](step, 30, warmup, 2.0, 0.1) for step in range(40)]
        close(space["rates"](steps, 30, warmup, 2.0, 0.1), np.reshape(each, (4, 10)))


@both("two_layer_net", "loss_and_gradients", "loss_and_gradients_batched")
@MANY
@given(data=st.data())
def test_two_layer_net_has_autograds_gradients(example, solution, data):
    n, d, h, c = (data.draw(st.integers(1, 5)) for _ in range(4))
    seed, scale = data.draw(st.integers(0, 99)), data.draw(st.sampled_from([1, 1e3]))
    x, labels = scale * drawn(seed, n, d), np.random.default_rng(seed).integers(c, size=n)
    parameters = [drawn(seed, *shape) for shape in ((d, h), (h,), (h, c), (c,))]
    if data.draw(st.booleans()):
        x[0], parameters[1][0] = 0, 0  # at the kink of a ReLU
    leaves = [torch.tensor(p, requires_grad=True) for p in parameters]
    logits = (torch.tensor(x) @ leaves[0] + leaves[1]).relu() @ leaves[2] + leaves[3]
    expected = F.cross_entropy(logits, torch.tensor(labels))
    slopes = torch.autograd.grad(expected, leaves)
    loss, gradients = find(example, solution)(x, labels, parameters)
    close(loss, expected)
    for ours, theirs in zip(gradients, slopes, strict=True):
        close(ours, theirs)


def test_differences_are_the_slopes_of_a_known_function_and_leave_it_as_it_was(example):
    a, b = drawn(0, 2, 3), drawn(1, 4)
    before = a.copy(), b.copy()
    slopes = example("scratch/two_layer_net")["differences"](
        lambda: float((a**3).sum() + (a[0, 0] * b**2).sum()), [a, b]
    )
    expected = 3 * a**2
    expected[0, 0] += (b**2).sum()
    np.testing.assert_allclose(slopes[0], expected, atol=1e-7)
    np.testing.assert_allclose(slopes[1], 2 * a[0, 0] * b, atol=1e-7)
    assert all(map(np.array_equal, before, (a, b)))


@st.composite
def mixes(draw):
    """A batch with labels, partners and λ, where each pixel says whose it is."""
    n, height, width = draw(st.integers(1, 4)), draw(st.integers(1, 7)), draw(st.integers(1, 7))
    images = np.broadcast_to(np.arange(1.0, n + 1)[:, None, None, None], (n, 2, height, width))
    labels = np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    order = np.array(draw(st.permutations(range(n))))
    return images.copy(), labels, order, draw(st.floats(0, 1))


@both("mixup_cutmix", "mixup", "mixup_vectorized")
@MANY
@given(mix=mixes())
def test_mixup_mixes_pixels_and_labels_alike(example, solution, mix):
    images, labels, order, lam = mix
    before = images.copy()
    out, soft = find(example, solution)(images, labels, 4, order, lam)
    for i, j in enumerate(order):
        close(out[i], np.full(out[i].shape, lam * (i + 1) + (1 - lam) * (j + 1)))
        own, other = np.eye(4)[labels[i]], np.eye(4)[labels[j]]
        close(soft[i], lam * own + (1 - lam) * other)
    assert np.array_equal(images, before)


@both("mixup_cutmix", "cutmix", "cutmix_vectorized")
@MANY
@given(mix=mixes(), data=st.data())
def test_cutmix_labels_count_the_pixels(example, solution, mix, data):
    images, labels, order, lam = mix
    before, (height, width) = images.copy(), images.shape[2:]
    center = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    out, soft = find(example, solution)(images, labels, 4, order, lam, center)
    half = [int(0.5 * side * (1 - lam) ** 0.5) for side in (height, width)]
    rows, columns = (
        {at for at in range(c - h, c + h) if 0 <= at < side}
        for c, h, side in zip(center, half, (height, width), strict=True)
    )
    for i, j in enumerate(order):
        weights = np.zeros(4)
        for y, x in np.ndindex(height, width):
            owner = j if y in rows and x in columns else i
            assert (out[i, :, y, x] == owner + 1).all()
            weights[labels[owner]] += 1 / (height * width)
        close(soft[i], weights)
    assert np.array_equal(images, before)


@both("focal", "focal", "focal_vectorized")
@MANY
@given(
    z=st.floats(-1e3, 1e3) | st.floats(-5, 5),
    y=st.integers(0, 1),
    gamma=st.floats(0, 5),
    alpha=st.none() | st.floats(0, 1),
)
def test_focal_loss_is_its_definition_in_100_digits(example, solution, z, y, gamma, alpha):
    """Loss and slope by mpmath's own logarithms, where float64 has no 1 − p left."""
    with mpmath.workdps(100 + int(abs(z))):
        s = mpmath.mpf(z) * (2 * y - 1)
        weight = 1 if alpha is None else alpha if y else 1 - alpha

        def loss_at(s):
            p = 1 / (1 + mpmath.exp(-s))
            return -weight * (1 - p) ** mpmath.mpf(gamma) * mpmath.log(p)

        expected = float(loss_at(s))
        h = mpmath.mpf(10) ** -20
        slope = float((2 * y - 1) * (loss_at(s + h) - loss_at(s - h)) / (2 * h))
    loss, gradient = find(example, solution)(np.array([z]), np.array([y]), gamma, alpha)
    np.testing.assert_allclose(loss, [expected], rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(gradient, [slope], rtol=1e-9, atol=1e-15)


@both("focal", "focal", "focal_vectorized")
def test_focal_loss_keeps_the_shape(example, solution):
    focal = find(example, solution)
    for shape in ((), (0,), (2, 3), (2, 0, 4)):
        logits, targets = drawn(0, *shape), np.ones(shape, int)
        loss, gradient = focal(np.asarray(logits), targets)
        assert np.shape(loss) == np.shape(gradient) == shape


def test_facts_of_attention_training_and_augmentation(example):
    assert example("scratch/attention")["computed"] == {
        "masked-query": "0",
        "masked-query-slip": "2",
    }
    parameters = 3 * 768 * 768 + 3 * 768 + 768 * 768 + 768
    computed = example("scratch/multi_head_attention")["computed"]
    assert computed == {"parameters-768": f"{parameters:,}"}
    computed = example("scratch/optimizers")["computed"]
    assert computed == {
        "first-step": "1.00×",
        "first-step-slip": f"{(1 - 0.9) / (1 - 0.999) ** 0.5:.2f}×",
    }
    computed = example("scratch/cosine_warmup")["computed"]
    assert computed == {
        "after-warmup": "100%",
        "after-warmup-slip": f"{(1 + np.cos(0.2 * np.pi)) / 2:.0%}",
    }
    count = 2 * 16 + 16 + 16 * 2 + 2
    computed = example("scratch/two_layer_net")["computed"]
    assert computed == {"parameters": f"{count}", "losses-for-differences": f"{2 * count}"}
    computed = example("scratch/mixup_cutmix")["computed"]
    assert computed == {"own-share": f"{1 - (11 / 32) ** 2:.2f}", "own-share-slip": "0.50"}
    assert example("scratch/focal")["computed"] == {
        "negative-to-positive": "3×",
        "negative-to-positive-slip": "1×",
    }
