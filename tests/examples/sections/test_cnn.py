"""Section 1: what the examples define, against torch modules, closed forms and published tables."""

import itertools
import math
from itertools import pairwise

import pytest
import torch
import torch.nn.functional as F
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal
from torch import nn

# Extents per end point, from receptive_field/RECEPTIVE_FIELD_TABLE.md of
# github.com/google-research/receptive_field, the tables behind Araujo et al. 2019.
PUBLISHED_VGG = {1: 3, 3: 6, 4: 10, 6: 16, 7: 24, 8: 32, 10: 44, 11: 60, 12: 76, 14: 100}
PUBLISHED_VGG |= {15: 132, 16: 164, 18: 212}
# resnet_v1_50 of the same table: stem, pool and the ends of its four blocks.
PUBLISHED_SLIM = {11: 35, 23: 99, 41: 291, 50: 483}
MOBILENET_STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]

layer = st.tuples(
    st.sampled_from([1, 2, 3, 5, 7]), st.integers(1, 3), st.integers(1, 4)
)  # kernel, stride, dilation


def seen(layers):
    """Extent by forward passes alone: which single pixels change one unit, without any gradient."""
    jump = math.prod(stride for _, stride, _ in layers)
    reach = 1 + sum(d * (k - 1) for k, _, d in layers) * jump
    size = reach + jump
    pulses = torch.eye(size, dtype=torch.float64)[:, None]
    for k, s, d in layers:
        pulses = F.conv1d(pulses, torch.ones(1, 1, k, dtype=pulses.dtype), stride=s, dilation=d)
    moved = pulses[:, 0, 0].nonzero().flatten()
    return int(moved[-1] - moved[0] + 1)


@given(st.lists(layer, min_size=1, max_size=4))
@settings(max_examples=40)
def test_recursion_equals_the_extent_found_by_pulses(example, layers):
    assume(math.prod(stride for _, stride, _ in layers) <= 12)
    assert example("cnn/receptive_field")["receptive_field"](layers)[-1] == seen(layers)


@pytest.mark.parametrize(
    ("layers", "extent"),
    [
        ([(3, 1, 1)] * 3, 7),
        ([(3, 2, 1)] * 3, 15),
        ([(7, 2, 1), (3, 2, 1), (3, 1, 1), (3, 2, 1)], 27),
        ([(3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1)], 18),
    ],
)
def test_recursion_and_gradient_on_known_stacks(example, layers, extent):
    defined = example("cnn/receptive_field")
    assert defined["receptive_field"](layers)[-1] == extent
    assert defined["gradient_extent"](layers) == extent


def test_the_labels_of_the_growth_are_those_of_its_layers(example):
    assert example("cnn/receptive_field")["how"] == {
        "plain": "stride 1, dilation 1",
        "strided": "stride 2 in layers 1, 3",
        "dilated": "dilation 1, 2, 4, 8, 16",
    }


def test_networks_equal_the_published_table(example):
    defined = example("cnn/receptive_field_networks")
    vgg, slim = defined["dots"]["VGG-16"], defined["dots"]["TF-Slim"]
    assert {end: vgg[end] for end in PUBLISHED_VGG} == PUBLISHED_VGG
    assert {end: slim[end] for end in PUBLISHED_SLIM} == PUBLISHED_SLIM
    # The paper strides at the start of the next stage: the ends of its stages are the same.
    assert {end: defined["dots"]["ResNet-50"][end] for end in PUBLISHED_SLIM} == PUBLISHED_SLIM
    mobilenet = [(3, 2)] + [pair for s in MOBILENET_STRIDES for pair in ((3, s), (1, 1))]
    assert defined["recursion"](mobilenet)[-1] == 315  # same table
    assert defined["computed"]["resnet-50"] == "483 px"
    assert defined["computed"]["vgg-16"] == "212 px"


def pixels_seen(net, unit):
    """The pixels that a unit reads, from the last layer back to the image, without the recursion."""
    places = {unit}
    for part in reversed(net):
        if isinstance(part, list):
            reads = [pixels_seen(branch, place) for branch in part for place in places]
            places = set().union(*reads)
        else:
            kernel, stride, padding = part
            places = {place * stride - padding + tap for place in places for tap in range(kernel)}
    return places


padded_layer = st.tuples(st.integers(1, 5), st.integers(1, 2), st.integers(0, 3))
padded_layers = st.lists(padded_layer, min_size=1, max_size=3)


@given(padded_layers, st.integers(-3, 40))
@settings(max_examples=40)
def test_the_field_lies_where_its_pixels_are(example, layers, unit):
    defined = example("cnn/receptive_field_position")
    size, stride, padding = defined["field"](layers)
    seen = pixels_seen(layers, unit)
    assert min(seen) == unit * stride - padding
    assert max(seen) - min(seen) + 1 == size
    assert defined["centre"](unit, size, stride, padding) == (min(seen) + max(seen)) / 2
    assert example("cnn/receptive_field_branches")["field"](layers) == (size, stride, padding)


@pytest.mark.parametrize(
    "layers", [[(3, 1, 2, 2)], [(3, 2, 1), (3, 1, 4, 4)], [(5, 2, 4, 2), (2, 2, 0), (3, 2, 3, 3)]]
)
def test_the_field_of_dilated_layers_is_where_the_gradient_is(example, layers):
    size, stride, padding = example("cnn/receptive_field_position")["field"](layers)
    x = torch.zeros(1, 1, 129, requires_grad=True)
    y = x
    for kernel, step, pad, *rate in layers:
        y = F.conv1d(y, torch.ones(1, 1, kernel), None, step, pad, *rate)
    unit = y.shape[-1] // 2
    (grad,) = torch.autograd.grad(y[0, 0, unit], x)
    seen = grad[0, 0].nonzero().flatten().tolist()
    assert (seen[0], seen[-1]) == (unit * stride - padding, unit * stride - padding + size - 1)


@given(padded_layers, st.lists(padded_layers, min_size=1, max_size=3), st.integers(0, 5))
@settings(max_examples=40)
def test_branches_see_from_the_first_pixel_of_any_to_the_last_of_any(example, before, block, unit):
    strides = [math.prod(stride for _, stride, _ in branch) for branch in block]
    branches = [
        [*branch, (1, max(strides) // s, 0)] for branch, s in zip(block, strides, strict=True)
    ]
    net = [*before, branches, (3, 1, 1)]
    defined = example("cnn/receptive_field_branches")
    size, stride, padding = defined["field"](net)
    seen = pixels_seen(net, unit)
    assert min(seen) == unit * stride - padding
    assert max(seen) == unit * stride - padding + size - 1
    alone = [pixels_seen([*before, *branch], 0) for branch in branches]
    assert defined["middles"](branches, before) == [(min(p) + max(p)) / 2 for p in alone]


def test_branches_of_unlike_stride_do_not_fit(example):
    with pytest.raises(ValueError, match="unpack"):
        example("cnn/receptive_field_branches")["field"]([[[(1, 2, 0)], [(1, 1, 0)]]])


# Kernel, stride and padding on the left of TF-Slim's networks on inputs of even size, where SAME pads a strided 3×3 of an
# even map on the right alone, and what the README of Araujo et al. prints: size, effective stride, effective padding.
ALEXNET = [(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), *[(3, 1, 1)] * 3, (3, 2, 0)]
SLIM_STRIDES = [1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1]
PRINTED = {
    (195, 32, 64): ALEXNET,
    (315, 32, 126): [(3, 2, 0)]
    + [part for s in MOBILENET_STRIDES for part in ((3, s, s % 2), (1, 1, 0))],
    (483, 32, 239): [(7, 2, 3), (3, 2, 0)] + [(3, s, 1) for s in SLIM_STRIDES],
}


@pytest.mark.parametrize("printed", PRINTED, ids=["alexnet", "mobilenet", "resnet-50"])
def test_the_place_is_that_of_the_published_table(example, printed):
    defined = example("cnn/receptive_field_position")
    assert defined["field"](PRINTED[printed]) == printed
    assert defined["computed"]["vgg-16"] == defined["quoted"]["published"][0]


def test_all_of_resnet_lies_where_its_longest_path_lies(example):
    whole = example("cnn/receptive_field_branches")
    path = example("cnn/receptive_field_position")
    assert whole["field"](whole["resnet"]) == path["field"](path["resnet"])
    size = path["field"](path["resnet"])[0]
    assert (
        f"{size} px" == example("cnn/receptive_field_networks")["computed"]["resnet-50-torchvision"]
    )


@given(st.integers(1, 30))
@settings(max_examples=12)
def test_effective_field_is_the_n_fold_sum_of_uniform_steps(example, depth):
    defined = example("cnn/effective_receptive_field")
    ways = torch.ones(1, dtype=torch.float64)
    for _ in range(depth):  # trinomial coefficients
        ways = F.pad(ways, (0, 2)) + F.pad(ways, (1, 1)) + F.pad(ways, (2, 0))
    line = ways / 3.0**depth
    shares = defined["influence"](depth)
    torch.testing.assert_close(shares, line[:, None] * line)
    assert defined["spread"](shares) == pytest.approx(math.sqrt(2 * depth / 3))


def test_effective_share_shrinks(example):
    facts = example("cnn/effective_receptive_field")["computed"]
    assert (facts["extent-10"], facts["extent-40"]) == ("21 px", "81 px")
    assert (facts["share-10"], facts["share-40"]) == ("52%", "26%")
    inside, radius = 0.0, 2 * math.sqrt(80 / 3)  # of the binomial-like walk, pixel by pixel
    line = torch.ones(1, dtype=torch.float64)
    for _ in range(40):
        line = (F.pad(line, (0, 2)) + F.pad(line, (1, 1)) + F.pad(line, (2, 0))) / 3
    for i, j in torch.cartesian_prod(torch.arange(81), torch.arange(81)).tolist():
        inside += (line[i] * line[j]).item() if math.hypot(i - 40, j - 40) <= radius else 0.0
    assert facts["ring-40"] == f"{inside:.0%}"


def test_variance_of_random_networks_is_that_of_the_walk(example):
    random = example("cnn/effective_receptive_field_random")
    assert len(random["averages"]) == len(random["SEEDS"]) >= 10
    assert random["averages"].square().mean().item() == pytest.approx(40 / 3, rel=0.05)
    assert random["wider"].square().mean().item() == pytest.approx(80 / 3, rel=0.15)


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 3, 5]), st.integers(1, 2), st.integers(1, 3)), max_size=4
    )
)
@settings(max_examples=20)
def test_influence_is_the_distribution_of_a_walk_over_the_taps(example, layers):
    places, jump = {0: 1.0}, 1
    for kernel, stride, dilation in layers:
        taps = [(tap - kernel // 2) * dilation * jump for tap in range(kernel)]
        walked = {}
        for place, tap in itertools.product(places, taps):
            walked[place + tap] = walked.get(place + tap, 0) + places[place] / kernel
        places, jump = walked, jump * stride
    defined = example("cnn/effective_receptive_field_steps")
    shares = defined["influence"](layers)
    middle = len(shares) // 2
    assert {i - middle: share for i, share in enumerate(shares.tolist()) if share} == pytest.approx(
        places
    )
    assert defined["variance"](layers) == pytest.approx(sum(p * x**2 for x, p in places.items()))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3))
@settings(max_examples=20)
def test_dilated_support_is_the_sumset_of_taps(example, rates):
    places = {0}
    for rate in rates:
        places = {place + tap for place in places for tap in (-rate, 0, rate)}
    paths = example("cnn/dilation")["support"](rates)
    assert int(paths.count_nonzero()) == len(places) ** 2
    assert example("cnn/dilation")["extent"](paths) == 1 + 2 * sum(rates)


@given(st.integers(1, 64), st.integers(1, 64), st.sampled_from([1, 3, 5]))
@settings(max_examples=30)
def test_separable_cost_follows_the_formula(example, c, n, k):
    defined = example("cnn/depthwise_separable")
    weights = [
        sum(p.numel() for p in defined[kind](c, n, k).parameters())
        for kind in ("regular", "separable")
    ]
    assert weights == [c * n * k * k, c * k * k + c * n]
    costs = [defined["flops"](defined[kind](c, n, k), c, 8) for kind in ("regular", "separable")]
    assert costs[1] / costs[0] == pytest.approx(1 / n + 1 / k**2)


def test_mobilenet_totals_by_hand(example):
    defined, size, total = example("cnn/mobilenet_cost"), 112, 27 * 32 * 112**2 + 1024 * 1000
    for c, n, stride in defined["blocks"]:
        size //= stride
        total += size**2 * (9 * c + c * n)
    assert sum(defined["costs"]) == total
    assert defined["computed"]["ratio"] == "8.56×"  # Howard et al. 2017: 4866 / 569 = 8.55


def test_width_for_eight_is_the_bound(example):
    assert math.isclose(1 / (1 / 72 + 1 / 9), 8)
    assert example("cnn/depthwise_separable")["computed"]["width-for-8"] == "72 channels"


def test_cross_correlation_is_conv2d_and_not_the_flipped_one(example):
    x, kernel = torch.randn(7, 8, dtype=torch.float64), torch.randn(3, 2, dtype=torch.float64)
    conv = nn.Conv2d(1, 1, (3, 2), bias=False, dtype=torch.float64)
    conv.weight.data[0, 0] = kernel
    ours = example("cnn/convolution")["cross_correlate"](x, kernel)
    torch.testing.assert_close(ours, conv(x[None, None])[0, 0].detach())
    assert not torch.allclose(
        ours, example("cnn/convolution")["cross_correlate"](x, kernel.flip(0, 1))
    )


@given(
    st.integers(1, 40), st.integers(1, 7), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3)
)
@settings(max_examples=60)
def test_output_size_counts_the_places_of_the_kernel(example, height, f, s, p, d):
    starts = range(0, height + 2 * p - d * (f - 1), s)  # where the kernel fits
    assume(len(starts) > 0)
    assert example("cnn/convolution_arithmetic")["out_size"](height, f, s, p, d) == len(starts)


def test_first_layer_of_resnet_counted_on_a_real_layer(example):
    facts = example("cnn/convolution_arithmetic")["computed"]
    assert (facts["output-size"], facts["weights"]) == ("112×112", "9,408")
    assert facts["mult-adds"] == f"{9408 * 112 * 112 / 1e6:.0f} M"
    assert facts["dense-weights"] == f"{3 * 224**2 * 64 * 112**2 / 1e9:.0f} billion"


def test_vgg_head_equals_a_real_count(example):
    facts = example("cnn/global_average_pool")["computed"]
    sizes = [512 * 7 * 7, 4096, 4096, 1000]
    full = sum(a * b + b for a, b in pairwise(sizes))
    assert facts["fully-connected"] == f"{full:,}" == "123,642,856"
    assert facts["pooled"] == f"{sum(p.numel() for p in nn.Linear(512, 1000).parameters()):,}"


def test_a_third_of_the_maxima_survive_a_shift(example):
    assert example("cnn/pooling")["unchanged"] == pytest.approx(1 / 3)
    drawn = torch.rand(100_000, 2, 3, generator=torch.Generator().manual_seed(0))
    before, after = drawn[..., :2].flatten(1), drawn[..., 1:].flatten(1)
    survive = (before.amax(1) == after.amax(1)).double().mean().item()
    assert survive == pytest.approx(1 / 3, abs=0.01)


def test_maps_of_the_photo_are_pooled_as_by_scipy(example):
    space = example("cnn/pooling_shifts")
    image = space["grey"][: space["CROP"], : space["CROP"] + 1]
    for shift, pooled in enumerate(space["pooled_twice"](image)):
        seen = image[:, shift : shift + space["CROP"]].numpy()
        filtered = ndimage.maximum_filter(seen, size=2, origin=-1)[::2, ::2]
        assert pooled.numpy() == pytest.approx(filtered)
    assert len(space["photo"]) == len(space["noise"]) >= 10


@given(st.lists(st.integers(1, 9), max_size=4))
@settings(max_examples=60)
def test_rates_without_holes_are_those_whose_sums_fill_an_interval(example, rates):
    places = {sum(taps) for taps in itertools.product(*[(-rate, 0, rate) for rate in rates])}
    fills = places == set(range(-sum(rates), sum(rates) + 1))
    assert example("cnn/dilation_rates")["leaves_no_hole"](rates) == fills


def test_a_kernel_that_does_not_fit_is_refused_as_by_the_layer(example):
    out_size = example("cnn/convolution_arithmetic")["out_size"]
    for height, f, p, d in [(2, 3, 0, 1), (4, 3, 0, 2), (1, 7, 2, 1)]:
        with pytest.raises(ValueError, match="does not fit"):
            out_size(height, f, 1, p, d)
        with pytest.raises(RuntimeError, match=r"[Kk]ernel size"):
            nn.Conv2d(1, 1, f, 1, p, d)(torch.zeros(1, 1, height, height))
    with pytest.raises(RuntimeError, match=r"[Kk]ernel size"):  # an input smaller than the field
        example("cnn/receptive_field")["gradient_extent"]([(3, 1, 1)] * 5, size=10)


@pytest.mark.parametrize("rates", [[30], [7, 9, 11]])
def test_a_field_of_any_size_is_held_by_the_input(example, rates):
    defined = example("cnn/dilation")
    assert defined["extent"](defined["support"](rates)) == 1 + 2 * sum(rates)


@pytest.mark.parametrize("kernel", [2, 3, 4, 5])
def test_taps_of_a_transposed_convolution_counted_by_hand(example, kernel):
    hits = [0] * 40
    for i, tap in itertools.product(range(12), range(kernel)):
        hits[2 * i + tap] += 1
    middle = {a * b for a in hits[8:16] for b in hits[8:16]}
    counts = example("cnn/checkerboard")["counts"]
    assert kernel not in counts or counts[kernel] == sorted(middle)
    assert (len(middle) == 1) == (kernel % 2 == 0)


def test_the_kernel_is_sobels(example):
    space = example("cnn/sobel")
    image = torch.randn(9, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = ndimage.sobel(image.numpy(), axis=1)[1:-1, 1:-1]
    assert space["layer"](image, space["sobel"].double()).numpy() == pytest.approx(expected)


@pytest.mark.parametrize("groups", [1, 3, 6])
def test_cost_of_a_layer_counted_tap_by_tap(example, groups):
    c_in, c_out, f, side = 6, 12, 3, 4
    weights = products = 0
    for o, c in itertools.product(range(c_out), range(c_in)):
        if o * groups // c_out == c * groups // c_in:  # of one group
            weights += f * f
            products += sum(1 for _ in itertools.product(range(side), range(side), range(f * f)))
    cost = example("cnn/layer_cost")["layer_cost"]
    assert cost(c_in, c_out, f, side**2, groups) == (weights + c_out, products)
    assert cost(c_in, c_out, f, side**2, groups, bias=False) == (weights, products)


def test_share_of_a_large_depthwise_kernel_counted_on_a_block(example):
    c = 24
    block = [nn.Conv2d(c, c, 7, groups=c), nn.Conv2d(c, 4 * c, 1), nn.Conv2d(4 * c, c, 1)]
    weights = [part.weight.numel() for part in block]
    share = example("cnn/layer_cost")["depthwise_share"](c, 7)
    assert share == pytest.approx(weights[0] / sum(weights))


@given(st.integers(7, 40), st.sampled_from([2, 3, 5, 7]), st.integers(1, 3), st.integers(0, 2))
@settings(max_examples=60)
def test_the_remainder_is_what_no_window_reaches(example, height, f, s, p):
    assume(s <= f)
    last = max(start + f for start in range(0, height + 2 * p - f + 1, s))
    behind, lost = example("cnn/output_remainder")["remainder"](height, f, s, p)
    assert behind == height + 2 * p - last
    assert lost == len(set(range(p, p + height)) - set(range(last)))


def test_maps_of_an_encoder_meet_a_decoder_at_multiples_of_its_stride_alone(example):
    space = example("cnn/output_remainder")
    layer = nn.Conv2d(1, 1, 3, 2, 1, device="meta")
    x, sides = torch.empty(1, 1, 500, 500, device="meta"), [500]
    for _ in range(5):
        x = layer(x)
        sides.append(x.shape[-1])
    assert space["down"] == sides
    assert space["fits"] == list(range(256, 1000, 32))


@pytest.mark.parametrize("pixels", [224, 320, 640])
def test_units_without_padding_are_those_whose_pixels_lie_in_the_image(example, pixels):
    space = example("cnn/padding_reach")
    for net in (space["vgg"], space["resnet"]):
        size, stride, padding = space["field"](net)
        units = [pixels_seen(net, unit) for unit in range(pixels // stride)]
        inside = sum(min(seen) >= 0 and max(seen) < pixels for seen in units)
        assert space["without_padding"](size, stride, padding, pixels) == inside


def test_a_kernel_that_a_turn_leaves_alone_has_three_weights(example):
    space = example("cnn/equivariance")
    orbits = {}
    for i, j in itertools.product((-1, 0, 1), repeat=2):
        orbits.setdefault(frozenset([(i, j), (-j, i), (-i, -j), (j, -i)]), None)
    assert space["free"]["turn"] == len(orbits) == 3
    assert space["free"]["mirror"] == len({(i, abs(j)) for i in (-1, 0, 1) for j in (-1, 0, 1)})
    assert space["followed"][4] == [0, 4, 8]


@pytest.mark.parametrize("power", [1.0, 2.0, 5.0])
def test_gradients_of_soft_pools_by_differences(example, power):
    space = example("cnn/pooling_gradients")
    values, step = [0.5, 1.5, 2.0], 1e-6
    for name in ("generalized_mean", "log_mean_exp"):

        def pool(window, name=name):
            return space[name](window, power)

        for i, received in enumerate(space["gradient"](pool, values).tolist()):
            ends = [[v + sign * step * (i == k) for k, v in enumerate(values)] for sign in (1, -1)]
            up, down = (pool(torch.tensor(end, dtype=torch.float64)).item() for end in ends)
            assert received == pytest.approx((up - down) / (2 * step), abs=1e-6)


def test_a_linear_layer_is_a_kernel_as_large_as_the_map(example):
    linear, maps = nn.Linear(3 * 4 * 4, 7), torch.randn(5, 3, 4, 4)
    conv = example("cnn/fully_connected_as_convolution")["as_convolution"](linear, 3, 4)
    by_hand = torch.einsum("nchw,ochw->no", maps, conv.weight) + conv.bias
    torch.testing.assert_close(by_hand, linear(maps.flatten(1)))
    bare = nn.Linear(3 * 4 * 4, 7, bias=False)
    conv = example("cnn/fully_connected_as_convolution")["as_convolution"](bare, 3, 4)
    torch.testing.assert_close(conv(maps).flatten(1), bare(maps.flatten(1)))
    facts = example("cnn/fully_connected_as_convolution")["computed"]
    assert (facts["places"], facts["crop"]) == ("6×6", "15.5 G")


def test_the_head_of_vgg_holds_the_weights_and_its_body_does_the_work(example):
    head = 512 * 49 * 4096 + 4096 * 4096 + 4096 * 1000
    stages = ((3, 64, 224), (64, 64, 224), (64, 128, 112), (128, 128, 112), (128, 256, 56))
    stages += ((256, 256, 56),) * 2 + ((256, 512, 28),) + ((512, 512, 28),) * 2
    stages += ((512, 512, 14),) * 3
    kernels = sum(9 * c * n for c, n, _ in stages)
    work = sum(9 * c * n * side**2 for c, n, side in stages)
    facts = example("cnn/fully_connected_as_convolution")["computed"]
    assert facts["linear-weights"] == f"{head / (head + kernels):.0%}"  # biases change no digit
    assert facts["linear-mult-adds"] == f"{head / (head + work):.1%}"


def test_winograd_and_fft_agree_with_scipy(example):
    space = example("cnn/convolution_algorithms")
    tile, kernel = torch.randn(4, 4), torch.randn(3, 3)
    expected = signal.correlate2d(tile.numpy(), kernel.numpy(), mode="valid")
    outputs, products = space["winograd_tile"](tile, kernel)
    assert outputs.numpy() == pytest.approx(expected, abs=1e-4)
    assert products == 16
    image, kernel = torch.randn(11, 14), torch.randn(4, 5)
    expected = signal.correlate2d(image.numpy(), kernel.numpy(), mode="valid")
    assert space["fft_convolution"](image, kernel).numpy() == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("f", "s", "p", "extra"), [(3, 2, 1, 1), (4, 2, 1, 0), (5, 3, 2, 1)])
def test_a_transposed_convolution_is_the_backward_pass(example, f, s, p, extra):
    space = example("cnn/transposed_convolution")
    y = torch.randn(2, 3, 4, 5, dtype=torch.float64)
    weight = torch.randn(3, 2, f, f, dtype=torch.float64)
    sides = [space["out_size"](side, f, s, p, output_padding=extra) for side in y.shape[2:]]
    x = torch.zeros(2, 2, *sides, dtype=torch.float64, requires_grad=True)
    F.conv2d(x, weight, stride=s, padding=p).backward(y)
    ours = space["transposed_convolution"](y, weight, s, p, extra)
    torch.testing.assert_close(ours, x.grad)


def test_a_deformable_convolution_reads_as_grid_sample_does(example):
    x = torch.randn(3, 6, 8, dtype=torch.float64)
    weight = torch.randn(2, 3, 3, 3, dtype=torch.float64)
    offset = torch.randn(9, 2, 6, 8, dtype=torch.float64)
    mask = torch.rand(9, 6, 8, dtype=torch.float64)
    expected = torch.zeros(2, 6, 8, dtype=torch.float64)
    base = torch.stack(torch.meshgrid(torch.arange(6), torch.arange(8), indexing="ij"))
    for tap, (i, j) in enumerate(itertools.product((-1, 0, 1), repeat=2)):
        row, column = base + torch.tensor([i, j]).view(2, 1, 1) + offset[tap]
        grid = torch.stack([2 * column / 7 - 1, 2 * row / 5 - 1], -1)
        seen = F.grid_sample(x[None], grid[None], align_corners=True)[0] * mask[tap]
        expected += torch.einsum("oc,chw->ohw", weight[:, :, i + 1, j + 1], seen)
    ours = example("cnn/deformable_convolution")["deformable_convolution"]
    torch.testing.assert_close(ours(x, weight, offset, mask), expected)


def test_activation_maps_by_hand(example):
    space = example("cnn/class_activation_map")
    linear, maps = nn.Linear(4, 3), torch.randn(4, 5, 6, requires_grad=True)
    cam = space["class_activation_map"](maps, linear, 2)
    for i, j in itertools.product(range(5), range(6)):
        assert cam[i, j].item() == pytest.approx(
            (linear(maps[:, i, j]) - linear.bias)[2].item(), abs=1e-5
        )
    # A score that reads one channel at one place: its mean gradient is spread over all places.
    seen = space["grad_cam"](maps, 3 * maps[1, 2, 2])
    torch.testing.assert_close(seen, (maps[1] * 3 / 30).relu())
    both = torch.stack([maps, -maps])
    seen = space["grad_cam"](both, 3 * both[0, 1, 2, 2] + 6 * both[1, 0, 2, 2])
    torch.testing.assert_close(seen, torch.stack([maps[1] * 3, -maps[0] * 6]).relu() / 30)


@pytest.mark.parametrize(("c", "size", "batch"), [(6, 5, 3), (16, 4, 1)])
def test_bytes_of_a_depthwise_layer_counted_tensor_by_tensor(example, c, size, batch):
    space = example("cnn/depthwise_bytes")
    for groups in (1, c):
        layer = nn.Conv2d(c, c, 3, padding=1, groups=groups, bias=False)
        x = torch.zeros(batch, c, size, size)
        maps = x.untyped_storage().nbytes() + layer(x).untyped_storage().nbytes()
        expected = (layer.weight.untyped_storage().nbytes(), maps)
        assert space["moved"](c, size, batch, groups) == expected
    maps = 2 * 512 * 14**2
    fewer = (maps + 9 * 512**2) / (maps + 9 * 512)
    assert space["computed"]["fewer-bytes"] == f"{fewer:.0f}×"


def test_slopes_of_activations_by_their_formulas(example):
    space = example("cnn/activations")
    for name, function in space["activations"]().items():
        assert torch.isfinite(function(torch.tensor([-2.0, 0.0, 2.0]))).all(), name
    grid = [n / 1000 for n in range(-6000, 6001)]
    gelu = [u * (1 + math.erf(u / math.sqrt(2))) / 2 for u in grid]
    silu = [u / (1 + math.exp(-u)) for u in grid]
    for name, values in (("gelu", gelu), ("silu", silu)):
        steepest = max((b - a) * 1000 for a, b in pairwise(values))
        assert space["computed"][f"steepest-{name}"] == f"{steepest:.2f}"
        assert space["computed"][f"lowest-{name}"] == f"{min(values):.2f}".replace("-", "−")
    assert space["computed"]["steepest-hard-swish"] == f"{(2 * 3 + 3) / 6:.2f}"
    assert space["computed"]["at-zero-relu"] == "0.00"


@pytest.mark.parametrize(("f1", "f2"), [(3, 3), (1, 3), (5, 3), (2, 4)])
def test_two_convolutions_are_the_convolution_of_their_kernels(example, f1, f2):
    k1, k2 = torch.randn(4, 2, f1, f1).double(), torch.randn(3, 4, f2, f2).double()
    b1, b2 = torch.randn(4).double(), torch.randn(3).double()
    kernel, bias = example("cnn/linear_layers")["compose"](k1, b1, k2, b2)
    for o, c in itertools.product(range(3), range(2)):
        expected = sum(signal.convolve2d(k2[o, m], k1[m, c]) for m in range(4))
        torch.testing.assert_close(kernel[o, c], torch.as_tensor(expected))
    middle = b1.view(1, 4, 1, 1).expand(1, 4, f2, f2)  # what the first layer makes of zeros
    torch.testing.assert_close(bias, (F.conv2d(middle, k2) + b2.view(1, 3, 1, 1)).flatten())


def test_branches_add_up_to_one_kernel(example):
    k3, k1, x = torch.randn(5, 5, 3, 3), torch.randn(5, 5, 1, 1), torch.randn(1, 5, 6, 7)
    one = example("cnn/linear_layers")["add_branches"](k3, k1)
    expected = F.conv2d(x, k3, padding=1) + torch.einsum("oc,nchw->nohw", k1[..., 0, 0], x) + x
    torch.testing.assert_close(F.conv2d(x, one, padding=1), expected, rtol=1e-4, atol=1e-4)


def test_dead_units_are_zero_for_all_batches(example):
    class Given(nn.Module):
        def forward(self, x):
            return x

    layer = Given()
    first = torch.tensor([[0.0, 0.0, 2.0], [0.0, 0.0, 0.0]])
    second = torch.tensor([[0.0, 1.0, 0.0]])
    dead = example("cnn/dead_relu")["dead_units"]
    assert dead(layer, layer, [first, second]).tolist() == [True, False, False]
    maps = torch.zeros(2, 3, 4, 5)
    maps[1, 2, 3, 4] = 0.5
    assert dead(layer, layer, [maps]).tolist() == [True, True, False]


@pytest.mark.parametrize("s", [1, 2, 3])
def test_pixel_shuffle_place_by_place(example, s):
    x = torch.randn(2, 3 * s * s, 4, 5)
    y = example("cnn/shuffles")["pixel_shuffle"](x, s)
    assert y.shape == (2, 3, 4 * s, 5 * s)
    for c, i, j in itertools.product(range(3), range(4 * s), range(5 * s)):
        source = c * s * s + (i % s) * s + j % s
        assert torch.equal(y[:, c, i, j], x[:, source, i // s, j // s])


@pytest.mark.parametrize(("groups", "each"), [(1, 4), (2, 3), (4, 2)])
def test_channel_shuffle_deals_out_in_turn(example, groups, each):
    x = torch.randn(2, groups * each, 3, 2)
    y = example("cnn/shuffles")["channel_shuffle"](x, groups)
    for place, group in itertools.product(range(each), range(groups)):
        assert torch.equal(y[:, place * groups + group], x[:, group * each + place])


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_blur_pool_is_a_filter_and_a_subsampling(example, stride):
    x = torch.randn(2, 3, 8, 9, dtype=torch.float64)
    y = example("cnn/blur_pool")["blur_pool"](x, stride)
    row = [0.25, 0.5, 0.25]
    for n, c in itertools.product(range(2), range(3)):
        blurred = ndimage.correlate1d(x[n, c].numpy(), row, 0, mode="nearest")
        blurred = ndimage.correlate1d(blurred, row, 1, mode="nearest")
        torch.testing.assert_close(y[n, c], torch.as_tensor(blurred[::stride, ::stride].copy()))
    dot = torch.full((1, 2, 1, 1), 3.0)
    assert torch.equal(example("cnn/blur_pool")["blur_pool"](dot, stride), dot)


def test_factors_of_a_layer_by_its_gram_matrix(example):
    kernel = torch.randn(6, 4, 3, 3, dtype=torch.float64)
    matrix = kernel.reshape(6, 36)
    energy = torch.linalg.eigvalsh(matrix @ matrix.T)  # squared singular values, rising
    for rank in range(1, 7):
        first, second = example("cnn/factored_layer")["factor"](kernel, rank)
        assert first.shape == (rank, 4, 3, 3)
        assert second.shape == (6, rank, 1, 1)
        off = matrix - second.reshape(6, rank) @ first.reshape(rank, 36)
        left = energy[: 6 - rank].sum()
        torch.testing.assert_close((off**2).sum(), left, rtol=1e-9, atol=1e-9)


def test_no_change_of_that_size_moves_a_linear_score_further(example):
    w, x = torch.randn(50, dtype=torch.float64), torch.randn(50, dtype=torch.float64)
    moved = example("cnn/input_steps")["sign_step"](lambda z: w @ z, x, 0.1) - x
    torch.testing.assert_close(moved.abs(), torch.full_like(moved, 0.1))
    others = (2 * torch.rand(2000, 50, dtype=torch.float64) - 1) * 0.1
    assert (others @ w).max() < w @ moved
    assert not x.requires_grad


def test_a_quadratic_unit_is_climbed_along_its_largest_direction(example):
    matrix = torch.diag(torch.tensor([1.0, 4.0, 2.0], dtype=torch.float64))
    start = torch.tensor([0.5, 0.1, -0.5], dtype=torch.float64)
    best = example("cnn/input_steps")["maximize"](lambda z: z @ matrix @ z, start)
    assert torch.cosine_similarity(best, matrix[1], 0) > 0.99


def test_mean_growth_of_random_crops(example):
    growth = example("cnn/apparent_size")["mean_growth"]
    shares = torch.empty(1_000_000, dtype=torch.float64).uniform_(0.2, 0.9)
    assert growth(0.2, 0.9) == pytest.approx((shares**-0.5).mean().item(), rel=2e-3)
    assert growth(1.0) == 1


@pytest.mark.parametrize("side", [8, 33])
def test_a_small_cnn_takes_any_size(example, side):
    net = example("cnn/small_cnn")["small_cnn"](2, 5, 4)
    assert net(torch.randn(3, 2, side, side)).shape == (3, 5)
    # Each convolution with the scale and shift behind it, then the classifier.
    assert sum(p.numel() for p in net.parameters()) == (
        (2 * 9 + 2) * 4 + (4 * 9 + 2) * 8 + (8 * 9 + 2) * 16 + 17 * 5
    )


def test_the_loop_leaves_training_mode_where_it_tests_and_takes_it_up_again(example):
    defined, modes = example("cnn/small_cnn"), []

    class Net(nn.Linear):
        def forward(self, x):
            modes.append(self.training)
            return super().forward(x)

    torch.manual_seed(0)
    net = Net(2, 2)
    x = torch.randn(50, 2)
    loader = list(zip(x.split(20), (x[:, 0] > x[:, 1]).long().split(20), strict=True))
    defined["train"](net, loader, 40, 0.1)
    assert modes == [True] * 120
    assert defined["accuracy"](net, loader) > 0.95
    assert modes[120:] == [False] * 3
    defined["train"](net, loader, 1, 0.1)
    assert all(modes[123:])
    wrong = [(x[:20], 1 - net(x[:20]).argmax(1)), (x[20:30], net(x[20:30]).argmax(1))]
    assert defined["accuracy"](net, wrong) == pytest.approx(1 / 3)  # of images, not of batches
