"""Boxes, metrics and losses written from scratch: each solution against an oracle of its own and at the edges."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask

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
