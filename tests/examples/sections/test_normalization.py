"""Normalization: the examples' formulas against torch.nn, closed forms and real processes."""

import numpy as np
import pytest
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

EXACT = settings(max_examples=40)


@st.composite
def activations(draw, min_samples=1):
    """A float64 tensor (N, C, H, W) of any offset and scale, and a divisor of C."""
    n, h, w = draw(st.integers(min_samples, 4)), draw(st.integers(1, 5)), draw(st.integers(2, 5))
    groups, per_group = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    x = torch.randn(n, groups * per_group, h, w, generator=generator, dtype=torch.float64)
    return x * draw(st.floats(0.1, 100)) + draw(st.floats(-100, 100)), groups


@EXACT
@given(activations())
def test_each_layer_is_one_formula_over_other_axes(example, data):
    normalize, group_norm = (example("normalization/axes")[n] for n in ("normalize", "group_norm"))
    x, groups = data
    batch = F.batch_norm(x, None, None, training=True)
    torch.testing.assert_close(normalize(x, (0, 2, 3)), batch)
    torch.testing.assert_close(normalize(x, (1, 2, 3)), F.layer_norm(x, x.shape[1:]))
    torch.testing.assert_close(normalize(x, (2, 3)), F.instance_norm(x))
    torch.testing.assert_close(group_norm(x, groups), F.group_norm(x, groups))


@EXACT
@given(activations())
def test_group_norm_has_layer_and_instance_norm_as_ends(data):
    x, _ = data
    torch.testing.assert_close(F.group_norm(x, 1), F.layer_norm(x, x.shape[1:]))
    torch.testing.assert_close(F.group_norm(x, x.shape[1]), F.instance_norm(x))


@EXACT
@given(activations())
def test_batch_norm_of_one_image_is_instance_norm(data):
    x = data[0][:1]
    torch.testing.assert_close(F.batch_norm(x, None, None, training=True), F.instance_norm(x))


@pytest.mark.parametrize("shape", [(1, 4), (1, 4, 1, 1)])
def test_one_value_per_channel_is_refused_in_training_only(example, shape):
    layer = nn.BatchNorm1d(4) if len(shape) == 2 else nn.BatchNorm2d(4)
    with pytest.raises(ValueError, match="Expected more than 1 value per channel when training"):
        layer(torch.randn(shape))
    assert layer.eval()(torch.randn(shape)).isfinite().all()
    assert (
        "Expected more than 1 value per channel" in example("normalization/batch_of_one")["message"]
    )


@EXACT
@given(st.floats(-100, 100), st.floats(-5, 5), st.integers(2, 40))
def test_zero_variance_leaves_the_bias_alone(value, bias, size):
    x = torch.full((1, 2, size, size), value, dtype=torch.float64)
    beta = torch.full((2,), bias, dtype=torch.float64)
    output = F.batch_norm(x, None, None, bias=beta, training=True)
    torch.testing.assert_close(output, beta.view(1, 2, 1, 1).expand_as(x), atol=1e-6, rtol=0)


def test_noise_of_the_variance_is_that_of_chi_square(example):
    """n·s²/σ² of the biased variance s² follows chi-square with n − 1 degrees of freedom."""
    theory = example("normalization/batch_statistics")["theory"]
    assert theory == pytest.approx({n: stats.chi2(n - 1).std() / n for n in theory})


def test_facts_of_the_counts(example):
    facts = example("normalization/axes")["computed"]
    n, c, h, w = (int(size) for size in facts["shape"].split("×"))
    counts = {name: int(facts[f"{name}-means"]) for name in ("batch", "layer", "instance", "group")}
    assert counts == {"batch": c, "layer": n, "instance": n * c, "group": n * 8}
    for name, means in counts.items():
        assert int(facts[f"{name}-values"].replace(",", "")) * means == n * c * h * w


def test_published_errors_are_those_of_group_normalization(example):
    """Wu & He 2018, arXiv 1803.08494: ResNet-50 on ImageNet, 32 to 2 images per GPU."""
    error = example("normalization/batch_statistics")["error"]
    assert error["Batch Norm"] == [23.6, 23.7, 24.8, 27.3, 34.7]
    assert error["Group Norm"] == [24.1, 24.2, 24.0, 24.2, 24.1]
    assert np.isclose(error["Batch Norm"][-1] - error["Group Norm"][-1], 10.6)  # its abstract


def test_resnet50_has_53_batch_norms(example):
    """He et al. 2015: 50 weighted layers less the classifier, and a projection per stage."""
    facts = example("normalization/sync_batch_norm")["computed"]
    assert int(facts["resnet-layers"]) == 50 - 1 + 4 == int(facts["waits"]) / 2


def _rank(rank, store, batch, expected):
    dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=2)
    mine = batch.chunk(2)[rank]
    count = torch.full((3,), mine[:, 0].numel(), dtype=mine.dtype)
    sums = torch.stack([count, mine.sum((0, 2, 3)), mine.square().sum((0, 2, 3))])
    dist.all_reduce(sums)
    mean = sums[1] / sums[0]
    var = sums[2] / sums[0] - mean**2
    output = F.batch_norm(mine, mean, var, training=False)
    torch.testing.assert_close(output, expected.chunk(2)[rank])
    with pytest.raises(ValueError, match="SyncBatchNorm expected input tensor to be on"):
        nn.SyncBatchNorm(3)(mine.float())
    dist.destroy_process_group()


def test_two_processes_that_share_three_sums_are_one_batch(tmp_path):
    batch = torch.randn(8, 3, 5, 5, dtype=torch.float64) * 3 + torch.arange(8).view(8, 1, 1, 1)
    expected = F.batch_norm(batch, None, None, training=True)
    mp.spawn(_rank, (tmp_path / "store", batch, expected), nprocs=2)
    local = torch.cat([F.batch_norm(half, None, None, training=True) for half in batch.chunk(2)])
    assert (local - expected).abs().max() > 1


@EXACT
@given(activations())
def test_batch_norm_folds_into_the_convolution_before_it(data):
    """The page's w' and b', against PyTorch's own fusion and against the two layers in a row."""
    x, _ = data
    conv, norm = nn.Conv2d(x.shape[1], 3, 1).double(), nn.BatchNorm2d(3).double().eval()
    for t in (norm.running_mean, norm.weight, norm.bias):
        nn.init.normal_(t)
    nn.init.uniform_(norm.running_var, 0.5, 2)
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    w = scale.view(-1, 1, 1, 1) * conv.weight
    b = norm.bias + scale * (conv.bias - norm.running_mean)
    torch.testing.assert_close(F.conv2d(x, w, b), norm(conv(x)))
    torch.testing.assert_close(F.conv2d(x, w, b), fuse_conv_bn_eval(conv.eval(), norm)(x))


@pytest.mark.parametrize(("norm", "acts"), [(nn.BatchNorm2d(4), False), (nn.GroupNorm(2, 4), True)])
def test_a_bias_before_batch_norm_does_nothing(norm, acts):
    x, bias = torch.randn(4, 4, 6, 6).double(), torch.randn(4, 1, 1).double().requires_grad_()
    norm = norm.double()
    output = norm(x + bias)
    assert torch.allclose(output, norm(x)) is not acts
    (gradient,) = torch.autograd.grad((output * torch.randn_like(output)).sum(), bias)
    assert (gradient.abs().max() > 1e-6) == acts


def test_rms_norm_leaves_out_mean_and_shift():
    x = torch.randn(5, 16).double() + 3
    output = x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt()
    layer = nn.RMSNorm(16, eps=1e-6).double()
    torch.testing.assert_close(output, layer(x))
    torch.testing.assert_close(F.cosine_similarity(x, output), torch.ones(5).double())
    assert [name for name, _ in layer.named_parameters()] == ["weight"]


def test_running_statistics_move_by_momentum_even_without_gradients():
    norm, x = nn.BatchNorm2d(3, momentum=0.1).double(), torch.randn(8, 3, 4, 4).double() + 2
    with torch.no_grad():
        norm(x)
    torch.testing.assert_close(norm.running_mean, 0.1 * x.mean((0, 2, 3)))
    torch.testing.assert_close(norm.running_var, 0.9 + 0.1 * x.var((0, 2, 3), correction=1))


def test_evaluation_of_the_shown_crops_by_hand(example):
    """(mean of the crop − running mean) / running sd, with the averages run in NumPy."""
    space = example("normalization/batch_of_one")
    crops, momentum = space["crops"].numpy(), space["MOMENTUM"]
    torch.manual_seed(3)
    mean, var = 0.0, 1.0
    for i in torch.randperm(len(crops)):
        mean = (1 - momentum) * mean + momentum * crops[i].mean()
        var = (1 - momentum) * var + momentum * crops[i].var(ddof=1)
    means = space["shown"].numpy().mean((1, 2, 3))
    evaluated, trained = space["modes"](3)
    assert evaluated == pytest.approx((means - mean) / np.sqrt(var + 1e-5), abs=1e-4)
    assert trained == pytest.approx([0] * 5, abs=1e-5)


def test_crops_of_each_photograph_alone_fluctuate_too(example):
    """The variance of two crops, drawn pixel by pixel instead of from sums."""
    space = example("normalization/batch_statistics")
    random = np.random.default_rng(5)
    for half in np.split(space["crops"], 2):
        drawn = random.integers(0, len(half), (3000, 2))
        variances = half[drawn].reshape(3000, -1).var(axis=1)
        assert variances.std() / half.var() > 10 * space["ideal"]


def test_sync_batch_norm_without_a_group_is_plain_batch_norm():
    x = torch.randn(4, 3, 5, 5)
    assert torch.equal(nn.SyncBatchNorm(3)(x), nn.BatchNorm2d(3)(x))


def test_instance_norm_has_no_parameters_by_default():
    assert list(nn.InstanceNorm2d(3).parameters()) == []
    assert len(list(nn.InstanceNorm2d(3, affine=True).parameters())) == 2


def test_instance_norm_is_the_same_in_both_modes_and_loses_the_strength():
    layer, x = nn.InstanceNorm2d(3), torch.randn(2, 3, 6, 6) * 5 + 2
    assert torch.equal(layer.train()(x), layer.eval()(x))
    assert layer(x).mean((2, 3)).abs().max() < 1e-6


@EXACT
@given(activations(min_samples=2))
def test_one_backward_pass_for_each_layer(example, data):
    """Finite differences along a random direction, and autograd through PyTorch's layers."""
    space = example("normalization/backward_pass")
    x, groups = data
    x = (x - x.mean()) / x.std()
    split = x.view(len(x), groups, -1, *x.shape[2:])
    upstream, direction = torch.randn_like(x), 1e-6 * torch.randn_like(x)
    for values, dims in ((x, (0, 2, 3)), (x, (1, 2, 3)), (x, (3,)), (split, (2, 3, 4))):
        up, step = upstream.view_as(values), direction.view_as(values)
        gradient = space["normalize_backward"](up, *space["normalize"](values, dims), dims)
        ahead, back = (space["normalize"](values + s * step, dims)[0] for s in (1, -1))
        expected = ((ahead - back) * up).sum() / 2
        assert (gradient * step).sum().item() == pytest.approx(expected.item(), rel=1e-3, abs=1e-9)
        assert gradient.sum(dims).abs().max() < 1e-8 * (1 + gradient.abs().sum())


def test_rms_norm_backward_against_autograd(example):
    space = example("normalization/backward_pass")
    x = (torch.randn(3, 4, 9).double() + 2).requires_grad_()
    upstream = torch.randn_like(x)
    (expected,) = torch.autograd.grad(F.rms_norm(x, (9,), eps=1e-6), x, upstream)
    ours = space["rms_norm_backward"](upstream, *space["rms_norm"](x.detach()))
    torch.testing.assert_close(ours, expected)


def test_affine_backward_against_autograd(example):
    backward = example("normalization/backward_pass")["affine_backward"]
    x, upstream = torch.randn(2, 5, 7).double(), torch.randn(2, 5, 7).double()
    gamma, beta = (torch.randn(7).double().requires_grad_() for _ in range(2))
    y = F.layer_norm(x, (7,), gamma, beta)
    expected = torch.autograd.grad(y, [gamma, beta], upstream)
    x_hat = F.layer_norm(x, (7,))
    to_gamma, to_beta, inner = backward(upstream, x_hat, gamma.detach(), (0, 1))
    torch.testing.assert_close((to_gamma.flatten(), to_beta.flatten()), expected)
    torch.testing.assert_close(inner, upstream * gamma.detach())


def test_four_values_by_hand(example):
    """x = 0, 0, 2, 2 and g = 1, 0, 0, 0: mean g is 1/4, mean g x̂ is −1/4."""
    facts = example("normalization/backward_pass")["computed"]
    assert facts["first"] == "0.5"  # 1 − 1/4 − 1/4
    assert facts["twin"] == "−0.5"  # −1/4 − 1/4
    assert facts["others"] == "0.0"  # −1/4 + 1/4


@pytest.mark.parametrize(
    "options",
    [{"bias": False}, {"stride": 2, "padding": 2}, {"groups": 3}, {"dilation": 2}],
)
def test_folding_is_what_pytorch_fuses(example, options):
    conv, norm = nn.Conv2d(6, 9, 3, **options).double().eval(), nn.BatchNorm2d(9).double()
    norm.train()(torch.randn(4, 9, 5, 5).double() * 3 + 1)
    norm.eval()
    x = torch.randn(2, 6, 9, 9).double()
    ours = example("normalization/fold_batch_norm")["fold"](conv, norm)
    torch.testing.assert_close(ours(x), fuse_conv_bn_eval(conv, norm)(x))


def test_a_norm_before_a_padded_convolution_is_wrong_at_the_border_alone(example):
    facts = example("normalization/fold_batch_norm")["computed"]
    assert facts["border"] == f"{8 * 8 - 6 * 6} of {8 * 8}"
    assert facts["valid"] == "0 outputs"


@pytest.mark.parametrize(("momentum", "suffix"), [(0.1, ""), (0.01, "-keras")])
def test_worth_and_memory_of_a_running_mean(example, momentum, suffix):
    """The closed form of the geometric series, and the logarithm."""
    facts = example("normalization/running_average")["computed"]
    assert int(facts["worth" + suffix]) == round((2 - momentum) / momentum)
    assert int(facts["forgotten" + suffix]) == np.ceil(np.log(0.01) / np.log(1 - momentum))


def test_statistics_taken_anew_are_those_of_pytorch(example):
    """torch.optim.swa_utils.update_bn does the same."""
    batches = [torch.randn(6, 3, 5, 5) * 2 + k for k in range(4)]
    ours = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2))
    theirs = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2))
    theirs.load_state_dict(ours.state_dict())
    example("normalization/running_average")["reestimate"](ours, batches)
    torch.optim.swa_utils.update_bn(batches, theirs)
    torch.testing.assert_close(ours.state_dict(), theirs.state_dict())


@EXACT
@given(st.lists(st.floats(-50, 50), min_size=2, max_size=20), st.integers(1, 19))
def test_merged_statistics_are_those_of_all_values(example, values, cut):
    space = example("normalization/merged_statistics")
    x = torch.tensor(values, dtype=torch.float64)
    cut = min(cut, len(x) - 1)
    count, mean, var = space["merge"](space["summary"](x[:cut]), space["summary"](x[cut:]))
    assert count == len(x)
    assert mean.item() == pytest.approx(np.mean(values), abs=1e-9)
    assert var.item() == pytest.approx(np.var(values), abs=1e-9)


def test_one_pass_in_float32_loses_the_variance(example):
    facts = example("normalization/merged_statistics")["computed"]
    x = np.array([4096.0, 4096.5], np.float32)
    assert float(facts["one-pass"]) == np.mean(x * x) - np.mean(x) ** 2
    assert float(facts["true"]) == np.var(x.astype(float)) == 0.0625


def test_half_precision_loses_what_float32_keeps(example):
    space = example("normalization/half_precision")
    facts = space["computed"]
    with np.errstate(over="ignore"):
        assert np.isfinite(np.float16(facts["largest"]) ** 2)
        assert np.isinf(np.float16(int(facts["largest"]) + 1) ** 2)
    x = torch.randn(5, 12).half() * 5
    expected = F.rms_norm(x.double(), (12,), eps=1e-6)
    torch.testing.assert_close(space["rms_norm_safe"](x).double(), expected, atol=1e-3, rtol=1e-3)


def test_standardized_weights_and_the_gain_of_relu(example):
    space = example("normalization/normalizer_free")
    rows = space["standardize"](torch.randn(4, 6, 3, 3).double() + 1, gain=2.0, eps=0).flatten(1)
    torch.testing.assert_close(rows.sum(1), torch.zeros(4).double())
    torch.testing.assert_close(rows.norm(dim=1), torch.full((4,), 2.0).double())
    half = stats.norm.expect(lambda z: z, lb=0), stats.norm.expect(lambda z: z * z, lb=0)
    assert (half[1] - half[0] ** 2) ** -0.5 == pytest.approx(space["GAIN"])


def test_adaptive_clipping_by_hand(example):
    clip = example("normalization/normalizer_free")["clip_adaptively"]
    weight = torch.tensor([[3.0, 4.0], [3.0, 4.0], [0.0, 0.0]])
    gradient = torch.tensor([[0.6, 0.8], [0.03, 0.04], [1.0, 0.0]])
    expected = torch.tensor([[0.03, 0.04], [0.03, 0.04], [1e-5, 0.0]])
    torch.testing.assert_close(clip(weight, gradient), expected)


def test_batch_norm_parameters_of_resnet50(example):
    """Channels by stage: three convolutions a block and a projection a stage."""
    facts = example("normalization/batch_norm_cost")["computed"]
    stages = zip((64, 128, 256, 512), (3, 4, 6, 3), strict=True)
    channels = 64 + sum(blocks * 6 * width + 4 * width for width, blocks in stages)
    assert facts["parameters"] == f"{2 * channels:,}"
    assert facts["buffers"] == f"{2 * channels + 53:,}"
    assert int(facts["maps-with"]) == 2 * 10 + 1


def test_pre_norm_grows_and_post_norm_does_not(example):
    space = example("normalization/pre_post_norm")
    x = torch.randn(4, 5, space["WIDTH"])
    torch.manual_seed(7)
    pre, post = (nn.Sequential(*[space["Block"](kind) for _ in range(6)]) for kind in (True, False))
    assert pre(x).square().mean() > 2
    assert post(x).square().mean().item() == pytest.approx(1, abs=1e-3)
    assert space["computed"]["post-share"] == f"1/{(2**12):,}"
    assert space["computed"]["pre-share"] == "1/5"


def test_a_common_mean_is_one_large_eigenvalue(example):
    space = example("normalization/input_mean")
    ours = space["curvatures"](3.0, 2.0).numpy()
    expected = np.full(27, 4.0)
    expected[-1] = 4 + 27 * 9
    np.testing.assert_allclose(ours, expected)
    error, step, kappa = 1.0, 0, 1 + 27 * (0.5 / 0.25) ** 2
    while error >= 0.01:
        error, step = error * (kappa - 1) / (kappa + 1), step + 1
    assert space["computed"]["condition"] == f"{kappa:.0f}"
    assert int(space["computed"]["needed"]) == step
    assert space["computed"]["needed-centred"] == "1"


def test_a_network_with_its_constants_gets_normalized_bytes(example):
    wrapped = example("normalization/input_constants")["Normalized"]
    network = wrapped(nn.Identity(), (0.5, 0.25), (0.2, 0.1))
    image = torch.tensor([[[[255.0]], [[0.0]]]])
    assert network(image).flatten().tolist() == pytest.approx([0.5 / 0.2, -0.25 / 0.1])
    assert set(network.state_dict()) == {"mean", "deviation"}


@pytest.mark.parametrize(
    "options", [{}, {"stride": 2}, {"dilation": 2}, {"stride": (1, 3)}, {"bias": False}]
)
def test_normalization_folds_into_a_convolution_without_padding(example, options):
    fold = example("normalization/input_constants")["fold_input"]
    torch.manual_seed(5)
    conv = nn.Conv2d(2, 3, 3, **options).double()
    mean, deviation = torch.tensor([0.3, -2.0]).double(), torch.tensor([0.5, 4.0]).double()
    x = torch.randn(2, 2, 9, 9).double()
    expected = conv((x - mean[:, None, None]) / deviation[:, None, None])
    torch.testing.assert_close(fold(conv, mean, deviation)(x), expected)


def test_facts_of_input_constants(example):
    facts = example("normalization/input_constants")["computed"]
    assert facts["wider"] == f"{255 * 0.229:.0f}×"
    assert facts["border"] == f"{8 * 8 - 6 * 6} of {8 * 8}"


def test_batch_norm_hides_an_offset_of_the_input_only_without_zero_padding(example):
    """In NumPy: the padded border changes the shape of the map, not its level alone."""
    assert example("normalization/input_constants")["computed"]["offset"] == "0.0"
    x, kernel = np.arange(25.0).reshape(5, 5) ** 2, np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 10]])

    def normalized(image):
        windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
        z = (windows * kernel).sum((2, 3))
        return (z - z.mean()) / z.std()

    np.testing.assert_allclose(normalized(x), normalized(x - 7))
    assert abs(normalized(np.pad(x, 1)) - normalized(np.pad(x - 7, 1))).max() > 0.01


def test_statistics_taken_anew_leave_dropout_and_modes_alone(example):
    """All kinds of batch norm; dropout in front would change the variance."""
    reestimate = example("normalization/running_average")["reestimate"]
    model = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(3), nn.Linear(3, 2), nn.BatchNorm1d(2))
    model.train()
    model[3].eval()  # frozen by whoever trains it
    batches = [torch.randn(400, 3) * 2 + 1 for _ in range(3)]
    reestimate(model, batches)
    torch.testing.assert_close(model[1].running_mean, torch.stack(batches).mean((0, 1)))
    expected = torch.stack([batch.var(0) for batch in batches]).mean(0)
    torch.testing.assert_close(model[1].running_var, expected)
    assert [module.training for module in model] == [True, True, True, False]


@EXACT
@given(activations(), st.integers(0, 2**31))
def test_adain_has_mean_and_deviation_of_the_style(example, data, seed):
    adain = example("normalization/conditional")["adain"]
    content, _ = data
    generator = torch.Generator().manual_seed(seed)
    style = torch.randn(*content.shape[:2], 3, 4, generator=generator, dtype=torch.float64)
    styled = adain(content, style, eps=0).numpy()
    np.testing.assert_allclose(styled.mean((2, 3)), style.numpy().mean((2, 3)), atol=1e-7)
    np.testing.assert_allclose(styled.std((2, 3)), style.numpy().std((2, 3)), atol=1e-7)


@EXACT
@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from([1, 3]), st.integers(0, 2**31))
def test_demodulated_filters_have_length_one(example, out, into, side, seed):
    demodulated = example("normalization/conditional")["demodulated"]
    draw = np.random.default_rng(seed)
    weight, style = draw.normal(size=(out, into, side, side)), draw.uniform(0.5, 2, (2, into))
    ours = demodulated(torch.tensor(weight), torch.tensor(style), eps=0).numpy()
    for n, image in enumerate(style):
        for o, kernel in enumerate(weight):
            scaled = np.stack([s * k for s, k in zip(image, kernel, strict=True)])
            np.testing.assert_allclose(ours[n, o], scaled / np.linalg.norm(scaled))


def test_spade_scales_and_shifts_by_the_label_at_each_position(example):
    """With kernels that see one position alone the maps can be looked up by label."""
    layer = example("normalization/conditional")["Spade"](2, 3, hidden=3).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
        for label in range(3):
            layer.shared.weight[label, label, 1, 1] = 1
        scale, shift = torch.tensor([[0.5, 1, -1], [2, 0, 3]]), torch.tensor([[1, 2, 3], [4, 5, 6]])
        layer.scale.weight[:, :, 1, 1], layer.shift.weight[:, :, 1, 1] = scale, shift
    labels = torch.tensor([[0, 1], [2, 1]])
    x = torch.randn(1, 2, 2, 2, dtype=torch.float64)
    ours = layer(x, F.one_hot(labels, 3).permute(2, 0, 1)[None].double())[0]
    normed = (x - x.mean((2, 3), True)) / (x.var((2, 3), False, keepdim=True) + 1e-5).sqrt()
    expected = (1 + scale[:, labels]) * normed[0] + shift[:, labels]
    torch.testing.assert_close(ours, expected)


def test_adaptive_block_is_steered_by_its_condition(example):
    block = example("normalization/conditional")["AdaptiveBlock"](nn.Identity(), 4, 2)
    x, condition = torch.randn(3, 5, 4), torch.randn(3, 2)
    assert torch.equal(block(x, condition), x)
    with torch.no_grad():
        block.steer.bias.copy_(torch.tensor([1.0] * 4 + [2.0] * 4 + [3.0] * 4))
    expected = x + 3 * (2 * F.layer_norm(x, (4,)) + 2)
    torch.testing.assert_close(block(x, condition), expected)


@EXACT
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**31))
def test_power_iteration_finds_the_largest_singular_value(example, rows, columns, seed):
    power_iteration = example("normalization/spectral_norm")["power_iteration"]
    draw = np.random.default_rng(seed)
    matrix = draw.normal(size=(rows, columns))
    sigma, u = power_iteration(torch.tensor(matrix), torch.tensor(draw.normal(size=rows)), 500)
    assert sigma.item() == pytest.approx(np.linalg.norm(matrix, 2), rel=0.01)
    assert np.linalg.norm(u) == pytest.approx(1)


@pytest.mark.parametrize("shape", [(1, 1, 3, 3), (2, 3, 3, 3), (4, 2, 1, 1)])
def test_operator_norm_is_that_of_the_whole_matrix(example, shape):
    """The circular convolution as a matrix, one unit map after the other."""
    operator_norm = example("normalization/spectral_norm")["operator_norm"]
    torch.manual_seed(2)
    weight, size = torch.randn(shape, dtype=torch.float64), 4
    units = torch.eye(shape[1] * size**2, dtype=torch.float64).reshape(-1, shape[1], size, size)
    margin = shape[-1] // 2
    padded = F.pad(units, (margin,) * 4, mode="circular")
    matrix = F.conv2d(padded, weight).flatten(1)
    expected = np.linalg.norm(matrix.numpy(), 2)
    assert operator_norm(weight, size).item() == pytest.approx(expected)


def test_facts_of_spectral_norm(example):
    """Equal parts: after t rounds tan of the angle is r^(2t), for u, and r^(2t-1), for v."""
    facts = example("normalization/spectral_norm")["computed"]
    for name, r in (("close", 0.95), ("apart", 0.5)):
        for t in range(1, 100):
            a, b = r ** (2 * t), r ** (2 * t - 1)
            estimate = (1 + r * a * b) / np.sqrt((1 + a**2) * (1 + b**2))
            if estimate > 0.999:
                break
        assert facts[name] == str(t)
    assert (facts["reshaped"], facts["operator"]) == ("3", "9")


@EXACT
@given(st.integers(0, 2**31), st.booleans())
def test_rounded_weights_are_those_of_torch(example, seed, per_channel):
    fake_quantize = example("normalization/quantization_aware")["fake_quantize"]
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(3, 2, 3, 3, generator=generator).requires_grad_()
    step = weight.detach().abs().flatten(1).amax(1) / 127
    if per_channel:
        zeros = torch.zeros(3, dtype=torch.int32)
        expected = torch.fake_quantize_per_channel_affine(weight, step, zeros, 0, -127, 127)
    else:
        expected = torch.fake_quantize_per_tensor_affine(weight, step.max().item(), 0, -127, 127)
    ours = fake_quantize(weight, per_channel)
    torch.testing.assert_close(ours, expected, atol=1e-6, rtol=0)
    ours.sum().backward()
    assert (weight.grad == 1).all()


def test_folded_forward_is_pytorchs_fused_layer(example):
    """In training and in evaluation, with the weights left as they are."""
    folded_forward = example("normalization/quantization_aware")["folded_forward"]
    torch.manual_seed(4)
    options = {"stride": 2, "padding": 1, "dilation": 2, "groups": 3, "bias": False}
    conv = nn.Conv2d(6, 3, 3, **options).double()
    norm = nn.BatchNorm2d(3).double()
    with torch.no_grad():
        norm.weight.copy_(torch.tensor([0.5, -1.0, 2.0]))
        norm.running_var.copy_(torch.tensor([0.1, 1.0, 9.0]))
        norm.running_mean.copy_(torch.tensor([3.0, 0.0, -1.0]))
    x = torch.randn(4, 6, 7, 7).double()
    norm.eval(), conv.eval()
    fused = fuse_conv_bn_eval(conv, norm)
    torch.testing.assert_close(folded_forward(x, conv, norm, lambda w: w), fused(x))

    def doubled(weight):
        return 2 * weight

    norm.train()
    ours = folded_forward(x, conv, norm, doubled)
    torch.testing.assert_close(ours, norm(2 * conv(x)))
    assert example("normalization/quantization_aware")["computed"]["per-tensor"] == "3"
