"""Whiteboard code on images, sampling and workers: each solution against a library or brute force of its own."""

import itertools
import math
import threading
import warnings
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from torch.nn import functional as F

MANY = settings(max_examples=100, deadline=None, derandomize=True)
sides, few = st.integers(1, 6), st.integers(1, 4)
masks = arrays(bool, st.tuples(st.integers(0, 8), st.integers(0, 8)))


def drawn(seed, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("name", ["resize", "resize_vectorized"])
@MANY
@given(few, few, few, few, st.booleans(), st.integers(0, 999))
def test_resize_equals_interpolate(example, name, h, w, height, width, align, seed):
    image = drawn(seed, 3, h, w)
    ours = example("scratch/bilinear_resize")[name](image, height, width, align)
    expected = F.interpolate(image[None], (height, width), mode="bilinear", align_corners=align)
    torch.testing.assert_close(ours, expected[0])


@pytest.mark.parametrize("name", ["resize", "resize_vectorized"])
def test_resize_keeps_the_type_and_images_without_channels(example, name):
    resize = example("scratch/bilinear_resize")[name]
    assert resize(torch.ones(1, 3, 3), 2, 5, False).dtype == torch.float32
    assert resize(torch.ones(0, 3, 3), 2, 5, True).shape == (0, 2, 5)


def test_the_shift_of_the_slip_is_half_a_pixel_less_half_an_output_pixel(example):
    computed = example("scratch/bilinear_resize")["computed"]
    assert computed["shift"] == f"{0.5 - 0.5 / 2:.2f} px"
    assert computed["edges-meet"] == "0.00, 0.25, 0.75, 1.00"
    assert computed["corners-meet"] == ", ".join(f"{i / 3:.2f}" for i in range(4))


homographies = st.tuples(
    arrays(float, (2, 2), elements=st.floats(-0.4, 0.4)),
    arrays(float, 2, elements=st.floats(-3, 3)),
    arrays(float, 2, elements=st.floats(-0.04, 0.04)),
    st.sampled_from([1.0, -2.0]),
)


def matrix(parts):
    """Close enough to the identity that no pixel of a small image lies at infinity."""
    linear, shift, tilt, scale = parts
    H = np.eye(3)
    H[:2, :2] += linear
    H[:2, 2], H[2, :2] = shift, tilt
    return torch.tensor(scale * H)


@pytest.mark.parametrize("name", ["warp", "warp_vectorized"])
@MANY
@given(homographies, few, few, few, few, st.integers(0, 999))
def test_warp_equals_scipy(example, name, parts, h, w, height, width, seed):
    H, image = matrix(parts), drawn(seed, 2, h, w)
    ours = example("scratch/homography_warp")[name](image, H, height, width)
    back = np.linalg.inv(H.numpy())
    grid = np.stack([*np.mgrid[:height, :width][::-1], np.ones((height, width))])
    x, y, depth = np.tensordot(back, grid, 1)
    for channel, found in zip(image.numpy(), ours.numpy(), strict=True):
        expected = ndimage.map_coordinates(
            channel, [y / depth, x / depth], order=1, mode="grid-constant"
        )
        np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize("name", ["warp", "warp_vectorized"])
def test_warp_leaves_points_at_infinity_black(example, name):
    H = torch.tensor([[1.0, 0, 0], [0, 1, 0], [1, 0, -2]]).double().inverse()  # depth x − 2
    warped = example("scratch/homography_warp")[name](torch.ones(1, 3, 3).double(), H, 3, 5)
    assert warped.isfinite().all()
    assert not warped[0, :, 2].any()
    assert warped[0, 0, 0] == 1  # of depth −2, and its own source
    assert (H.inverse() @ torch.tensor([2.0, 0, 1]).double())[2] == 0


@MANY
@given(homographies, st.integers(4, 7), st.integers(0, 999))
def test_homography_is_found_from_its_points(example, parts, n, seed):
    H = matrix(parts)
    corners = torch.tensor([[0, 0], [5, 0], [5, 4], [0, 4]]).double()
    points = torch.cat([corners, 5 * drawn(seed, n - 4, 2)])
    mapped = F.pad(points, (0, 1), value=1) @ H.T
    found = example("scratch/homography_warp")["homography"](points, mapped[:, :2] / mapped[:, 2:])
    assert found[2, 2] == 1
    ours = F.pad(points, (0, 1), value=1) @ found.T
    torch.testing.assert_close(ours[:, :2] / ours[:, 2:], mapped[:, :2] / mapped[:, 2:])


def test_the_holes_are_the_pixels_with_an_odd_coordinate(example):
    computed = example("scratch/homography_warp")["computed"]
    assert computed["holes"] == f"{15 * 15 - 8 * 8} of {15 * 15} pixels"


def in_scan_order(labels):
    """Labels renumbered by where a scan first meets them."""
    flat = labels.ravel()
    order = list(dict.fromkeys(flat[flat > 0].tolist()))
    return np.array([order.index(v) + 1 if v else 0 for v in flat], int).reshape(labels.shape)


@pytest.mark.parametrize("name", ["flood_fill", "two_pass"])
@MANY
@given(masks, st.sampled_from([4, 8]))
def test_components_equal_scipy(example, name, mask, neighbours):
    expected, _ = ndimage.label(mask, ndimage.generate_binary_structure(2, neighbours // 4))
    ours = example("scratch/connected_components")[name](mask, neighbours)
    np.testing.assert_array_equal(ours, in_scan_order(expected))


@pytest.mark.parametrize("name", ["flood_fill", "two_pass"])
def test_components_of_a_large_region_and_of_random_pixels(example, name):
    components = example("scratch/connected_components")[name]
    assert (components(np.ones((60, 60), bool), 4) == 1).all()  # no recursion
    mask = np.random.default_rng(1).random((60, 60)) < 0.55  # about where regions join
    expected, _ = ndimage.label(mask)
    np.testing.assert_array_equal(components(mask, 4), in_scan_order(expected))


def test_regions_of_the_comb(example):
    computed = example("scratch/connected_components")["computed"]
    assert computed == {"right": "1 region", "slip": "8 regions"}


@pytest.mark.parametrize("name", ["box_sums", "box_sums_vectorized"])
@MANY
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9), st.integers(0, 999))
def test_box_sums_equal_sums_over_pixels(example, name, height, width, n, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(-(2**31), 2**31, (height, width)).astype(np.int32)
    boxes = rng.integers(-2, 8, (n, 4))
    sums = example("scratch/integral_image")[name](image, boxes)
    expected = [
        sum(
            int(image[y, x])
            for y in range(image.shape[0])
            for x in range(image.shape[1])
            if x1 <= x < x2 and y1 <= y < y2
        )
        for x1, y1, x2, y2 in boxes
    ]
    assert sums.tolist() == expected


def test_numbers_of_the_integral_image(example):
    computed = example("scratch/integral_image")["computed"]
    assert computed["right"] == f"{3 * 2}"
    # By hand: the table of ones holds (x + 1)(y + 1), and index −1 its last row or column.
    table = {(y, x): (y % 6 + 1) * (x % 6 + 1) for y in range(-1, 6) for x in range(-1, 6)}
    assert computed["slip"] == f"{table[1, 2] - table[1, -1] - table[-1, 2] + table[-1, -1]}"
    side = next(n for n in range(1, 999) if 255 * n * n > 2**24)
    assert computed["float32"] == f"{side} × {side} px"


histograms = arrays(int, st.integers(1, 9), elements=st.integers(0, 6))


def exactly_between(counts, t):
    """Variance between two classes, from their weights and means, in fractions."""
    lower, upper = list(enumerate(counts))[: t + 1], list(enumerate(counts))[t + 1 :]
    n, m = (sum(count for _, count in part) for part in (lower, upper))
    if not n or not m:
        return Fraction(0)
    means = [sum(g * c for g, c in part) / Fraction(k) for part, k in ((lower, n), (upper, m))]
    return n * m * (means[0] - means[1]) ** 2


@pytest.mark.parametrize("name", ["otsu", "otsu_vectorized"])
@MANY
@given(histograms, st.sampled_from([1, 10**6, 10**9]))
def test_otsu_is_the_first_best_threshold(example, name, histogram, times):
    threshold = example("scratch/otsu")[name](histogram * times)
    assert type(threshold) is int
    values = [exactly_between(histogram.tolist(), t) for t in range(len(histogram))]
    assert threshold == values.index(max(values))


@pytest.mark.parametrize("name", ["otsu", "otsu_vectorized"])
def test_otsu_of_small_types_and_of_one_grey(example, name):
    otsu = example("scratch/otsu")[name]
    assert otsu(np.array([200, 0, 0, 200], np.uint8)) == 0
    assert otsu(np.array([0, 0, 9])) == otsu(np.array([7])) == otsu(np.zeros(4, int)) == 0


def test_numbers_of_otsu(example):
    space = example("scratch/otsu")
    counts = space["histogram"].tolist()
    values = [exactly_between(counts, t) for t in range(len(counts))]
    assert space["computed"]["right"] == str(values.index(max(values)))
    assert 16 < values.index(max(values)) < 44  # between the bumps
    unweighted = [
        value and value / sum(counts[: t + 1]) / sum(counts[t + 1 :])
        for t, value in enumerate(values)
    ]
    assert space["computed"]["slip"] == str(unweighted.index(max(unweighted)))
    share = sum(counts[values.index(max(values)) + 1 :]) / sum(counts)
    assert space["computed"]["upper"] == f"{share:.0%} of the pixels"


pictures = arrays(float, st.tuples(sides, sides), elements=st.integers(0, 5).map(float))


@MANY
@given(pictures)
def test_sobel_equals_scipy(example, image):
    gx, gy = example("scratch/canny")["sobel"](image)
    np.testing.assert_array_equal(gx, ndimage.sobel(image, 1, mode="nearest"))
    np.testing.assert_array_equal(gy, ndimage.sobel(image, 0, mode="nearest"))


def line_of(gx, gy):
    """Steps (dy, dx) to the later neighbour on the line nearest to a gradient."""
    degrees = math.degrees(math.atan2(gy, gx)) % 180
    lines = {0: (0, 1), 45: (1, 1), 90: (1, 0), 135: (1, -1), 180: (0, 1)}
    return lines[min(lines, key=lambda line: abs(line - degrees))]


@pytest.mark.parametrize("name", ["thin", "thin_vectorized"])
@MANY
@given(pictures, st.data())
def test_what_stays_is_a_maximum_along_its_gradient(example, name, gx, data):
    gy = data.draw(arrays(float, gx.shape, elements=st.integers(-5, 5).map(float)))
    kept = example("scratch/canny")[name](gx, gy)
    size = {at: np.hypot(gx[at], gy[at]) for at in np.ndindex(gx.shape)}
    for (y, x), here in size.items():
        dy, dx = line_of(gx[y, x], gy[y, x])
        stays = size.get((y - dy, x - dx), 0) <= here > size.get((y + dy, x + dx), 0)
        assert kept[y, x] == (here if stays else 0)


@pytest.mark.parametrize("name", ["thin", "thin_vectorized"])
@pytest.mark.parametrize("turns", range(4))
def test_a_sharp_step_is_one_pixel_wide(example, name, turns):
    space = example("scratch/canny")
    image = np.rot90(np.repeat([[0.0] * 4 + [7] * 4], 8, axis=0), turns)
    marked = space[name](*space["sobel"](image)) > 0
    assert (marked.sum(1 - turns % 2) == 1).all()


@MANY
@given(pictures, st.integers(1, 5), st.integers(0, 3))
def test_edges_are_the_weak_regions_with_a_strong_pixel(example, magnitude, low, more):
    edges = example("scratch/canny")["link"](magnitude, low, low + more)
    regions, _ = ndimage.label(magnitude >= low, np.ones((3, 3)))
    strong = np.unique(regions[magnitude >= low + more])
    np.testing.assert_array_equal(edges, np.isin(regions, strong[strong > 0]))


def test_numbers_of_canny(example):
    computed = example("scratch/canny")["computed"]
    assert computed == {"linked": "12 pixels", "slip": "2 pixels", "wide": "2 px", "thin": "1 px"}


@pytest.mark.parametrize("name", ["squared_distances", "squared_distances_linear"])
@MANY
@given(masks)
def test_distances_equal_scipy(example, name, mask):
    ours = example("scratch/distance_transform")[name](mask)
    assert ours.shape == mask.shape
    if mask.any():
        expected = ndimage.distance_transform_edt(~mask) ** 2
        np.testing.assert_array_equal(ours, expected.round())
    else:
        assert (ours == np.inf).all()


@pytest.mark.parametrize("name", ["squared_distances", "squared_distances_linear"])
def test_distances_in_a_long_and_in_a_large_image(example, name):
    squared_distances = example("scratch/distance_transform")[name]
    for mask in (
        np.arange(400)[None] == 0,
        np.random.default_rng(2).random((50, 70)) < 0.01,
    ):
        expected = ndimage.distance_transform_edt(~mask) ** 2
        np.testing.assert_array_equal(squared_distances(mask), expected.round())


def test_numbers_of_the_distance_transform(example):
    computed = example("scratch/distance_transform")["computed"]
    assert computed["knight"] == f"{math.hypot(1, 2):.2f} px"
    assert computed["knight-chamfer"] == f"{1 + math.sqrt(2):.2f} px"
    # Of cos φ + (√2 − 1) sin φ over all angles.
    assert computed["excess"] == f"{math.hypot(1, math.sqrt(2) - 1) - 1:.1%}"


def lloyd_of_sklearn(points, first, rounds):
    found = KMeans(len(first), init=first, n_init=1, max_iter=rounds, tol=0).fit(points)
    return found.cluster_centers_, found.labels_


@pytest.mark.parametrize("name", ["k_means", "k_means_vectorized"])
@MANY
@given(st.integers(1, 8), st.integers(1, 3), st.data(), st.integers(0, 999))
def test_k_means_equals_scikit_learn(example, name, n, dimensions, data, seed):
    """With at most one centre that is too far off for any point."""
    k, rounds = data.draw(st.integers(1, n)), data.draw(st.sampled_from([1, 2, 50]))
    points = drawn(seed, n, dimensions).numpy()
    first = points[:k].copy()
    if 1 < k < n and data.draw(st.booleans()):
        first[-1] = 50
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        centres, labels = lloyd_of_sklearn(points, first, rounds)
    ours, nearest = example("scratch/k_means")[name](points, first, rounds)
    np.testing.assert_allclose(ours, centres)
    np.testing.assert_array_equal(nearest, labels)


@pytest.mark.parametrize("name", ["k_means", "k_means_vectorized"])
@MANY
@given(arrays(float, (6, 2), elements=st.integers(0, 3).map(float)), st.integers(1, 6))
def test_k_means_ends_where_nothing_moves(example, name, points, k):
    """Also where points coincide and all centres but one start without any."""
    first = np.full((k, 2), 9.0)
    centres, labels = example("scratch/k_means")[name](points, first, 100)
    gaps = ((points[:, None] - centres) ** 2).sum(-1)
    np.testing.assert_array_equal(gaps[np.arange(6), labels], gaps.min(1))
    if len(np.unique(points, axis=0)) >= k:
        assert set(labels.tolist()) == set(range(k))
        for cluster in range(k):
            np.testing.assert_allclose(centres[cluster], points[labels == cluster].mean(0))


class Noted:
    """A generator that takes the first point, then always the last of those that can be drawn."""

    def __init__(self):
        self.odds = []

    def integers(self, n):
        return 0

    def choice(self, n, p=None):
        self.odds.append([1 / n] * n if p is None else list(p))
        return max(index for index in range(n) if self.odds[-1][index])


def test_the_start_draws_by_squared_distance(example):
    start = example("scratch/k_means")["start"]
    rng = Noted()
    points = np.array([[0.0], [1], [3], [3]])
    assert start(points, 4, rng).ravel().tolist() == [0, 3, 1, 3]
    np.testing.assert_allclose(rng.odds[0], np.array([0, 1, 9, 9]) / 19)
    np.testing.assert_allclose(rng.odds[1], [0, 1, 0, 0])
    np.testing.assert_allclose(rng.odds[2], [0.25] * 4)


def test_numbers_of_k_means(example):
    computed = example("scratch/k_means")["computed"]
    assert computed["stuck"] == f"{4 * 2**2}"  # each point is two from its centre
    assert computed["best"] == f"{4 * 0.5**2:.0f}"
    assert computed["slip"] == "2 of 3 centres"  # the third, NaN before, got all points


@pytest.mark.parametrize("name", ["knn", "knn_vectorized"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@MANY
@given(st.integers(1, 9), st.data(), st.sampled_from([0, 5000]))
def test_knn_equals_exact_integers(example, name, dtype, n, data, offset):
    """On a grid, where many points are equally near, also far from the origin."""
    grid = st.integers(offset, offset + 3)
    train = data.draw(arrays(int, (n, 2), elements=grid))
    queries = data.draw(arrays(int, (4, 2), elements=grid))
    labels = data.draw(arrays(int, n, elements=st.integers(0, 3)))
    k = data.draw(st.integers(1, n))
    found = example("scratch/knn")[name](train.astype(dtype), labels, queries.astype(dtype), k)
    for query, label in zip(queries, found, strict=True):
        order = sorted((int(((point - query) ** 2).sum()), i) for i, point in enumerate(train))
        votes = [labels[i] for _, i in order[:k]]
        assert label == min(sorted(set(votes)), key=lambda c: -votes.count(c))


@MANY
@given(st.integers(1, 7), st.integers(0, 6), st.integers(0, 999))
def test_chunks_of_queries_change_nothing(example, chunk, m, seed):
    knn = example("scratch/knn")["knn_vectorized"]
    train, queries = drawn(seed, 9, 2).numpy(), drawn(seed + 1, m, 2).numpy()
    labels = np.arange(9) % 3
    expected = knn(train, labels, queries, 3)
    assert expected.shape == (m,)
    np.testing.assert_array_equal(knn(train, labels, queries, 3, chunk=chunk), expected)


def test_numbers_of_knn(example):
    computed = example("scratch/knn")["computed"]
    assert computed["slip"] == "0"  # the distance of 10,000 and 10,001 in float32
    assert computed["broadcast"] == f"{10_000 * 60_000 * 784 * 4 / 1e12:.1f} TB"
    assert computed["product"] == f"{10_000 * 60_000 * 4 / 1e9:.1f} GB"


class Known:
    """A generator whose draws are given beforehand, and below what each was asked for."""

    def __init__(self, values):
        self.values, self.asked = iter(values), []

    def integers(self, n):
        self.asked += np.ravel(n).tolist()
        return np.array([next(self.values) for _ in n]) if np.ndim(n) else next(self.values)

    def random(self):
        return next(self.values)


@pytest.mark.parametrize("name", ["sample", "sample_vectorized"])
@pytest.mark.parametrize(("n", "k"), [(1, 1), (4, 1), (5, 2), (5, 3), (6, 5), (3, 3), (0, 1)])
def test_each_item_is_in_the_sample_with_k_of_n(example, name, n, k):
    """Counted over all draws: the item of index i draws one of i + 1 places, none while it fills."""
    sample = example("scratch/reservoir_sampling")[name]
    draws = list(itertools.product(*(range(i + 1) for i in range(k, n))))
    generators = list(map(Known, draws))
    found = [sample(iter(range(n)), k, rng) for rng in generators]
    assert all(rng.asked == list(range(k + 1, n + 1)) for rng in generators)
    assert all(len(set(each)) == len(each) == min(n, k) for each in found)
    for item in range(n):
        assert Fraction(sum(item in each for each in found), len(found)) == Fraction(min(k, n), n)
    sets = Counter(map(frozenset, found))
    assert len(sets) == math.comb(n, min(n, k))
    assert len(set(sets.values())) == 1


@MANY
@given(st.integers(0, 40), st.integers(0, 9), st.integers(1, 9), st.integers(0, 999))
def test_chunks_of_the_stream_change_nothing_but_the_calls(example, n, k, chunk, seed):
    """The same places lead to the same sample, whatever the chunk."""
    space = example("scratch/reservoir_sampling")
    places = np.random.default_rng(seed).integers(np.arange(1, n + 1))[k:].tolist()
    plain = space["sample"](iter(range(n)), k, Known(places))
    assert space["sample_vectorized"](iter(range(n)), k, Known(places), chunk) == plain
    assert len(plain) == min(n, k)


@pytest.mark.parametrize("name", ["sample", "sample_vectorized"])
def test_a_sample_of_numpys_generator_is_of_the_stream_and_repeats(example, name):
    sample = example("scratch/reservoir_sampling")[name]
    first, again = (sample(range(9999), 20, np.random.default_rng(5)) for _ in range(2))
    assert first == again
    assert len(set(first) & set(range(9999))) == 20


@MANY
@given(
    st.lists(st.tuples(st.floats(0, 0.999), st.floats(0.01, 100)), max_size=9), st.integers(0, 5)
)
def test_the_weighted_sample_has_the_largest_keys(example, drawn_and_weights, k):
    weighted = example("scratch/reservoir_sampling")["sample_weighted"]
    stream = [(item, weight) for item, (_, weight) in enumerate(drawn_and_weights)]
    found = weighted(iter(stream), k, Known([u for u, _ in drawn_and_weights]))
    keys = [math.log(1 - u) / weight for u, weight in drawn_and_weights]
    assert sorted(keys[item] for item in found) == sorted(keys)[::-1][:k][::-1]
    assert len(set(found)) == len(found) == min(k, len(stream))


def test_keys_by_weight_order_three_items_as_successive_draws_do(example):
    """On a grid of draws, the first of three comes in with its share, then by what is left."""
    weighted = example("scratch/reservoir_sampling")["sample_weighted"]
    weights = {"a": 1, "b": 2, "c": 5}
    cells = 24
    grid = [(cell + 0.5) / cells for cell in range(cells)]
    drawn_sets = Counter(
        frozenset(weighted(weights.items(), 2, Known(known)))
        for known in itertools.product(grid, repeat=3)
    )
    for left_out in weights:
        first, second = (weights[item] for item in weights if item != left_out)
        total = sum(weights.values())
        expected = first * second / total * (1 / (total - first) + 1 / (total - second))
        share = drawn_sets[frozenset(weights) - {left_out}] / cells**3
        assert share == pytest.approx(expected, abs=1.5 / cells)


def test_numbers_of_reservoir_sampling(example):
    computed = example("scratch/reservoir_sampling")["computed"]
    assert computed["right"] == str(Fraction(1, 4))
    # The second item always takes the one place, the last of four takes it in one of three cases.
    assert computed["slip-first"] == "0"
    assert computed["slip-last"] == str(Fraction(1, 3))


@pytest.mark.parametrize("name", ["all_reduce", "all_reduce_vectorized"])
@MANY
@given(st.integers(1, 7), st.integers(0, 20), st.data())
def test_all_workers_end_with_the_sum(example, name, workers, length, data):
    rows = data.draw(arrays(np.int32, (workers, length), elements=st.integers(-1000, 1000)))
    buffers = [row.copy() for row in rows]
    sums, sent = example("scratch/ring_all_reduce")[name](buffers)
    assert len(sums) == len(sent) == workers
    for each, given_before, row in zip(sums, buffers, rows, strict=True):
        assert each.tolist() == [sum(column) for column in rows.T.tolist()]
        assert given_before.tolist() == row.tolist()
    if length % workers == 0:
        assert set(sent) == {2 * (workers - 1) * length // workers * 4}
    assert sum(sent) == 2 * (workers - 1) * length * 4


@pytest.mark.parametrize("name", ["all_reduce", "all_reduce_vectorized"])
def test_all_workers_end_with_the_same_bits(example, name):
    floats = list(drawn(0, 6, 45).float().numpy())
    sums, _ = example("scratch/ring_all_reduce")[name](floats)
    assert len({each.tobytes() for each in sums}) == 1
    np.testing.assert_allclose(sums[0], np.sum(np.float64(floats), 0), rtol=1e-5)


def test_numbers_of_the_ring(example):
    computed = example("scratch/ring_all_reduce")["computed"]
    assert computed["ring"] == f"{2 * 7 / 8:.2f} buffers"
    assert computed["server"] == "7 buffers"
    assert computed["slip"] == f"{8 * 64} of {8 * 64} values"


loaders = pytest.mark.parametrize("name", ["prefetch", "prefetch_many"])


class Stumbled(Exception):
    """Raised by a load, with the key."""


def stumbling(bad):
    def load(key):
        if key in bad:
            raise Stumbled(key)
        return -key

    return load


@loaders
@MANY
@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 4), st.sets(st.integers(0, 9)))
def test_results_come_in_order_up_to_the_first_error(example, name, keys, size, bad):
    threads = threading.active_count()
    good = list(itertools.takewhile(lambda key: key not in bad, keys))
    loader = example("scratch/prefetch_loader")[name](stumbling(bad), keys, size)
    assert list(itertools.islice(loader, len(good))) == [-key for key in good]
    if len(good) < len(keys):
        with pytest.raises(Stumbled, match=str(keys[len(good)])):
            next(loader)
    assert next(loader, "end") == "end"
    assert threading.active_count() == threads


@loaders
@given(st.integers(0, 8), st.integers(1, 4))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_who_stops_early_leaves_no_thread(example, name, taken, size):
    threads = threading.active_count()
    loader = example("scratch/prefetch_loader")[name](lambda key: key, list(range(10**5)), size)
    assert list(itertools.islice(loader, taken)) == list(range(taken))
    loader.close()
    assert threading.active_count() == threads


@loaders
@pytest.mark.parametrize("size", [1, 2])
def test_a_result_is_made_while_the_caller_is_busy(example, name, size):
    """The second load begins before the caller asks for it: else this waits for ever."""
    begun = threading.Event()

    def load(key):
        if key == 1:
            begun.set()
        return key

    loader = example("scratch/prefetch_loader")[name](load, [0, 1, 2], size)
    assert next(loader) == 0
    begun.wait()
    assert list(loader) == [1, 2]


def test_slow_first_results_are_not_overtaken(example):
    """The worker with the first key waits until another has made the second."""
    second = threading.Event()

    def load(key):
        if key == 0:
            second.wait()
        if key == 1:
            second.set()
        return key

    prefetch_many = example("scratch/prefetch_loader")["prefetch_many"]
    assert list(prefetch_many(load, [0, 1, 2], 2, workers=2)) == [0, 1, 2]


def test_the_slip_of_the_loader_loses_the_rest(example):
    assert example("scratch/prefetch_loader")["computed"] == {"slip": "2 of 4 samples"}
