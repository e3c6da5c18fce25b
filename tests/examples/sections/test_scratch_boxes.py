"""Boxes, metrics and losses written from scratch: each solution against an oracle of its own and at the edges."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask
from sklearn.metrics import (
    brier_score_loss,
    confusion_matrix,
    f1_score,
    jaccard_score,
    roc_auc_score,
    roc_curve,
)
from torch.nn import functional as F

from coco import coco_precision

MANY = settings(max_examples=120, deadline=None, derandomize=True)
NO_BOXES = np.zeros((0, 4))


@st.composite
def boxes(draw, least=0, most=8, side=9):
    """Rows x1, y1, x2, y2 with whole corners, (N, 4); some without area."""
    corner = st.integers(0, side)
    rows = draw(st.lists(st.tuples(corner, corner, corner, corner), min_size=least, max_size=most))
    pairs = np.array(rows, dtype=float).reshape(-1, 2, 2)
    return np.sort(pairs, axis=1).reshape(-1, 4)


def coco_iou(a, b):
    """IoU by pycocotools, (N, M), and zero where the union is empty."""
    a, b = (np.column_stack([s[:, :2], s[:, 2:] - s[:, :2]]) for s in (a, b))
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    return np.nan_to_num(np.asarray(mask.iou(a, b, [0] * len(b))))


@pytest.mark.parametrize("name", ["iou_loops", "iou_matrix"])
@MANY
@given(boxes(), boxes())
def test_iou_is_that_of_coco(example, name, a, b):
    got = example("scratch/iou")[name](a, b)
    assert got.shape == (len(a), len(b))
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, coco_iou(a, b), atol=1e-12)


@pytest.mark.parametrize("name", ["iou_loops", "iou_matrix"])
def test_iou_at_the_edges(example, name):
    iou = example("scratch/iou")[name]
    assert iou(NO_BOXES, NO_BOXES).shape == (0, 0)
    odd = np.array([[0, 0, 4, 4], [4, 4, 0, 0], [2, 2, 2, 2], [4, 0, 8, 4], [4, 4, 5, 5]])
    for kind in (np.uint8, np.int64, np.float32):
        got = iou(odd.astype(kind), odd.astype(kind))
        assert np.array_equal(got, np.diag([1, 0, 0, 1, 1]))
    third = iou(np.array([[-3.0, -3, 0, 0]]), np.array([[-3.0, -3, 0, 6]])).item()
    assert third == pytest.approx(float(Fraction(9, 27)))


@st.composite
def ranked(draw):
    """Boxes with scores of which some are equal."""
    rows = draw(boxes())
    return rows, np.array([draw(st.integers(1, 5)) for _ in rows], dtype=float) / 8


def greedy(rows, scores, threshold, apart=lambda i, j: False):
    """Indices kept by the definition: walk down the ranking, keep what no kept box overlaps."""
    over = coco_iou(rows, rows) > threshold
    kept = []
    for i in sorted(range(len(rows)), key=lambda i: (-scores[i], i)):
        if not any(over[i, j] and not apart(i, j) for j in kept):
            kept.append(i)
    return kept


@pytest.mark.parametrize("name", ["nms_loops", "nms"])
@MANY
@given(ranked(), st.sampled_from([0.0, 0.2, 0.25, 0.3, 0.5, 0.6, 1.0]))
def test_nms_walks_down_the_ranking(example, name, case, threshold):
    rows, scores = case
    assert list(example("scratch/nms")[name](rows, scores, threshold)) == greedy(
        rows, scores, threshold
    )


@pytest.mark.parametrize("name", ["nms_loops", "nms"])
def test_nms_at_the_edges(example, name):
    nms = example("scratch/nms")[name]
    assert list(nms(NO_BOXES, np.zeros(0), 0.5)) == []
    halves = np.array([[0.0, 0, 4, 4], [0, 0, 4, 2], [2, 2, 2, 2], [2, 2, 2, 2]])
    assert list(nms(halves, np.array([0.5, 0.5, 0.1, 0.9]), 0.5)) == [3, 0, 1, 2]
    assert list(nms(halves, np.array([0.5, 0.5, 0.1, 0.9]), 0.49)) == [3, 0, 2]


def bodla(rows, scores, method, threshold, sigma, floor):
    """Soft-NMS as Bodla et al. 2017, figure 2, writes it: all scores anew for each pick."""
    o, left, picks, s = coco_iou(rows, rows), set(range(len(rows))), [], list(scores)
    while left:
        best = min(left, key=lambda i: (-s[i], i))
        left.remove(best)
        if s[best] < floor:
            break
        picks.append((best, s[best]))
        for i in left:
            if method == "gaussian":
                s[i] *= np.exp(-o[best, i] * o[best, i] / sigma)
            else:
                s[i] = s[i] if o[best, i] < threshold else s[i] * (1 - o[best, i])
    return picks


@pytest.mark.parametrize("name", ["soft_nms_loops", "soft_nms"])
@MANY
@given(
    boxes(),
    st.permutations([0.93, 0.81, 0.77, 0.62, 0.58, 0.41, 0.33, 0.09]),
    st.sampled_from(["linear", "gaussian"]),
    st.sampled_from([0.25, 0.5]),
    st.sampled_from([0.3, 0.5]),
    st.sampled_from([0.0, 0.051]),
)
def test_soft_nms_is_that_of_the_paper(example, name, rows, scores, method, at, sigma, floor):
    scores = np.array(scores[: len(rows)])
    before = scores.copy()
    picked, final = example("scratch/soft_nms")[name](rows, scores, method, at, sigma, floor)
    expected = bodla(rows, scores, method, at, sigma, floor)
    assert list(picked) == [i for i, _ in expected]
    np.testing.assert_allclose(final, [s for _, s in expected], rtol=1e-9)
    assert np.array_equal(scores, before)  # the caller's scores stay


@pytest.mark.parametrize("name", ["soft_nms_loops", "soft_nms"])
@pytest.mark.parametrize("method", ["linear", "gaussian"])
def test_soft_nms_at_the_edges(example, name, method):
    soft_nms = example("scratch/soft_nms")[name]
    picked, final = soft_nms(NO_BOXES, np.zeros(0), method, 0.3, 0.5, 0.001)
    assert len(picked) == len(final) == 0
    twice = np.array([[0.0, 0, 4, 4], [0, 0, 4, 4], [9, 9, 9, 9]])
    picked, final = soft_nms(twice, np.array([0.5, 0.5, 0.5]), method, 0.3, 0.5, 0.0)
    assert list(picked) == [0, 2, 1]
    assert final[2] == pytest.approx(0 if method == "linear" else 0.5 * np.exp(-2))
    assert len(soft_nms(twice, np.full(3, 0.01), method, 0.3, 0.5, 0.02)[0]) == 0


@pytest.mark.parametrize("name", ["class_nms_loop", "class_nms"])
@MANY
@given(ranked(), st.lists(st.integers(0, 3), min_size=8, max_size=8), st.integers(-20, 20))
def test_nms_for_each_class_deletes_within_it_alone(example, name, case, labels, moved):
    rows, scores = case
    labels = np.array(labels[: len(rows)], dtype=int)
    expected = greedy(rows, scores, 0.25, apart=lambda i, j: labels[i] != labels[j])
    got = example("scratch/class_aware_nms")[name](rows + moved, scores, labels, 0.25)
    assert list(got) == expected


@pytest.mark.parametrize("name", ["class_nms_loop", "class_nms"])
def test_nms_for_each_class_at_the_edges(example, name):
    class_nms = example("scratch/class_aware_nms")[name]
    assert list(class_nms(NO_BOXES, np.zeros(0), np.zeros(0, int), 0.5)) == []
    same = np.array([[0.0, 0, 4, 4]] * 4)
    scores, labels = np.array([0.5, 0.5, 0.7, 0.5]), np.array([79, 0, 79, 0])
    assert list(class_nms(same, scores, labels, 0.5)) == [2, 1]
    assert list(class_nms(same, scores, labels, 1.0)) == [2, 0, 1, 3]
    for step in range(1, 12):  # no offset may lay the second class on the first
        for place in (-30, 0, 30):  # also beyond the image
            near = np.array([[0, 0, 4, 4], [-step, -step, 4 - step, 4 - step]]) + place
            kept = class_nms(near, np.array([0.5, 0.5]), np.array([0, 1]), 0.0)
            assert list(kept) == [0, 1]


AP = [("average_precision_loops", 101), ("average_precision", 101)]
AP += [(name, points) for name, _ in AP for points in (11, None)]


def as_boxes(hits, objects):
    """Detections and objects of one image whose ranking has these hits."""
    truth = [(20 * i, 0, 20 * i + 10, 10) for i in range(objects)]
    free = iter(truth)
    return truth, [
        next(free) if hit else (0, 50 + 20 * k, 10, 60 + 20 * k) for k, hit in enumerate(hits)
    ]


@pytest.mark.parametrize("name", ["average_precision_loops", "average_precision"])
@settings(MANY, max_examples=60)
@given(st.lists(st.booleans(), max_size=9), st.integers(1, 12))
def test_ap_over_101_recalls_is_that_of_coco(example, name, hits, objects):
    hits = [hit and sum(hits[:k]) < objects for k, hit in enumerate(hits)]
    scores = np.arange(len(hits), 0, -1) / 16
    truth, found = as_boxes(hits, objects)
    precision = (
        coco_precision({1: truth}, {1: list(zip(found, scores, strict=True))}) if hits else 0
    )
    got = example("scratch/average_precision")[name](scores, np.array(hits, bool), objects, 101)
    assert got == pytest.approx(np.mean(precision[0] if hits else 0))


def voc_ap(hits, objects, eleven):
    """AP as the code that came with VOC computes it."""
    tp = np.cumsum(hits)
    recall, precision = tp / objects, tp / np.arange(1, len(hits) + 1)
    if eleven:
        at = np.arange(0.0, 1.1, 0.1)
        return sum(max(precision[recall >= t], default=0) for t in at) / 11
    recall, precision = [0.0, *recall, 1.0], [0.0, *precision, 0.0]
    for i in range(len(precision) - 1, 0, -1):
        precision[i - 1] = max(precision[i - 1], precision[i])
    return sum((recall[i] - recall[i - 1]) * precision[i] for i in range(1, len(recall)))


@pytest.mark.parametrize("name", ["average_precision_loops", "average_precision"])
@MANY
@given(st.lists(st.booleans(), max_size=12), st.integers(1, 12), st.randoms(use_true_random=False))
def test_ap_of_voc_whatever_the_order_of_the_list(example, name, hits, objects, random):
    hits = [hit and sum(hits[:k]) < objects for k, hit in enumerate(hits)]
    places = list(range(len(hits)))
    random.shuffle(places)
    scores = np.array([-float(place) for place in places])
    listed = np.array([hits[place] for place in places], dtype=bool)
    ap = example("scratch/average_precision")[name]
    assert ap(scores, listed, objects, 11) == pytest.approx(voc_ap(hits, objects, True))
    assert ap(scores, listed, objects, None) == pytest.approx(voc_ap(hits, objects, False))


@pytest.mark.parametrize(("name", "points"), AP)
def test_ap_at_the_edges(example, name, points):
    ap = example("scratch/average_precision")[name]
    none = np.zeros(0)
    assert np.isnan(ap(none, none.astype(bool), 0, points))
    assert np.isnan(ap(np.ones(2), np.zeros(2, bool), 0, points))
    assert ap(none, none.astype(bool), 3, points) == 0
    assert ap(np.ones(2), np.array([True, True]), 2, points) == 1
    first, second = np.array([True, False]), np.array([False, True])  # of equal scores
    assert ap(np.ones(2), first, 1, points) == 1
    assert ap(np.ones(2), second, 1, points) == pytest.approx(0.5)


@MANY
@given(ranked(), boxes(most=4), st.sampled_from([0.25, 0.5, 0.6]))
def test_matching_takes_the_best_free_object(example, case, objects, threshold):
    found, scores = case
    overlap, taken, hits = coco_iou(found, objects), set(), [False] * len(found)
    for i in sorted(range(len(found)), key=lambda i: (-scores[i], i)):
        free = [j for j in range(len(objects)) if j not in taken and overlap[i, j] >= threshold]
        if free:
            hits[i] = True
            taken.add(max(free, key=lambda j: (overlap[i, j], -j)))
    got = example("scratch/average_precision")["match"](found, scores, objects, threshold)
    assert got.dtype == bool
    assert list(got) == hits


@st.composite
def heads(draw):
    """Logits (C, H, W), distances (4, H, W) and a stride; no two logits are equal."""
    c, h, w = (draw(st.integers(1, 3)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return (
        3 * rng.standard_normal((c, h, w)),
        2 * rng.random((4, h, w)),
        draw(st.sampled_from([8, 32])),
    )


@pytest.mark.parametrize("name", ["decode_loops", "decode"])
@MANY
@given(heads(), st.sampled_from([0.05, 0.5]), st.integers(0, 12), st.sampled_from([0.0, 0.3, 1.0]))
def test_decoding_is_sigmoid_grid_cut_and_nms(example, name, head, threshold, top_k, max_iou):
    logits, ltrb, stride = head
    candidates = []
    for c, y, x in np.ndindex(logits.shape):
        score = torch.tensor(logits[c, y, x]).sigmoid().item()
        if score > threshold:
            left, top, right, bottom = ltrb[:, y, x] * stride
            cx, cy = stride * x + stride / 2, stride * y + stride / 2
            candidates.append((score, c, (cx - left, cy - top, cx + right, cy + bottom)))
    candidates = sorted(candidates, reverse=True)[:top_k]
    rows = np.array([box for *_, box in candidates]).reshape(-1, 4)
    scores, labels = (np.array([k[i] for k in candidates]) for i in (0, 1))
    kept = greedy(rows, scores, max_iou + 1e-9, apart=lambda i, j: labels[i] != labels[j])
    got = example("scratch/decode_head")[name](
        logits, ltrb, stride, threshold, top_k, max_iou + 1e-9
    )
    np.testing.assert_allclose(got[0], rows[kept])
    np.testing.assert_allclose(got[1], scores[kept])
    assert got[2].tolist() == labels[kept].tolist()


@pytest.mark.parametrize("name", ["decode_loops", "decode"])
def test_decoding_at_the_edges(example, name):
    decode = example("scratch/decode_head")[name]
    logits, ltrb = np.array([[[-1000.0, 1000.0]], [[1000.0, -1000.0]]]), np.ones((4, 1, 2))
    boxes, scores, labels = decode(logits, ltrb, 8, 0.5, 9, 0.0)
    assert scores.tolist() == [1, 1]  # no overflow
    assert labels.tolist() == [0, 1]  # of equal scores the lower class, and it deletes no other
    assert boxes.tolist() == [[4, -4, 20, 12], [-4, -4, 12, 12]]
    for part, shape in zip(decode(logits, ltrb, 8, 1.0, 9, 0.5), [(0, 4), (0,), (0,)], strict=True):
        assert part.shape == shape


sizes = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=8)


def size_iou(a, b):
    """IoU of sizes by pycocotools, all boxes in one corner, (N, K)."""
    return coco_iou(*(np.hstack([np.zeros_like(s), s]) for s in (a, b)))


@pytest.mark.parametrize("name", ["anchor_kmeans_loops", "anchor_kmeans"])
@settings(MANY, max_examples=100)
@given(sizes, sizes, st.integers(0, 4))
def test_each_round_of_anchor_kmeans_takes_means_of_the_nearest(
    example, name, boxes, start, rounds
):
    boxes, start = np.array(boxes, float), np.array(start, float)[:4]
    kmeans = example("scratch/anchor_kmeans")[name]
    anchors, owner = kmeans(boxes, start, rounds)
    overlap = size_iou(boxes, anchors)
    assert np.all(overlap[np.arange(len(boxes)), owner] >= overlap.max(1) - 1e-12)
    moved, _ = kmeans(boxes, start, rounds + 1)
    for k in range(len(start)):
        mine = boxes[owner == k]
        np.testing.assert_allclose(moved[k], mine.mean(0) if len(mine) else anchors[k])
    if rounds == 0:
        assert np.array_equal(anchors, start)
        assert (
            owner.tolist() == size_iou(boxes, start).argmax(1).tolist()
        )  # of equal ones the first


@pytest.mark.parametrize("name", ["anchor_kmeans_loops", "anchor_kmeans"])
def test_anchor_kmeans_at_the_edges(example, name):
    kmeans = example("scratch/anchor_kmeans")[name]
    one = np.array([[30, 10]])
    anchors, owner = kmeans(one, np.array([[5, 5], [20, 20], [5, 5]]), 100)
    assert anchors.tolist() == [[5, 5], [30, 10], [5, 5]]  # those without boxes stay
    assert owner.tolist() == [1]
    start = np.array([[4, 4], [4, 4]])
    assert kmeans(one, start, 5)[1].tolist() == [0]
    assert start.tolist() == [[4, 4], [4, 4]]  # the caller's anchors stay


@pytest.mark.parametrize("name", ["assign_loops", "assign"])
@MANY
@given(
    boxes(most=6), boxes(most=3, least=1), st.sampled_from([(0.3, 0.7), (0.25, 0.5), (0.5, 0.5)])
)
def test_assignment_is_that_of_the_reference_code(example, name, anchors, truth, thresholds):
    """As py-faster-rcnn's anchor_target_layer writes labels, but for true boxes that nothing overlaps."""
    space, (low, high) = example("scratch/assignment"), thresholds
    overlap = coco_iou(anchors, truth)
    labels = np.full(len(anchors), space["IGNORED"])
    labels[overlap.max(1, initial=0) < low] = space["NEGATIVE"]
    for j in range(len(truth)):
        top = overlap[:, j].max(initial=0)
        if top > 0:
            forced = overlap[:, j] == top
            labels[forced] = overlap[forced].argmax(1)
    positive = overlap.max(1, initial=0) >= high
    labels[positive] = overlap[positive].argmax(1)
    assert list(space[name](anchors, truth, low, high)) == labels.tolist()


@pytest.mark.parametrize("name", ["assign_loops", "assign"])
def test_assignment_at_the_edges(example, name):
    space = example("scratch/assignment")
    assign, negative, ignored = space[name], space["NEGATIVE"], space["IGNORED"]
    assert negative != ignored
    assert list(assign(NO_BOXES, np.array([[0, 0, 4, 4]]), 0.3, 0.7)) == []
    anchors = np.array([[0, 0, 4, 4], [0, 0, 4, 2], [1, 0, 5, 4], [8, 8, 9, 9]])
    assert list(assign(anchors, NO_BOXES, 0.3, 0.7)) == [negative] * 4
    assert list(assign(anchors, anchors[:1], 0.3, 0.7)) == [0, ignored, ignored, negative]
    assert list(assign(anchors, anchors[:1], 0.3, 0.5)) == [0, 0, 0, negative]  # 0.5 is enough
    assert list(assign(anchors[3:], np.array([[20, 20, 30, 30]]), 0.3, 0.7)) == [negative]
    forced = np.array([[0, 0, 4, 4], [0, 0, 4, 4], [9, 9, 9, 9]])
    assert list(assign(forced, np.array([[0, 0, 16, 16]]), 0.3, 0.7)) == [0, 0, negative]


@pytest.mark.parametrize("name", ["roi_align_loops", "roi_align"])
@settings(MANY, max_examples=100)
@given(
    st.integers(0, 10**6),
    st.tuples(*[st.floats(-30, 90)] * 4),
    st.integers(1, 4),
    st.integers(1, 3),
    st.sampled_from([1.0, 0.25, 1 / 16]),
)
def test_roi_align_reads_what_grid_sample_reads(example, name, seed, box, size, samples, scale):
    features = np.random.default_rng(seed).standard_normal((2, 5, 6))
    part = (np.arange(size * samples) + 0.5) / (size * samples)
    x1, y1, x2, y2 = (scale * side for side in box)
    x, y = np.meshgrid(x1 + part * (x2 - x1), y1 + part * (y2 - y1))
    near = (
        np.minimum(np.abs(x + 0.5), np.abs(x - 6.5)).min(),
        np.abs(y + 0.5).min(),
        np.abs(y - 5.5).min(),
    )
    if min(near) < 1e-9:
        return  # on the very border, where rounding decides
    grid = torch.tensor(np.stack([x / 6, y / 5], -1) * 2 - 1)[None]
    kind = {"padding_mode": "border", "align_corners": False}
    points = F.grid_sample(torch.tensor(features)[None], grid, **kind)[0]
    points = points * torch.tensor((x >= -0.5) & (x <= 6.5) & (y >= -0.5) & (y <= 5.5))
    expected = F.avg_pool2d(points, samples).numpy()
    got = example("scratch/roi_align")[name](features, box, size, scale, samples)
    np.testing.assert_allclose(got, expected, atol=1e-9)


@pytest.mark.parametrize("name", ["roi_align_loops", "roi_align"])
def test_roi_align_at_the_edges(example, name):
    roi_align = example("scratch/roi_align")[name]
    cell = np.full((1, 1, 1), 7.0)
    assert roi_align(cell, (-0.5, -0.5, 1.5, 1.5), 2, 1.0, 2).tolist() == [[[7, 7], [7, 7]]]
    assert roi_align(cell, (-9, -9, -7, -7), 2, 1.0, 2).tolist() == [[[0, 0], [0, 0]]]
    row = np.arange(4.0)[None, None]
    assert roi_align(row, (1.5, 0.5, 1.5, 0.5), 2, 1.0, 1).tolist() == [[[1, 1], [1, 1]]]  # no area
    assert roi_align(row, (2.0, 0.5, 2.0, 0.5), 1, 1.0, 1).item() == 1.5


seeds = st.integers(0, 10**6)


@pytest.mark.parametrize("name", ["dice_loss_loops", "dice_loss"])
@MANY
@given(seeds, st.tuples(*[st.integers(1, 4)] * 3), st.floats(1e-6, 5), st.floats(0, 1))
def test_dice_loss_and_its_slopes(example, name, seed, shape, eps, share):
    rng = np.random.default_rng(seed)
    p, g = rng.random(shape), (rng.random(shape) < share).astype(float)
    dice_loss = example("scratch/dice")[name]
    loss, gradient = dice_loss(p, g, eps)
    exact = []
    for soft, true in zip(p.reshape(len(p), -1), g.reshape(len(p), -1), strict=True):
        top = sum(2 * Fraction(s) for s in soft[true == 1]) + Fraction(eps)
        exact.append(1 - top / (sum(map(Fraction, soft)) + Fraction(true.sum()) + Fraction(eps)))
    assert loss == pytest.approx(float(sum(exact) / len(exact)), abs=1e-12)
    assert gradient.shape == shape
    for at in np.ndindex(shape):  # against differences of the loss
        step = np.zeros(shape)
        step[at] = 1e-6 * (p.sum() + eps)
        slope = (dice_loss(p + step, g, eps)[0] - dice_loss(p - step, g, eps)[0]) / (2 * step[at])
        assert gradient[at] == pytest.approx(slope, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("name", ["dice_loss_loops", "dice_loss"])
def test_dice_loss_at_the_edges(example, name):
    dice_loss = example("scratch/dice")[name]
    empty, full = np.zeros((1, 2, 2)), np.ones((1, 2, 2))
    for eps in (1e-9, 1.0, 7.0):
        assert dice_loss(empty, empty, eps)[0] == 0
        assert dice_loss(full, full, eps)[0] == 0
    assert dice_loss(full, empty, 1.0)[0] == pytest.approx(4 / 5)
    both = dice_loss(np.concatenate([full, empty]), np.concatenate([full, full]), 1e-9)[0]
    assert both == pytest.approx(1 / 2)  # the mean over images, not over pixels
    hard = np.array([[[1.0, 1, 0, 0]]]), np.array([[[1.0, 0, 1, 1]]])
    f1 = f1_score(hard[1].ravel(), hard[0].ravel())
    assert dice_loss(*hard, 1e-12)[0] == pytest.approx(1 - f1)


@pytest.mark.parametrize("name", ["info_nce_loops", "info_nce"])
@settings(MANY, max_examples=100)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.sampled_from([1e-3, 0.07, 0.5, 3.0]))
def test_info_nce_and_its_slopes(example, name, seed, n, width, tau):
    generator = torch.Generator().manual_seed(seed)
    a, b = (
        F.normalize(torch.randn(n, width, generator=generator, dtype=torch.float64)) for _ in "ab"
    )
    a.requires_grad_(), b.requires_grad_()
    picked = [(s.log_softmax(1).diagonal()) for s in (a @ b.T / tau, b @ a.T / tau)]
    expected = -torch.cat(picked).mean()
    expected.backward()
    loss, on_a, on_b = example("scratch/info_nce")[name](
        a.detach().numpy(), b.detach().numpy(), tau
    )
    assert loss == pytest.approx(expected.item(), rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(on_a, a.grad.numpy(), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(on_b, b.grad.numpy(), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", ["info_nce_loops", "info_nce"])
def test_info_nce_at_the_edges(example, name):
    info_nce = example("scratch/info_nce")[name]
    one = np.array([[0.6, 0.8]])
    loss, on_a, on_b = info_nce(one, -one, 1e-4)
    assert loss == 0
    assert not on_a.any()
    assert not on_b.any()
    axes = np.eye(3)
    assert info_nce(axes, axes, 1e-4)[0] == 0  # all right, and no overflow
    assert info_nce(axes, np.roll(axes, 1, 0), 1e-4)[0] == pytest.approx(1e4)  # all wrong
    assert info_nce(np.ones((5, 1)), np.ones((5, 1)), 1e-4)[0] == pytest.approx(np.log(5))


@st.composite
def batches(draw):
    """Distances (N, N), some equal, and labels (N,)."""
    labels = np.array(draw(st.lists(st.integers(0, 2), max_size=6)), dtype=int)
    d = np.random.default_rng(draw(seeds)).integers(1, 9, (len(labels),) * 2) / 8
    np.fill_diagonal(d, 0)
    return d, labels


@pytest.mark.parametrize("ending", ["_loops", ""])
@settings(MANY, max_examples=100)
@given(batches(), st.sampled_from([0.125, 0.25, 2.0]))
def test_mined_triplets_are_those_of_the_rules(example, ending, batch, margin):
    d, labels = batch
    space = example("scratch/triplet_mining")
    hard = space["batch_hard" + ending](d, labels)
    anchors = [a for a, y in enumerate(labels) if np.sum(labels == y) > 1 and np.any(labels != y)]
    assert hard.shape == (len(anchors), 3)
    assert hard[:, 0].tolist() == anchors
    for a, p, n in hard:
        mine = [q for q in np.flatnonzero(labels == labels[a]) if q != a]
        others = np.flatnonzero(labels != labels[a])
        assert p == next(q for q in mine if d[a, q] == d[a, mine].max())
        assert n == next(q for q in others if d[a, q] == d[a, others].min())
    semi = {(a, p): n for a, p, n in space["semi_hard" + ending](d, labels, margin).tolist()}
    assert list(semi) == sorted(semi)
    for a, p in np.ndindex(d.shape):
        gap = np.where(labels == labels[a], np.inf, d[a] - d[a, p])
        gap[(gap <= 0) | (gap >= margin)] = np.inf
        if a != p and labels[a] == labels[p] and np.isfinite(gap).any():
            assert semi.pop((a, p)) == gap.argmin()
    assert not semi


@pytest.mark.parametrize("ending", ["_loops", ""])
@pytest.mark.parametrize("labels", [[], [1], [1, 1, 1], [0, 1, 2]])
def test_batches_without_triplets(example, ending, labels):
    space, n = example("scratch/triplet_mining"), len(labels)
    d = 1.0 - np.eye(n)
    assert space["batch_hard" + ending](d, np.array(labels, int)).shape == (0, 3)
    assert space["semi_hard" + ending](d, np.array(labels, int), 0.5).shape == (0, 3)


@st.composite
def labelled(draw, least=1):
    """True and predicted classes, (N,) each, and how many classes there are; some may be absent."""
    classes = draw(st.integers(1, 5))
    pairs = st.tuples(*[st.integers(0, classes - 1)] * 2)
    rows = np.array(draw(st.lists(pairs, min_size=least, max_size=15)), dtype=int)
    return *rows.reshape(-1, 2).T, classes


@pytest.mark.parametrize("ending", ["_loops", ""])
@settings(MANY, max_examples=100)
@given(labelled())
@pytest.mark.filterwarnings("ignore:A single label was found")
def test_confusion_and_f1_are_those_of_sets_and_sklearn(example, ending, case):
    truth, predicted, classes = case
    space = example("scratch/confusion_f1")
    matrix = space["confusion" + ending](truth, predicted, classes)
    assert matrix.tolist() == confusion_matrix(truth, predicted, labels=range(classes)).tolist()
    *of_class, macro, micro = space["report" + ending](matrix)
    for c, (precision, recall, f1) in enumerate(zip(*of_class, strict=True)):
        real, taken = set(np.flatnonzero(truth == c)), set(np.flatnonzero(predicted == c))
        hits = len(real & taken)
        assert precision == pytest.approx(hits / len(taken) if taken else 0)
        assert recall == pytest.approx(hits / len(real) if real else 0)
        both = precision + recall
        assert f1 == pytest.approx(2 * precision * recall / both if both else 0)
    kind = {"labels": range(classes), "zero_division": 0}
    assert macro == pytest.approx(f1_score(truth, predicted, average="macro", **kind))
    assert micro == pytest.approx(np.mean(truth == predicted))  # accuracy


@pytest.mark.parametrize("ending", ["_loops", ""])
def test_confusion_and_f1_at_the_edges(example, ending):
    space, none = example("scratch/confusion_f1"), np.zeros(0, int)
    matrix = space["confusion" + ending](none, none, 3)
    assert matrix.tolist() == [[0] * 3] * 3
    precision, recall, f1, macro, micro = space["report" + ending](matrix)
    assert list(precision) == list(recall) == list(f1) == [0, 0, 0]
    assert macro == micro == 0
    skew = np.array([[0, 4], [0, 0]])  # one class never predicted, the other never true
    assert [list(part) for part in space["report" + ending](skew)[:3]] == [[0, 0]] * 3


@pytest.mark.parametrize("ending", ["_loops", ""])
@settings(MANY, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=25))
def test_roc_and_its_area_are_those_of_sklearn(example, ending, rows):
    scores, labels = np.array(rows, dtype=float).T / [[8], [1]]
    labels = labels.astype(int)
    labels[:2] = 0, 1
    space = example("scratch/roc_auc")
    false_rate, true_rate = space["roc" + ending](scores, labels)
    expected = roc_curve(labels, scores, drop_intermediate=False)
    np.testing.assert_allclose(false_rate, expected[0])
    np.testing.assert_allclose(true_rate, expected[1])
    area = space["auc" + ending](scores, labels)
    assert area == pytest.approx(roc_auc_score(labels, scores))
    assert area == pytest.approx(np.trapezoid(true_rate, false_rate))
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    assert space["auc" + ending](scores[order], labels[order]) == pytest.approx(area)


@pytest.mark.parametrize("ending", ["_loops", ""])
def test_roc_at_the_edges(example, ending):
    space = example("scratch/roc_auc")
    for labels in ([], [0], [1], [1, 1, 1], [0, 0]):
        assert np.isnan(space["auc" + ending](np.arange(float(len(labels))), np.array(labels, int)))
    same = np.full(4, -2.5), np.array([1, 0, 0, 1])
    assert [list(side) for side in space["roc" + ending](*same)] == [[0, 1], [0, 1]]
    assert space["auc" + ending](*same) == 0.5
    assert space["auc" + ending](np.array([3.0, 1.0, 2.0]), np.array([1, 0, 0])) == 1
    assert space["auc" + ending](np.array([1.0, 2.0]), np.array([1, 0])) == 0


@pytest.mark.parametrize("name", ["ece_loops", "ece"])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
@settings(MANY, max_examples=100)
@given(st.integers(1, 20), st.integers(1, 3), st.data())
def test_ece_puts_edges_into_the_bin_below(example, name, kind, bins, fine, data):
    step = st.tuples(st.integers(0, bins * fine), st.booleans())
    steps, correct = zip(*data.draw(st.lists(step, min_size=1, max_size=20)), strict=True)
    steps, correct = np.array(steps), np.array(correct)
    gaps = {}
    for s, right in zip(steps.tolist(), correct.tolist(), strict=True):
        m = 1 if s == 0 else (s + fine - 1) // fine  # (m − 1)/M < s/(M·fine) <= m/M
        gaps[m] = gaps.get(m, 0) + right - Fraction(s, bins * fine)
    expected = float(sum(map(abs, gaps.values())) / len(steps))
    confidence = steps.astype(kind) / kind(bins * fine)
    got = example("scratch/calibration_error")[name](confidence, correct, bins)
    assert got == pytest.approx(expected, abs=1e-6 if kind == np.float32 else 1e-12)


@pytest.mark.parametrize("ending", ["_loops", ""])
@MANY
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=20))
def test_brier_score_is_that_of_sklearn(example, ending, rows):
    probability, outcome = np.array(rows).T
    got = example("scratch/calibration_error")["brier" + ending](probability, outcome.astype(int))
    assert got == pytest.approx(brier_score_loss(outcome, probability, pos_label=1))


@pytest.mark.parametrize("name", ["ece_loops", "ece"])
def test_ece_at_the_edges(example, name):
    ece = example("scratch/calibration_error")[name]
    assert np.isnan(ece(np.zeros(0), np.zeros(0, bool), 15))
    assert ece(np.array([1.0, 1.0]), np.array([True, False]), 15) == pytest.approx(0.5)
    assert ece(np.array([0.0, 0.0]), np.array([True, False]), 15) == pytest.approx(0.5)
    assert ece(np.array([0.75]), np.array([True]), 1) == pytest.approx(0.25)
    one_bin = np.array([0.3, 0.9]), np.array([True, False])
    assert ece(*one_bin, 1) == pytest.approx(abs(0.5 - 0.6))


@st.composite
def label_maps(draw):
    """Pairs of maps (H, W) of up to four classes, in which 255 is ignored."""
    pairs = []
    for _ in range(draw(st.integers(1, 3))):
        rng = np.random.default_rng(draw(seeds))
        size, used = rng.integers(1, 6, 2), rng.integers(1, 5)
        truth, predicted = rng.integers(0, used, size), rng.integers(0, used, size)
        pairs.append((np.where(rng.random(size) < 0.3, 255, truth).astype(np.uint8), predicted))
    return pairs


@pytest.mark.parametrize("name", ["mean_iou_loops", "mean_iou"])
@settings(MANY, max_examples=100)
@given(label_maps())
def test_mean_iou_is_that_of_sklearn(example, name, pairs):
    truth, predicted = (np.concatenate([pair[i].ravel() for pair in pairs]) for i in (0, 1))
    truth, predicted = truth[truth != 255], predicted[truth != 255]
    found, mean = example("scratch/mean_iou")[name](pairs, 4, 255)
    present, expected = np.union1d(truth, predicted).astype(int), np.full(4, np.nan)
    if len(present):
        expected[present] = jaccard_score(truth, predicted, labels=present, average=None)
    np.testing.assert_allclose(found, expected)
    average = expected[present].sum() / len(present) if len(present) else np.nan
    assert mean == pytest.approx(average, nan_ok=True)


@pytest.mark.parametrize("name", ["mean_iou_loops", "mean_iou"])
def test_mean_iou_at_the_edges(example, name):
    mean_iou = example("scratch/mean_iou")[name]
    found, mean = mean_iou([], 2, 255)
    assert np.isnan([*found, mean]).all()
    wide = np.array([[149]], np.uint8)  # 149 · 150 does not fit into eight bits
    assert mean_iou([(wide, wide)], 150, 255)[1] == 1
    ignored = np.array([[-1, 0]]), np.array([[1, 0]])
    found, mean = mean_iou([ignored], 2, -1)
    assert found[0] == mean == 1
    assert np.isnan(found[1])  # predicted, but only where nothing counts
    small, large = np.zeros((1, 1), int), np.zeros((3, 3), int)
    pooled = mean_iou([(small, small + 1), (large, large)], 2, 255)
    assert list(pooled[0]) == [9 / 10, 0]
