"""Section 4 against oracles of its own: autograd, whole ResNets, closed forms, published sizes."""

import itertools
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax
from scipy.stats import binom
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

torch.set_num_threads(1)  # small tensors: more threads only wait for each other


def macs(net, *shape):
    """Multiply-adds of one forward pass, counted without computing it."""
    with FlopCounterMode(display=False) as counter:
        net.to("meta")(torch.empty(*shape, device="meta"))
    return counter.get_total_flops() / 2


class Residual(nn.Module):
    def __init__(self, branch, skip):
        super().__init__()
        self.branch, self.skip = branch, skip

    def forward(self, x):
        return self.branch(x) + self.skip(x)


def resnet(counts, expansion, stride_at=0):
    """ResNet for 224×224; He et al. 2015 put the stride of a stage into its first convolution, at 0."""
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.MaxPool2d(3, 2, 1)]
    before = 64
    for stage, count in enumerate(counts):
        inner = 64 * 2**stage
        after = inner * expansion
        for block in range(count):
            stride = 2 if stage and not block else 1
            if expansion == 1:
                widths, kernels = [before, inner, inner], [3, 3]
            else:
                widths, kernels = [before, inner, inner, after], [1, 3, 1]
            branch = nn.Sequential(
                *(
                    nn.Conv2d(a, b, k, stride if i == stride_at else 1, k // 2, bias=False)
                    for i, (a, b, k) in enumerate(
                        zip(widths[:-1], widths[1:], kernels, strict=True)
                    )
                )
            )
            if before == after:
                skip = nn.Identity()
            else:
                skip = nn.Conv2d(before, after, 1, stride, bias=False)
            layers.append(Residual(branch, skip))
            before = after
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 1000))


def test_whole_networks_cost_what_the_paper_says():
    """He et al. 2015, Table 1: 3.6 and 3.8 billion multiply-adds."""
    shape = (1, 3, 224, 224)
    assert macs(resnet([3, 4, 6, 3], 1), *shape) == pytest.approx(3.6e9, rel=0.03)
    assert macs(resnet([3, 4, 6, 3], 4), *shape) == pytest.approx(3.8e9, rel=0.03)
    later = resnet([3, 4, 6, 3], 4, stride_at=1)  # torchvision's documentation: 4.09
    assert f"{macs(later, *shape) / 1e9:.2f}" == "4.09"


@settings(max_examples=40)
@given(width=st.integers(1, 24).map(lambda n: 8 * n), reduction=st.sampled_from([1, 2, 4, 8]))
def test_block_costs_match_their_closed_forms(example, width, reduction):
    run = example("architectures/bottleneck")
    inner = width // reduction
    assert run["macs"](run["basic"](width), width, 7) == 18 * width**2
    cost = run["macs"](run["bottleneck"](width, reduction), width, 7)
    assert cost == 2 * width * inner + 9 * inner**2


def test_bottleneck_facts(example):
    facts = example("architectures/bottleneck")["computed"]
    assert facts["ratio"] == f"{17 / 18:.3f}×"
    assert facts["saving"] == f"{18 * 256**2 / (2 * 256 * 64 + 9 * 64**2):.1f}×"
    assert facts["channels"] == "256 → 64 → 64 → 256"
    assert facts["activations"] == f"{(64 + 64 + 256) / (64 + 64):.0f}×"


def test_gradient_at_the_input_is_that_at_the_output_plus_the_branch(example):
    block = example("architectures/identity_blocks")["Block"](4).double()
    torch.manual_seed(1)
    x = torch.randn(2, 4, 5, 5, dtype=torch.float64, requires_grad=True)
    sent = torch.randn_like(x)
    whole = torch.autograd.grad(block(x), x, sent)[0]
    branch = torch.autograd.grad(block.branch(x), x, sent)[0]
    torch.testing.assert_close(whole, sent + branch)
    torch.testing.assert_close(block(x) - x, block.branch(x))


def test_skips_behind_a_stem_close_as_often_as_uniform_maxima_say(example):
    """The largest of n normals lies at Φ(x) = n/(n+1) on average, and a normal branch keeps the sum above zero with Φ(x).

    A 3×3 max pool with padding reads nine values inside, six at two edges and four in a corner, of 16×16.
    """
    run = example("architectures/identity_blocks")
    expected = (15**2 * 9 / 10 + 2 * 15 * 6 / 7 + 4 / 5) / 16**2
    assert run["one"] == pytest.approx([expected] * len(run["SEEDS"]), abs=0.015)
    assert all(
        later < first / 2 for first, later in zip(run["one"], run["open_share"], strict=True)
    )
    assert run["computed"]["passed-after-relu"] == "100%"


def test_post_activation_block_is_that_of_the_first_resnet(example):
    """Conv, norm, ReLU, conv, norm, addition, ReLU, in functional form."""
    block = example("architectures/identity_blocks")["PostActivation"](4).double()
    x = torch.randn(2, 4, 5, 5, dtype=torch.float64)
    branch = x
    for conv in block.convs:
        branch = F.conv2d(branch, conv.weight, padding=1)
        branch = F.batch_norm(branch, None, None, training=True)
        branch = branch.relu() if conv is block.convs[0] else branch
    torch.testing.assert_close(block(x), (x + branch).relu())


@pytest.mark.parametrize(("skip", "norm"), [(False, False), (False, True), (True, True)])
def test_gradient_norms_agree_with_a_functional_network(example, skip, norm):
    """The He-initialised stacks again, in functional form; same seed, same draws."""
    run = example("architectures/skip_gradients")
    torch.manual_seed(0)
    norms = run["gradient_norms"](*run["build"](12, batch=8), skip, norm)
    torch.manual_seed(0)
    weights = [nn.Conv2d(16, 16, 3, dtype=torch.float64).weight for _ in range(12)]
    for weight in weights:
        nn.init.kaiming_normal_(weight, nonlinearity="relu")
    x = torch.randn(8, 16, 8, 8, dtype=torch.float64)

    def layer(x, weight):
        if norm:
            var, mean = torch.var_mean(x, (0, 2, 3), correction=0, keepdim=True)
            x = (x - mean) / (var + 1e-5).sqrt()
        return F.conv2d(F.relu(x), weight, padding=1)

    for first, second in zip(weights[::2], weights[1::2], strict=True):
        branch = layer(layer(x, first), second)
        x = x + branch if skip else branch
    loss = -F.log_softmax(x.mean((2, 3)), 1)[range(8), range(8)].mean()
    grads = torch.autograd.grad(loss, weights)
    assert norms == pytest.approx([g.norm().item() for g in grads], rel=1e-7)


def test_one_step_is_that_of_sgd(example):
    """The explosion's step by hand against torch.optim.SGD, on a stack of 18 layers."""
    run = example("architectures/explosion")
    torch.manual_seed(0)
    convs, x = run["build"](18, run["WIDTH"], run["BATCH"])
    before = run["gradient_norms"](convs, x, skip=False, norm=True)
    torch.optim.SGD([conv.weight for conv in convs], lr=run["RATE"]).step()
    after = run["gradient_norms"](convs, x, skip=False, norm=True)
    assert before[0] / before[-1] == pytest.approx(run["before"][18][0])
    assert after[0] / after[-1] == pytest.approx(run["after"][18][0], rel=1e-6)


def test_first_layer_leaps_once(example):
    """Two steps of torch.optim.SGD at 110 layers: the first multiplies the first weight, the second leaves it."""
    run = example("architectures/explosion")
    torch.manual_seed(0)
    convs, x = run["build"](110, run["WIDTH"], run["BATCH"])
    sgd = torch.optim.SGD([conv.weight for conv in convs], lr=run["RATE"])
    weights = [convs[0].weight.detach().clone()]
    for _ in range(2):
        run["gradient_norms"](convs, x, skip=False, norm=True)
        sgd.step()
        weights.append(convs[0].weight.detach().clone())
    start, once, twice = weights
    assert (once.norm() / start.norm()).item() == pytest.approx(run["leap"][0], rel=1e-6)
    assert (twice - once).norm() < 1e-3 * once.norm()


def test_ranges_as_text(example):
    run = example("architectures/explosion")
    assert run["span"]([0.5, 2.04, 2], ".1f") == "0.5 to 2.0"
    assert run["span"]([2.01, 2.04], ".1f") == "2.0"
    assert run["powers"]([2e-7, 4e12]) == "10⁻⁷ to 10¹³"
    assert run["powers"]([100, 100]) == "10²"


def test_batch_norm_explodes_at_the_rate_that_theory_gives():
    """Yang et al. 2019: with ReLU the squared gradient norm grows by π/(π − 1) a layer, wide and large batch."""
    torch.manual_seed(0)
    x = torch.randn(256, 512, requires_grad=True)
    states = [x]
    for _ in range(16):
        x = (x - x.mean(0)) / (x.var(0, correction=0) + 1e-8).sqrt()
        weight = torch.randn(512, 512) * (2 / 512) ** 0.5
        x = F.relu(x) @ weight.T
        states.append(x)
    grads = torch.autograd.grad((x * torch.randn_like(x)).sum(), states)
    # between two normalized states, away from both ends
    normed = [(g.norm() * (s - s.mean(0)).std()).item() for g, s in zip(grads, states, strict=True)]
    rate = (normed[2] / normed[12]) ** (2 / 10)
    assert rate == pytest.approx(math.pi / (math.pi - 1), rel=0.1)


def test_scaling_facts(example):
    run = example("architectures/compound_scaling")
    facts = run["computed"]
    assert facts["product"] == f"{1.2 * 1.21 * 1.3225:.2f}"
    assert facts["formula-7"] == f"{1.92027**7:.0f}×"
    assert float(facts["b7-phi"]) == pytest.approx(math.log(600 / 224) / math.log(1.15), abs=0.05)
    for phi, growth in enumerate(run["grown"]):
        assert growth == pytest.approx(1.92027**phi, rel=0.03)


@settings(max_examples=25)
@given(depth=st.integers(1, 4), width=st.integers(1, 12), side=st.integers(3, 20))
def test_convolution_flops_are_linear_in_depth_and_square_in_the_rest(example, depth, width, side):
    flops = example("architectures/compound_scaling")["flops"]
    assert flops(depth, width, side) == 18 * depth * width**2 * side**2


@settings(max_examples=25)
@given(rows=st.integers(1, 5), columns=st.integers(1, 5), size=st.sampled_from([2, 4, 16]))
def test_cut_gives_patches_in_reading_order(example, rows, columns, size):
    cut = example("architectures/vit_tokens")["cut"]
    images = torch.rand(2, 3, rows * size, columns * size)
    patches = cut(images, size)
    assert patches.shape == (2, rows * columns, 3 * size**2)
    row, column = rows - 1, columns // 2
    expected = images[:, :, row * size :, column * size : (column + 1) * size].flatten(1)
    assert torch.equal(patches[:, row * columns + column], expected)


def test_vit_sizes_match_the_published_ones(example):
    """ViT-B/16: 86,567,656 parameters in torchvision's vit_b_16, 86 M in the paper."""
    tokens, rest = (example(f"architectures/vit_{name}") for name in ("tokens", "encoder"))
    facts = tokens["computed"] | rest["computed"]
    encoder = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(768, 12, 3072, norm_first=True, device="meta"),
        12,
        nn.LayerNorm(768, device="meta"),
        enable_nested_tensor=False,
    )
    rest = 16 * 16 * 3 * 768 + 768 + 197 * 768 + 768 + 768 * 1000 + 1000
    whole = sum(p.numel() for p in encoder.parameters()) + rest
    assert facts["whole"] == f"{whole:,}" == "86,567,656"
    assert facts["sequence"] == f"{(224 // 16) ** 2 + 1} tokens"


@settings(max_examples=10)
@given(n=st.integers(2, 200))
def test_layer_cost_is_linear_plus_quadratic(example, n):
    run = example("architectures/vit_cost")
    linear, attention = run["parts"](n)
    heads, width = 12, 768 // 12
    q = torch.empty(1, heads, n, width, device="meta")
    with FlopCounterMode(display=False) as products:
        (q @ q.transpose(2, 3)).softmax(-1) @ q
    assert products.get_total_flops() == attention
    assert run["layer_flops"](n) == linear + attention


def test_cost_facts(example):
    facts = example("architectures/vit_cost")["computed"]
    assert facts["share"] == f"{197 / (197 + 6 * 768):.0%}"
    assert facts["patch-halved"] == f"{(785 / 197) ** 2:.1f}×"
    assert facts["entries"] == f"{197**2:,}"


@settings(max_examples=10)
@given(order=st.permutations(range(16)))
def test_any_order_of_the_patches_is_the_same_without_positions(example, order):
    run = example("architectures/positions_removed")
    photo, net, positions = run["photo"], run["net"], run["positions"]
    shuffled = run["glue"](run["cut"](photo)[:, list(order)])
    old, new = run["encode"](photo, net), run["encode"](shuffled, net)
    torch.testing.assert_close(new[0], old[0], rtol=0, atol=1e-12)
    if list(order) != sorted(order):
        moved = run["encode"](shuffled, net, positions)[0]
        assert not torch.allclose(moved, run["encode"](photo, net, positions)[0], atol=1e-9)


def test_class_output_is_that_of_an_encoder_by_hand(example):
    """The changes by shuffling again, with attention and norms written out."""
    run = example("architectures/positions_removed")
    net = run["net"]  # of the last seed

    def standardize(z, norm):
        var, mean = torch.var_mean(z, -1, correction=0, keepdim=True)
        return (z - mean) / (var + norm.eps).sqrt() * norm.weight + norm.bias

    def output(image, positions):
        patches = image.unfold(2, 16, 16).unfold(3, 16, 16)[0].permute(1, 2, 0, 3, 4)
        z = torch.cat([net["cls"][0], net["project"](patches.reshape(16, -1) / 255)]) + positions
        for layer in net["encoder"].layers:
            n = standardize(z, layer.norm1)
            qkv = n @ layer.self_attn.in_proj_weight.T + layer.self_attn.in_proj_bias
            q, k, v = qkv.view(17, 3, 4, 16).permute(1, 2, 0, 3)
            mixed = (q @ k.transpose(1, 2) / 4).softmax(-1) @ v
            z = z + layer.self_attn.out_proj(mixed.transpose(0, 1).reshape(17, 64))
            z = z + layer.linear2(F.relu(layer.linear1(standardize(z, layer.norm2))))
        return z[0]

    def change(before, after):
        return ((after - before).norm() / before.norm()).item()

    photo, shuffled, positions = run["photo"], run["shuffled"], run["positions"][0]
    moved = change(output(photo, positions), output(shuffled, positions))
    assert moved == pytest.approx(run["moved"][-1])
    assert change(output(photo, 0), output(shuffled, 0)) < 1e-12
    # All patches with their pixels shuffled alike: what E reads is what its rows undo.
    patches = photo.unfold(2, 16, 16).unfold(3, 16, 16)[0].permute(1, 2, 0, 3, 4).reshape(16, -1)
    columns = net["project"].weight[:, run["order"]]
    torch.testing.assert_close(
        patches[:, run["order"]] @ columns.T, patches @ net["project"].weight.T
    )


@settings(max_examples=20)
@given(n=st.integers(1, 20), width=st.integers(1, 16), seed=st.integers(0, 99))
def test_attention_is_a_mean_with_softmax_weights(example, n, width, seed):
    torch.manual_seed(seed)
    q, k, v = torch.randn(3, n, width, dtype=torch.float64)
    out = example("architectures/attention")["attention"](q, k, v)
    for row in range(n):
        weights = [math.exp(q[row].dot(key) / math.sqrt(width)) for key in k]
        mean = sum(w * value for w, value in zip(weights, v, strict=True)) / sum(weights)
        torch.testing.assert_close(out[row], mean)


def test_where_the_gradient_of_attention_lands(example):
    """Weights and gradients of softmax by NumPy and SciPy, other draws, in the ranges of the ten seeds."""
    run = example("architectures/attention")
    assert run["computed"]["sd"] == f"{math.sqrt(64):.1f}"
    random = np.random.default_rng(1)
    q, k, v, upstream = random.standard_normal((4, 10, 197, 64))
    found = {}
    for root in (1, 8):
        weights = softmax(q @ k.transpose(0, 2, 1) / root, -1)
        g = upstream @ v.transpose(0, 2, 1)
        gradient = weights * (g - (weights * g).sum(-1, keepdims=True))
        squares = np.sort(gradient**2)[..., ::-1].cumsum(-1)
        carriers = 1 + np.median((squares < 0.9 * squares[..., -1:]).sum(-1))
        found[root] = weights.max(-1).mean(), carriers
    assert min(run["raw"][64]) - 0.02 < found[1][0] < max(run["raw"][64]) + 0.02
    assert found[8][0] == pytest.approx(np.mean(run["divided"][64]), abs=0.005)
    assert found[1][1] == run["few"][0] == 2
    assert min(run["many"]) - 2 <= found[8][1] <= max(run["many"]) + 2


@pytest.mark.parametrize("heads", [1, 2, 12])
def test_heads_by_hand_are_those_of_the_module(example, heads):
    """The encoder's attention, with heads of 64 as in the paper, fits a module of twelve heads alone."""
    by_hand = example("architectures/vit_encoder")["attention"]
    module = nn.MultiheadAttention(768, heads, batch_first=True).double()
    z = torch.randn(1, 5, 768, dtype=torch.float64)
    expected = module(z, z, z)[0]
    assert torch.allclose(by_hand(z, module, 768 // heads), expected)
    assert torch.allclose(by_hand(z, module), expected) == (heads == 12)


@settings(max_examples=20)
@given(blocks=st.integers(1, 8), handed_on=st.floats(0.05, 2))
def test_path_lengths_are_those_of_all_choices(example, blocks, handed_on):
    run = example("architectures/residual_paths")
    weights = [0.0] * (blocks + 1)
    for chosen in itertools.product((0, 1), repeat=blocks):
        weights[sum(chosen)] += handed_on ** sum(chosen)
    expected = [weight / (1 + handed_on) ** blocks for weight in weights]
    assert run["path_lengths"](blocks, handed_on) == pytest.approx(expected)


def test_path_facts(example):
    """The middle by SciPy's binomial distribution; variances in closed form."""
    run = example("architectures/residual_paths")
    for key, chance in (("middle", 1 / 2), ("damped", 1 / 5), ("half", 1 / 3)):
        ends = [int(binom.ppf(tail, 54, chance)) for tail in (0.025, 0.975)]
        assert run["computed"][key] == "{} to {}".format(*ends)
    assert run["variances"](10, normalized=True)[-1] == 11
    assert run["variances"](10, normalized=False)[-1] == 1024


def test_dense_networks_are_counted_as_they_are_built(example):
    run = example("architectures/add_concatenate")
    layers, growth, channels, classes = (2, 3), 4, 8, 5
    width, modules = channels, [nn.Conv2d(3, channels, 7, bias=False), nn.BatchNorm2d(channels)]
    for block, count in enumerate(layers):
        for _ in range(count):
            modules += [nn.BatchNorm2d(width), nn.Conv2d(width, 4 * growth, 1, bias=False)]
            modules += [
                nn.BatchNorm2d(4 * growth),
                nn.Conv2d(4 * growth, growth, 3, bias=False),
            ]
            width += growth
        if block == 0:
            modules += [nn.BatchNorm2d(width), nn.Conv2d(width, width // 2, 1, bias=False)]
            width //= 2
    modules += [nn.BatchNorm2d(width), nn.Linear(width, classes)]
    built = sum(p.numel() for module in modules for p in module.parameters())
    assert run["densenet"](layers, growth, channels, classes) == (built, [16, 20])


@settings(max_examples=10)
@given(groups=st.sampled_from([1, 2, 4, 8]), seed=st.integers(0, 99))
def test_a_grouped_block_is_a_sum_of_branches(example, groups, seed):
    run = example("architectures/grouped_bottleneck")
    torch.manual_seed(seed)
    draw = {"dtype": torch.float64}
    x = torch.randn(2, 6, 5, 4, **draw)
    weights = (
        torch.randn(8, 6, 1, 1, **draw),
        torch.randn(8, 8 // groups, 3, 3, **draw),
        torch.randn(6, 8, 1, 1, **draw),
    )
    torch.testing.assert_close(
        run["grouped"](x, *weights, groups), run["branches"](x, *weights, groups)
    )
    assert sum(weight.numel() for weight in weights) == run["block"](6, 8, groups)


def test_parameters_of_resnet_50_are_those_of_its_layers(example):
    """Convolutions and the classifier of the network above, and a norm behind each convolution."""
    net = resnet([3, 4, 6, 3], 4)
    convs = [module for module in net.modules() if isinstance(module, nn.Conv2d)]
    built = sum(p.numel() for p in net.parameters()) + sum(2 * conv.out_channels for conv in convs)
    assert example("architectures/grouped_bottleneck")["network"](64) == built


def test_squeeze_and_excitation_is_a_gate_on_channel_means(example):
    run = example("architectures/squeeze_excite")
    torch.manual_seed(3)
    block, x = run["SqueezeExcite"](8, 2), torch.randn(3, 8, 4, 6)
    down, up = (
        (layer.weight.detach().numpy(), layer.bias.detach().numpy())
        for layer in (block.down, block.up)
    )
    means = x.numpy().mean((2, 3))
    hidden = np.maximum(means @ down[0].T + down[1], 0)
    gate = 1 / (1 + np.exp(-(hidden @ up[0].T + up[1])))
    expected = x.numpy() * gate[:, :, None, None]
    np.testing.assert_allclose(block(x).detach(), expected, rtol=1e-5, atol=1e-6)
    assert run["SqueezeExcite"](8).down.out_features == 1  # fewer channels than the reduction
    stages = {256: 3, 512: 4, 1024: 6, 2048: 3}
    added = sum(count * 2 * c * (c // 16) for c, count in stages.items())
    assert run["computed"]["added"] == f"{added / 1e6:.1f} million"


@pytest.mark.parametrize(("out", "stride"), [(6, 1), (6, 2), (8, 1)])
def test_inverted_residual_in_functional_form(example, out, stride):
    run = example("architectures/inverted_residual")
    torch.manual_seed(0)
    block = run["InvertedResidual"](6, out, stride, expand=3).double().eval()
    x = 3 * torch.randn(2, 6, 8, 8, dtype=torch.float64)
    up, depthwise, down = (m.weight for m in block.branch if isinstance(m, nn.Conv2d))
    shrink = (1 + 1e-5) ** 0.5  # batch norm with running mean 0 and variance 1
    y = (F.conv2d(x, up) / shrink).clamp(0, 6)
    y = (F.conv2d(y, depthwise, stride=stride, padding=1, groups=18) / shrink).clamp(0, 6)
    y = F.conv2d(y, down) / shrink
    torch.testing.assert_close(block(x), x + y if (out, stride) == (6, 1) else y)


@settings(max_examples=20)
@given(d=st.integers(1, 40), expand=st.integers(1, 6))
def test_lost_directions_follow_the_binomial(example, d, expand):
    lost = example("architectures/inverted_residual")["lost"]
    assert lost(d, expand) == pytest.approx(binom.cdf(d - 1, d * expand, 0.5))


@settings(max_examples=8)
@given(heads=st.integers(1, 3), layers=st.integers(1, 3), patches=st.integers(1, 4))
def test_transformers_are_counted_as_they_are_built(example, heads, layers, patches):
    run = example("architectures/vit_counted")
    width, side = 8 * heads, 4 * patches
    layer = nn.TransformerEncoderLayer(
        width, heads, 4 * width, batch_first=True, norm_first=True, device="meta"
    )
    parts = [layer] * layers
    parts += [nn.LayerNorm(width), nn.Conv2d(3, width, 4, 4), nn.Linear(width, 7)]
    built = sum(p.numel() for part in parts for p in part.parameters())
    built += width * (patches**2 + 2)  # positions, and [CLS] itself
    assert run["parameters"](width, layers, 4, side, 7) == built
    n = patches**2 + 1
    with FlopCounterMode(display=False) as counter:
        layer(torch.empty(1, n, width, device="meta"))
    rest = (n - 1) * 48 * width + width * 7
    work = run["mult_adds"](width, layers, 4, side, 7)
    assert work - rest == layers * counter.get_total_flops() // 2


@settings(max_examples=6, deadline=None)
@given(heads=st.integers(1, 3), layers=st.integers(1, 3), seed=st.integers(0, 99))
def test_a_vit_written_out_is_an_encoder_of_the_library(example, heads, layers, seed):
    torch.manual_seed(seed)
    width, patch, side = 64 * heads, 4, 12
    net = example("architectures/vit_counted")["ViT"](width, layers, patch, side, 7).double()
    nn.init.normal_(net.cls)
    image = torch.randn(2, 3, side, side, dtype=torch.double)
    # Patches cut by hand, each channel by channel.
    cut = image.unfold(2, patch, patch).unfold(3, patch, patch).permute(0, 2, 3, 1, 4, 5)
    z = F.linear(cut.flatten(3).flatten(1, 2), net.project.weight.flatten(1), net.project.bias)
    z = torch.cat([net.cls.expand(2, -1, -1), z], 1) + net.positions
    for own in net.layers[:-1]:
        layer = nn.TransformerEncoderLayer(
            width, heads, 4 * width, 0, "gelu", 1e-6, batch_first=True, norm_first=True
        ).double()
        pairs = {
            "self_attn.in_proj_": own.qkv,
            "self_attn.out_proj.": own.out,
            "linear1.": own.up,
            "linear2.": own.down,
            "norm1.": own.norms[0],
            "norm2.": own.norms[1],
        }
        layer.load_state_dict(
            {a + b: getattr(m, b) for a, m in pairs.items() for b in ("weight", "bias")}
        )
        z = layer(z)
    scores = net.head(F.layer_norm(z[:, 0], (width,), eps=1e-6))
    torch.testing.assert_close(net(image), scores)


@settings(max_examples=20)
@given(p=st.integers(0, 500), s=st.integers(0, 500), shift=st.integers(-200, 200))
def test_rotary_scores_depend_on_the_distance(example, p, s, shift):
    """Against complex numbers in NumPy: the score is the real part of q, conjugated k and the turn between."""
    run = example("architectures/rotary")
    random = np.random.default_rng(p)
    q, k = random.standard_normal((2, 6))
    complex_q, complex_k = (v[0::2] + 1j * v[1::2] for v in (q, k))
    turns = np.exp(1j * (p - s) * 10_000.0 ** (-np.arange(0, 6, 2) / 6))
    expected = (complex_q * complex_k.conj() * turns).real.sum()
    for moved in (0, shift):
        at = [torch.tensor([float(place + moved)], dtype=torch.float64) for place in (p, s)]
        turned = [run["rotate"](torch.tensor(v)[None], a) for v, a in zip((q, k), at, strict=True)]
        assert (turned[0] @ turned[1].T).item() == pytest.approx(expected, abs=1e-8)
    assert run["rotate"](torch.ones(1, 4), torch.ones(1)).dtype == torch.float32


def test_sinusoids_step_by_a_rotation(example):
    """The table of Vaswani et al. 2017, sec. 3.5, entry by entry."""
    table = example("architectures/rotary")["sinusoids"](torch.arange(9.0).double(), 8)
    for position, i in itertools.product(range(9), range(4)):
        angle = position / 10_000 ** (2 * i / 8)
        assert table[position, 2 * i].item() == pytest.approx(math.sin(angle))
        assert table[position, 2 * i + 1].item() == pytest.approx(math.cos(angle))


@settings(max_examples=10)
@given(old=st.integers(1, 6), times=st.integers(1, 3))
def test_positions_are_resized_as_an_image(example, old, times):
    """Nearest neighbours at a whole factor repeat rows and columns."""
    resize = example("architectures/position_resize")["resize_positions"]
    positions = torch.randn(1, 1 + old**2, 5)
    found = resize(positions, old * times, "nearest")
    grid = positions[0, 1:].view(old, old, 5).numpy()
    expected = grid.repeat(times, 0).repeat(times, 1).reshape(-1, 5)
    assert torch.equal(found[:, 0], positions[:, 0])
    np.testing.assert_array_equal(found[0, 1:], expected)


@pytest.mark.parametrize(("side", "size", "shift"), [(8, 4, 2), (9, 3, 1), (14, 7, 3), (4, 4, 2)])
def test_shifted_windows_are_attention_with_a_mask_over_all(example, side, size, shift):
    """All pairs at once; two patches may meet if the shifted grid puts them into one cell."""
    run = example("architectures/swin_windows")
    torch.manual_seed(1)
    x = torch.randn(side, side, 6, dtype=torch.float64)
    cell = [(place - shift) // size for place in range(side)]
    region = torch.tensor([[100 * row + column for column in cell] for row in cell]).flatten()
    tokens = x.flatten(0, 1)
    allowed = region[:, None] == region
    expected = F.scaled_dot_product_attention(
        tokens[None], tokens[None], tokens[None], attn_mask=allowed[None]
    )
    torch.testing.assert_close(run["shifted_attention"](x, size, shift), expected[0].view_as(x))


def test_convnext_block_in_functional_form(example):
    torch.manual_seed(0)
    block = example("architectures/convnext_block")["ConvNeXtBlock"](6, scale=0.5).double()
    x = torch.randn(2, 6, 9, 8, dtype=torch.float64)
    y = F.conv2d(x, block.spatial.weight, block.spatial.bias, padding=3, groups=6)
    y = (y - y.mean(1, keepdim=True)) / (y.var(1, correction=0, keepdim=True) + 1e-6).sqrt()
    y = F.conv2d(y, block.expand.weight[:, :, None, None], block.expand.bias)
    y = y * (1 + torch.erf(y / 2**0.5)) / 2
    y = F.conv2d(y, block.project.weight[:, :, None, None], block.project.bias)
    torch.testing.assert_close(block(x), x + 0.5 * y)


def test_rates_by_layer_reach_every_parameter_once(example):
    run = example("architectures/layer_rates")
    stages = [nn.Sequential(nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2)) for _ in range(4)]
    groups = run["layer_groups"](stages, rate=0.1, decay=0.5)
    found = {id(p): group for group in groups for p in group["params"]}
    assert len(found) == sum(len(group["params"]) for group in groups) == 16
    for below, stage in enumerate(reversed(stages)):
        for p in stage.parameters():
            assert found[id(p)]["lr"] == pytest.approx(0.1 / 2**below)
            assert bool(found[id(p)]["weight_decay"]) == (p.ndim > 1)


def test_positions_and_class_tokens_go_without_decay(example):
    """As in timm's and MAE's lists of parameters without decay: pos_embed and cls_token."""
    run = example("architectures/layer_rates")
    stage = nn.Linear(4, 4)
    stage.positions = nn.Parameter(torch.zeros(1, 5, 4))
    stage.cls = nn.Parameter(torch.zeros(1, 1, 4))
    stage.filters = nn.Parameter(torch.zeros(1, 3, 2, 2))
    groups = run["layer_groups"]([stage], 1.0, 0.5)
    kept = {id(p) for group in groups if group["weight_decay"] for p in group["params"]}
    assert kept == {id(stage.weight), id(stage.filters)}
    assert sum(len(group["params"]) for group in groups) == 5


def test_what_frozen_layers_keep_for_the_backward_pass(example):
    """13 maps of 12 ReLU layers, the inputs of linear ones, and one encoder layer with and without trained weights."""
    run = example("architectures/layer_rates")
    facts = run["computed"]
    assert facts["lower-convolution"] == f"{7 / 13:.0%}"
    assert facts["upper-convolution"] == "100%"
    assert facts["lower-linear"] == facts["upper-linear"] == "50%"
    # A pre-norm layer of width D, n tokens and h heads. Of its norms, attention and GELU all stays;
    # what only a trained matrix reads goes: both normed maps, what attention puts out, GELU's output.
    layer = run["encoder"]()
    x = torch.randn(1, 17, 64)
    saved = {}

    def pack(t):
        saved[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    weights = {p.untyped_storage().data_ptr() for p in layer.parameters()}
    sizes = []
    for trained in (True, False):
        saved.clear()
        layer.requires_grad_(trained)
        with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
            out = layer(x.clone().requires_grad_())
        sizes.append(sum(size for key, size in saved.items() if key not in weights))
        del out
    assert float(facts["upper-encoder"][:-1]) / 100 == pytest.approx(
        (1 + sizes[1] / sizes[0]) / 2, abs=0.02
    )


def test_frozen_stages_leave_their_statistics(example):
    run = example("architectures/layer_rates")
    stage = nn.Sequential(nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2))
    run["freeze"]([stage])
    stage(torch.randn(8, 2, 4, 4))
    assert torch.equal(stage[1].running_mean, torch.zeros(2))
    assert not run["layer_groups"]([stage], rate=0.1, decay=0.5)


def test_peak_memory_of_mobilenet_is_that_of_its_largest_layer(example):
    """Output shapes by hooks: input and output of each convolution, and the input that a skip keeps."""
    run, memory = (
        example(f"architectures/{name}") for name in ("inverted_residual", "mobile_memory")
    )
    with torch.device("meta"):
        net = run["mobilenet_v2"]()
    sizes, waiting = [], [0]

    def before(module, inputs):
        waiting[0] = inputs[0].numel() if module.skip else 0

    def after(module, inputs, output):
        extra = 0 if inputs[0].numel() == waiting[0] else waiting[0]
        sizes.append(inputs[0].numel() + output.numel() + extra)

    for module in net.modules():
        if isinstance(module, run["InvertedResidual"]):
            module.register_forward_pre_hook(before)
            for conv in module.branch:
                if isinstance(conv, nn.Conv2d):
                    conv.register_forward_hook(after)
    net(torch.empty(1, 3, 224, 224, device="meta"))
    assert max(sizes) == memory["peak"]
    assert memory["computed"]["late"] == f"{max(sizes[len(sizes) // 2 :]) / 1e6:.1f} MB"


def test_turns_across_a_grid(example):
    """Against the frequencies of RoPE-ViT's compute_axial_cis, 1 / θ^(4i/d) for a head of d."""
    facts = example("architectures/rotary")["computed"]
    for key, theta, form in (("turn", 10_000, ".1f"), ("turn-images", 100, ".0f")):
        slowest = 1 / theta ** (60 / 64)
        assert facts[key] == f"{slowest * 13 * 180 / math.pi:{form}}°"


def test_tokens_on_a_line_miss_their_column(example):
    """NumPy's interpolation along the flat sequence, half a token off at both ends as PyTorch does."""
    run = example("architectures/position_resize")
    old, new = 14, 24
    at = np.clip((np.arange(new**2) + 0.5) * old**2 / new**2 - 0.5, 0, old**2 - 1)
    rows, columns = (np.indices((old, old)).reshape(2, -1) + 0.5) / old
    wanted = (np.indices((new, new)).reshape(2, -1) + 0.5) / new
    for axis, place in enumerate((rows, columns)):
        error = np.abs(np.interp(at, np.arange(old**2), place) - wanted[axis])
        assert run["wrong"]["line"][axis] == pytest.approx((error > 1 / old).mean(), abs=0.005)


def test_merged_patches_are_a_convolution_of_stride_two(example):
    """Norm over the 2×2 neighbours, then a 2×2 convolution; order of channels as in Swin's code."""
    run = example("architectures/patch_merging")
    torch.manual_seed(0)
    norm, reduction = nn.LayerNorm(12).double(), nn.Linear(12, 6, bias=False).double()
    nn.init.normal_(norm.weight)
    x = torch.randn(6, 8, 3, dtype=torch.float64)
    found = run["merge_patches"](x, norm, reduction)
    for row, column in itertools.product(range(3), range(4)):
        square = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        parts = torch.cat([square[0, 0], square[1, 0], square[0, 1], square[1, 1]])
        torch.testing.assert_close(found[row, column], reduction(norm(parts)))


@pytest.mark.parametrize("size", [1, 2, 7])
def test_biases_are_shared_by_pairs_of_one_offset(example, size):
    index = example("architectures/patch_merging")["offset_index"](size)
    groups = {}
    places = list(itertools.product(range(size), repeat=2))
    for (i, (a, b)), (j, (c, d)) in itertools.product(enumerate(places), repeat=2):
        groups.setdefault((a - c, b - d), set()).add(index[i, j].item())
    assert all(len(group) == 1 for group in groups.values())
    assert {min(group) for group in groups.values()} == set(range((2 * size - 1) ** 2))


@settings(max_examples=10)
@given(channels=st.integers(1, 6), seed=st.integers(0, 99))
def test_fused_branches_are_the_three_in_evaluation(example, channels, seed):
    """The whole layer again as one linear map, read off from its answers to single pixels."""
    run = example("architectures/fused_branches")
    torch.manual_seed(seed)
    block = run["Branches"](channels).double()
    for norm in block.norms:
        nn.init.normal_(norm.weight)
        nn.init.normal_(norm.running_mean)
        nn.init.uniform_(norm.running_var, 0.5, 2)
        nn.init.constant_(norm.bias, 50.0)  # keeps the ReLU open
    weight, bias = run["fuse"](block.eval())
    with torch.no_grad():
        rest = block(torch.zeros(1, channels, 3, 3, dtype=torch.float64))[0, :, 1, 1]
        torch.testing.assert_close(bias, rest)
        for c, row, column in itertools.product(range(channels), range(3), range(3)):
            pixel = torch.zeros(1, channels, 3, 3, dtype=torch.float64)
            pixel[0, c, row, column] = 1
            torch.testing.assert_close(weight[:, c, row, column], block(pixel)[0, :, 1, 1] - rest)
    parameters = sum(p.numel() for p in block.parameters())
    assert parameters == 10 * channels**2 + 3 * 2 * channels


@settings(max_examples=10)
@given(channels=st.integers(1, 12), seed=st.integers(0, 99))
def test_spread_stems_keep_their_answer_to_grey(example, channels, seed):
    run = example("architectures/stem_channels")
    weight = np.random.default_rng(seed).standard_normal((4, 3, 5, 5))
    found = run["spread"](torch.tensor(weight), channels)
    assert found.shape == (4, channels, 5, 5)
    np.testing.assert_allclose(found.sum(1), weight.sum(1))
    np.testing.assert_allclose(found[:, 0], weight.sum(1) / channels)
    more = run["append"](torch.tensor(weight), 2)
    np.testing.assert_array_equal(more[:, :3], weight)
    assert not more[:, 3:].any()


def test_u_net_in_functional_form_has_the_published_size(example):
    """31,030,658 parameters for one channel and two classes; each join reads the encoder's map first."""
    run = example("architectures/unet")
    shapes = [p.shape for p in run["net"].parameters()]
    assert sum(math.prod(shape) for shape in shapes) == 31_030_658
    widths = (3, 5, 7)
    torch.manual_seed(0)
    net = run["UNet"](2, 4, widths).double()
    x = torch.randn(2, 2, 8, 12, dtype=torch.float64)

    def twice(y, layers):
        for conv in (layers[0], layers[2]):
            y = F.conv2d(y, conv.weight, conv.bias, padding=1).clamp(min=0)
        return y

    first = twice(x, net.down[0])
    second = twice(F.max_pool2d(first, 2), net.down[1])
    y = twice(F.max_pool2d(second, 2), net.down[2])
    for i, left in enumerate((second, first)):
        up = F.conv_transpose2d(y, net.up[i].weight, net.up[i].bias, stride=2)
        y = twice(torch.cat((left, up), 1), net.joined[i])
    expected = torch.einsum("nchw,kc->nkhw", y, net.head.weight[:, :, 0, 0])
    torch.testing.assert_close(net(x), expected + net.head.bias[:, None, None])


def test_skips_of_a_u_net_are_counted_by_hand(example):
    computed = example("architectures/unet")["computed"]
    maps = [64 * 2**i * (512 // 2**i) ** 2 for i in range(4)]
    assert computed["kept"] == f"{sum(maps) / 1e6:.1f} million"
    assert computed["finest"] == f"{maps[0] / sum(maps):.0%}"
    assert computed["saved"] == f"{sum(9 * (64 * 2**i) ** 2 for i in range(4)) / 1e6:.1f} million"


@pytest.mark.parametrize(("before", "stride"), [(12, 1), (12, 2), (5, 1)])
def test_bottleneck_in_functional_form(example, before, stride):
    block = example("architectures/resnet_50")["Bottleneck"](before, 3, stride).double()
    torch.manual_seed(0)
    nn.init.normal_(block.branch[-1].weight)
    x = torch.randn(2, before, 6, 6, dtype=torch.float64)

    def normed(y, norm):
        var, mean = torch.var_mean(y, (0, 2, 3), correction=0, keepdim=True)
        return (y - mean) / (var + 1e-5).sqrt() * norm.weight[:, None, None]

    convs = [m for m in block.branch if isinstance(m, nn.Conv2d)]
    norms = [m for m in block.branch if isinstance(m, nn.BatchNorm2d)]
    y = normed(F.conv2d(x, convs[0].weight), norms[0]).relu()
    y = normed(F.conv2d(y, convs[1].weight, stride=stride, padding=1), norms[1]).relu()
    y = normed(F.conv2d(y, convs[2].weight), norms[2])
    skip = x
    if (before, stride) != (12, 1):
        skip = normed(F.conv2d(x, block.skip[0].weight, stride=stride), block.skip[1])
    torch.testing.assert_close(block(x), (y + skip).relu())


def test_resnet_50_agrees_with_the_whole_network_built_otherwise(example):
    run = example("architectures/resnet_50")
    whole = macs(resnet([3, 4, 6, 3], 4, stride_at=1), 1, 3, 224, 224)
    assert sum(run["work"]) == pytest.approx(whole)
    torch.manual_seed(0)
    block = run["Bottleneck"](8, 2)
    x = torch.rand(2, 8, 4, 4)
    assert torch.equal(block(x), x)  # the last γ is zero
