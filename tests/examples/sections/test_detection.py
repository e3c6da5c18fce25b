"""Detection: IoU against counted pixels, NMS against its definition, AP against pycocotools."""

import contextlib
import io
import re
from itertools import combinations, product

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matplotlib.path import Path
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval, Params
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import f1_score, precision_recall_curve

from coco import coco_precision, corner_size

SIZE = 24
few = settings(max_examples=60)


@st.composite
def boxes(draw):
    x1, y1 = draw(st.integers(0, SIZE - 1)), draw(st.integers(0, SIZE - 1))
    return x1, y1, draw(st.integers(x1 + 1, SIZE)), draw(st.integers(y1 + 1, SIZE))


@st.composite
def flat_boxes(draw):
    """Boxes of which some have no width, no height or neither."""
    x1, y1 = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    return x1, y1, draw(st.integers(x1, 7)), draw(st.integers(y1, 7))


def counted(a, b):
    """IoU by filling pixels."""
    grids = np.zeros((2, SIZE, SIZE), bool)
    for grid, (x1, y1, x2, y2) in zip(grids, (a, b), strict=True):
        grid[y1:y2, x1:x2] = True
    return (grids[0] & grids[1]).sum() / (grids[0] | grids[1]).sum()


def coco_scores(images):
    """What pycocotools makes of `coco_rules`' images: precision (threshold, recall, range, limit), recall without the 2nd.

    None where it has nothing to judge. Ranges: all, small, medium, large; limits: 1, 10, 100.
    """
    truths = [(image, truth) for image, (found, _) in enumerate(images, 1) for truth in found]
    results = [
        {"image_id": image, "category_id": 1, "bbox": corner_size(box), "score": score}
        for image, (_, found) in enumerate(images, 1)
        for box, score in found
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "info": {},
            "images": [{"id": image} for image in range(1, len(images) + 1)],
            "categories": [{"id": 1}],
            "annotations": [
                {"id": number, "image_id": image, "category_id": 1, "iscrowd": int(truth.crowd)}
                | {"area": truth.area, "bbox": corner_size(truth.box)}
                for number, (image, truth) in enumerate(truths, 1)
            ],
        }
        coco.createIndex()
        run = COCOeval(coco, coco.loadRes(results), "bbox")
        run.evaluate()
        run.accumulate()
    return run.eval["precision"][:, :, 0], run.eval["recall"][:, 0]


def as_boxes(hits, objects):
    """Boxes in one image whose ranking is `hits`; false positives in a row below them."""
    truth = [(20 * i, 0, 20 * i + 10, 10) for i in range(objects)]
    order = iter(truth)
    found = [
        next(order) if hit else (20 * rank, 100, 20 * rank + 10, 110)
        for rank, hit in enumerate(hits)
    ]
    return {1: truth}, {1: [(box, 1 - rank / 1000) for rank, box in enumerate(found)]}


rankings = st.lists(st.integers(0, 1), min_size=1, max_size=60)


@pytest.mark.parametrize("name", ["iou", "nms", "matching"])
def test_iou_counts_pixels(example, name):
    iou = example(f"detection/{name}")["iou"]

    @few
    @given(boxes(), boxes())
    def check(a, b):
        assert iou(a, b) == pytest.approx(counted(a, b), abs=1e-12)
        assert iou(a, b) == iou(b, a)
        assert 0 <= iou(a, b) <= 1
        assert (iou(a, b) == 1) == (a == b)
        assert iou(a, b) == pytest.approx(mask.iou([corner_size(a)], [corner_size(b)], [0])[0, 0])

    check()


@pytest.mark.parametrize("name", ["iou", "nms", "matching"])
def test_iou_of_boxes_without_area_is_zero(example, name):
    iou = example(f"detection/{name}")["iou"]
    assert iou((3, 3, 3, 3), (3, 3, 3, 3)) == 0
    assert iou((0, 0, 0, 9), (0, 0, 9, 9)) == 0
    assert iou((0, 4, 9, 4), (0, 4, 9, 4)) == 0


def nms_of_torchvision(found, scores, threshold):
    """The loops of torchvision's nms_kernel.cpp, where 0 / 0 compares as false."""
    found = np.array(found, float).reshape(-1, 4)
    areas = (found[:, 2] - found[:, 0]) * (found[:, 3] - found[:, 1])
    order = np.argsort(-np.array(scores), kind="stable")
    suppressed = np.zeros(len(found), bool)
    keep = []
    for place, i in enumerate(order):
        if suppressed[i]:
            continue
        keep.append(int(i))
        for j in order[place + 1 :]:
            low = np.maximum(found[i, :2], found[j, :2])
            high = np.minimum(found[i, 2:], found[j, 2:])
            shared = np.prod(np.maximum(high - low, 0))
            with np.errstate(invalid="ignore"):
                suppressed[j] |= shared / (areas[i] + areas[j] - shared) > threshold
    return keep


def test_nms_is_that_of_torchvision_at_the_edges(example):
    nms = example("detection/nms")["nms"]
    assert nms([], [], 0.5) == []

    @few
    @given(
        st.lists(st.tuples(flat_boxes(), st.integers(0, 3)), max_size=10),
        st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    )
    def check(found, threshold):
        places, scores = [box for box, _ in found], [score for _, score in found]
        assert nms(places, scores, threshold) == nms_of_torchvision(places, scores, threshold)

    check()


def test_nms_is_what_its_two_properties_say(example):
    nms = example("detection/nms")["nms"]

    @few
    @given(
        st.lists(boxes(), max_size=12),
        st.randoms(use_true_random=False),
        st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0]),
    )
    def check(found, random, threshold):
        scores = random.sample(range(100), len(found))
        kept = nms(found, scores, threshold)
        assert [scores[i] for i in kept] == sorted((scores[i] for i in kept), reverse=True)
        if found:
            assert kept[0] == int(np.argmax(scores))
        assert all(counted(found[i], found[j]) <= threshold for i, j in combinations(kept, 2))
        for i in set(range(len(found))) - set(kept):
            better = [j for j in kept if scores[j] > scores[i]]
            assert any(counted(found[i], found[j]) > threshold for j in better)

    check()


@pytest.mark.parametrize("name", ["average_precision", "ap_thresholds"])
def test_average_precision_is_that_of_pycocotools(example, name):
    average_precision = example(f"detection/{name}")["average_precision"]

    @few
    @given(rankings, st.integers(0, 20))
    def check(hits, missed):
        objects = sum(hits) + missed
        assume(objects)
        expected = coco_precision(*as_boxes(hits, objects))
        assert average_precision(hits, objects) == pytest.approx(expected[0].mean(), abs=1e-9)

    check()


def test_matching_and_average_precision_agree_with_pycocotools_on_random_boxes(example):
    match = example("detection/matching")["match"]
    average_precision = example("detection/average_precision")["average_precision"]

    def scene(random, count, spread):
        corner = random.uniform(0, spread, (count, 2))
        return np.hstack([corner, corner + random.uniform(10, 40, (count, 2))])

    @settings(max_examples=25)
    @given(st.integers(0, 2**32 - 1))
    def check(seed):
        random = np.random.default_rng(seed)
        objects, detections = {}, {}
        for image in range(1, 4):
            objects[image] = scene(random, random.integers(1, 6), 80)
            near = np.repeat(objects[image], 2, axis=0)
            found = np.vstack([near + random.normal(0, 3, near.shape), scene(random, 2, 80)])
            found[:, 2:] = np.maximum(found[:, 2:], found[:, :2] + 1)
            detections[image] = list(
                zip(
                    found.tolist(),
                    random.permutation(len(found)) + random.random(len(found)),
                    strict=True,
                )
            )
        expected = coco_precision(objects, detections).mean(1)
        for threshold, ap in zip(np.linspace(0.5, 0.95, 10), expected, strict=True):
            ranked = []
            for image, found in detections.items():
                best_first = sorted(found, key=lambda pair: -pair[1])
                taken = match([box for box, _ in best_first], objects[image], threshold)
                ranked += [
                    (score, i is not None) for (_, score), i in zip(best_first, taken, strict=True)
                ]
            hits = [hit for _, hit in sorted(ranked, reverse=True)]
            total = sum(map(len, objects.values()))
            assert average_precision(np.array(hits, int), total) == pytest.approx(ap, abs=1e-9)

    check()


def coco_matches(objects, found, threshold):
    """Which object each detection takes by pycocotools, best score first; one image."""
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "info": {},
            "images": [{"id": 1}],
            "categories": [{"id": 1}],
            "annotations": [
                {"id": number, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 1.0}
                | {"bbox": corner_size(box)}
                for number, box in enumerate(objects, 1)
            ],
        }
        coco.createIndex()
        results = [
            {"image_id": 1, "category_id": 1, "bbox": corner_size(box), "score": -rank}
            for rank, box in enumerate(found)
        ]
        run = COCOeval(coco, coco.loadRes(results), "bbox")
        run.params.iouThrs = np.array([threshold])
        run.evaluate()
    return [int(number) - 1 if number else None for number in run.evalImgs[0]["dtMatches"][0]]


def test_matching_takes_the_objects_that_pycocotools_takes_where_overlaps_are_equal(example):
    match = example("detection/matching")["match"]
    assert match([(0, 0, 1, 1)], [], 0.5) == [None]
    assert match([], [(0, 0, 1, 1)], 0.5) == []
    small = flat_boxes().filter(lambda box: box[2] > box[0] and box[3] > box[1])

    @few
    @given(
        st.lists(small, min_size=1, max_size=8),
        st.lists(small, min_size=1, max_size=6),
        st.sampled_from([0.25, 0.5, 0.75]),
    )
    def check(found, objects, threshold):
        assert match(found, objects, threshold) == coco_matches(objects, found, threshold)

    check()


@pytest.mark.parametrize("name", ["average_precision", "ap_thresholds"])
def test_nothing_detected_has_an_average_precision_of_zero(example, name):
    assert example(f"detection/{name}")["average_precision"]([], 3) == 0


def voc_hits(found, objects, threshold):
    """Which detections VOCdevkit's VOCevaldet.m counts as true positives."""
    taken = np.zeros(len(objects), bool)
    hits = []
    for box in found:
        overlaps = [counted(box, other) for other in objects]
        best = int(np.argmax(overlaps))
        hits.append(overlaps[best] >= threshold and not taken[best])
        taken[best] |= hits[-1]
    return hits


def test_the_rule_of_voc(example):
    match = example("detection/matching")["match"]

    @few
    @given(
        st.lists(boxes(), min_size=1, max_size=8),
        st.lists(boxes(), min_size=1, max_size=5, unique=True),
        st.sampled_from([0.3, 0.5, 0.75]),
    )
    def check(found, objects, threshold):
        taken = match(found, objects, threshold, "VOC")
        assert [i is not None for i in taken] == voc_hits(found, objects, threshold)

    check()


def test_the_crowd_is_judged_so_by_pycocotools(example):
    space = example("detection/matching")
    objects = {1: space["crowd"]}
    found = {1: list(zip(space["pair"], (0.9, 0.8), strict=True))}
    assert coco_precision(objects, found)[0].mean() == pytest.approx(1)  # both are true positives
    assert space["computed"]["crowd-coco"] == "2 TP"
    hits = voc_hits(space["pair"], objects[1], 0.5)
    assert space["computed"]["crowd-voc"] == f"{sum(hits)} TP"


def street(random, truth):
    """One image: objects, masks smaller than their boxes, crowds, and detections good, doubled, stray and inside crowds."""
    count = random.integers(0, 6)
    low = random.uniform(0, 250, (count, 2))
    boxes = np.hstack([low, low + random.choice([12, 30, 40, 95, 110], (count, 2))])
    crowds = random.random(count) < 0.3
    shares = random.uniform(0.3, 1, count)
    truths = [
        truth(tuple(box), share * (box[2] - box[0]) * (box[3] - box[1]), bool(crowd))
        for box, share, crowd in zip(boxes, shares, crowds, strict=True)
    ]
    near = np.repeat(boxes, random.integers(0, 4), axis=0)
    near = near + random.normal(0, random.choice([1, 6]), near.shape)
    inside = np.repeat(boxes[crowds], 4, axis=0) + random.uniform(0, 20, (4 * crowds.sum(), 4))
    inside[:, 2:] -= 25
    stray = random.uniform(0, 200, (random.integers(1, 14), 4))
    stray[:, 2:] = stray[:, :2] + random.choice([20, 60, 120], (len(stray), 2))
    found = np.vstack([near, inside, stray])
    found[:, 2:] = np.maximum(found[:, 2:], found[:, :2] + 1)
    scores = random.integers(0, 50, len(found)) / 50  # some of them equal
    return truths, list(zip(map(tuple, found), scores.tolist(), strict=True))


def test_crowds_sizes_and_the_limit_are_those_of_pycocotools(example):
    space = example("detection/coco_rules")
    ranges, limits = Params(iouType="bbox").areaRng, Params(iouType="bbox").maxDets
    assert ranges[0][1] == 1e10
    judged = 0
    for seed in range(25):
        random = np.random.default_rng(seed)
        images = [street(random, space["Truth"]) for _ in range(3)]
        if not any(truths for truths, _ in images):
            continue
        precision, recall = coco_scores(images)
        for (a, (low, high)), (m, limit) in product(enumerate(ranges), enumerate(limits)):
            for t, threshold in ((0, 0.5), (5, 0.75), (9, 0.95)):
                ap, found = space["evaluate"](images, threshold, low, high, limit)
                if recall[t, a, m] == -1:  # no object in the range
                    assert np.isnan(ap)
                    assert np.isnan(found)
                    continue
                judged += 1
                assert ap == pytest.approx(precision[t, :, a, m].mean(), abs=1e-9)
                assert found == pytest.approx(recall[t, a, m], abs=1e-9)
    assert judged > 500


def test_the_scenes_of_the_rules_are_judged_so_by_pycocotools(example):
    space = example("detection/coco_rules")
    facts = space["computed"]
    for name, truths in space["ways"].items():
        precision, _ = coco_scores([(truths, space["found"])])
        assert facts[name] == f"{precision[0, :, 0, 2].mean():.2f}"
    precision, _ = coco_scores(space["scene"])
    assert facts["all"] == f"{precision[0, :, 0, 2].mean():.2f}"
    assert facts["small"] == f"{precision[0, :, 1, 2].mean():.2f}"
    precision, recall = coco_scores(space["full"])
    assert facts["limit"] == f"{precision[0, :, 0, 2].mean():.2f}"
    assert [facts[f"recall-{n}"] for n in (1, 10)] == [f"{r:.1%}" for r in recall[0, 0, :2]]
    assert facts["recall-100"] == f"{recall[0, 0, 2]:.0%}"


def test_the_overlap_with_a_crowd_is_that_of_pycocotools(example):
    space = example("detection/coco_rules")

    @few
    @given(boxes(), boxes(), st.booleans())
    def check(box, other, crowd):
        expected = mask.iou([corner_size(box)], [corner_size(other)], [int(crowd)])[0, 0]
        ours = space["overlap"](box, space["Truth"](other, 1, crowd))
        assert ours == pytest.approx(expected)

    check()


def test_boxes_are_measured_by_edges_as_in_pycocotools_and_by_pixels_as_in_the_devkit(example):
    space = example("detection/box_size")

    @few
    @given(boxes(), boxes())
    def check(a, b):
        assert space["iou"](a, b) == pytest.approx(
            mask.iou([corner_size(a)], [corner_size(b)], [0])[0, 0]
        )
        # The same pixels, named by the first and the last of them.
        first_last = [(x1, y1, x2 - 1, y2 - 1) for x1, y1, x2, y2 in (a, b)]
        assert [space["edges"](box) for box in first_last] == [a, b]
        assert space["iou"](*first_last, added=1) == pytest.approx(counted(a, b))
        # VOCevaldet.m, line by line; its numbers start at 1.
        (ax1, ay1, ax2, ay2), (bx1, by1, bx2, by2) = [[n + 1 for n in box] for box in first_last]
        iw, ih = min(ax2, bx2) - max(ax1, bx1) + 1, min(ay2, by2) - max(ay1, by1) + 1
        ua = (ax2 - ax1 + 1) * (ay2 - ay1 + 1) + (bx2 - bx1 + 1) * (by2 - by1 + 1) - iw * ih
        devkit = iw * ih / ua if iw > 0 and ih > 0 else 0
        assert space["iou"](*first_last, added=1) == pytest.approx(devkit)

    check()


@given(st.integers(2, 2000))
@few
def test_a_box_read_by_the_other_rule_loses_a_row_and_a_column(example, side):
    space = example("detection/box_size")
    perfect, misread = (0, 0, side, side), (0, 0, side - 1, side - 1)
    lost = mask.iou([corner_size(misread)], [corner_size(perfect)], [0])[0, 0]
    for threshold, needed in space["needed"].items():
        assert (lost >= threshold) == (side >= needed)


def test_a_shift_of_three_pixels_is_judged_by_the_rule(example):
    facts = example("detection/box_size")["computed"]
    by_edges = mask.iou([[3, 0, 8, 8]], [[0, 0, 8, 8]], [0])[0, 0]
    by_pixels = mask.iou([[3, 0, 9, 9]], [[0, 0, 9, 9]], [0])[0, 0]
    assert (facts["flip-edges"], facts["flip-added"]) == (f"{by_edges:.2f}", f"{by_pixels:.2f}")
    touching = mask.iou([[0, 0, 6, 6]], [[5, 0, 6, 6]], [0])[0, 0]
    assert facts["touching"] == f"{touching:.2f}"
    half = mask.iou([[0.5, 0.5, 10, 10]], [[0, 0, 10, 10]], [0])[0, 0]
    assert facts["half-10"] == f"{half:.2f}"


def test_interpolations_are_ordered_and_bounded(example):
    average_precision = example("detection/average_precision")["average_precision"]

    @few
    @given(rankings, st.integers(0, 20))
    def check(hits, missed):
        objects = sum(hits) + missed
        assume(objects)
        whole = average_precision(hits, objects, None)
        assert 0 <= whole <= sum(hits) / objects + 1e-12
        for points in (
            11,
            101,
        ):  # a left Riemann sum of a falling staircase, one point more than intervals
            assert abs(average_precision(hits, objects, points) - whole) <= 1 / (points - 1) + 1e-12

    check()


def test_loose_boxes_have_the_ap_that_pycocotools_gives(example):
    computed = example("detection/ap_thresholds")["computed"]
    objects = {image: [(0, 0, 100, 100)] for image in range(1, 51)}
    detections = {image: [((0, 0, 62, 100), 0.9)] for image in objects}
    ap = coco_precision(objects, detections).mean(1)
    assert (computed["ap50"], computed["ap75"], computed["ap"]) == tuple(
        f"{x:.2f}" for x in (ap[0], ap[5], ap.mean())
    )
    overlap = mask.iou([[0.0, 0.0, 62.0, 100.0]], [[0.0, 0.0, 100.0, 100.0]], [0])[0, 0]
    assert example("detection/ap_thresholds")["given"]["overlap"] == f"{overlap}"


def test_false_alarms_below_the_last_hit_change_nothing_in_pycocotools(example):
    computed = example("detection/ap_thresholds")["computed"]
    ap50 = coco_precision(*as_boxes([1] + [0] * 99, 1))[0].mean()
    assert computed["tail-ap50"] == f"{ap50:.2f}"
    assert computed["tail-precision"] == f"{1 / 100:.2f}"


def test_the_mean_hides_the_class_in_pycocotools(example):
    computed = example("detection/ap_thresholds")["computed"]
    perfect, blind, half = (
        coco_precision(*as_boxes(hits, 10))[0].mean() for hits in ([1] * 10, [0], [1] * 5)
    )
    assert computed["rare"] == f"{(perfect + blind) / 2:.2f}"
    assert computed["even"] == f"{half:.2f}"


def test_the_cited_settings_are_those_of_pycocotools(example):
    params = Params(iouType="bbox")
    assert len(params.recThrs) == 101
    assert params.maxDets[-1] == 100
    small, large = dict(zip(params.areaRngLbl, params.areaRng, strict=True))["medium"]
    assert (small, large) == (32**2, 96**2)
    assert np.allclose(params.iouThrs, example("detection/ap_thresholds")["thresholds"])


def test_both_box_forms_are_inverted(example):
    space = example("detection/anchors")

    @few
    @given(st.lists(st.floats(-3, 3), min_size=4, max_size=4))
    def check(numbers):
        t = torch.tensor(numbers)
        x1, y1, x2, y2 = space["decode_anchor"](t)
        assert x2 - x1 == pytest.approx(float(space["anchor"][0] * t[2].exp()), rel=1e-4)
        assert y2 - y1 == pytest.approx(float(space["anchor"][1] * t[3].exp()), rel=1e-4)
        column, row = float((x1 + x2) / 2) / space["stride"], float((y1 + y2) / 2) / space["stride"]
        assert (int(column), int(row)) == (
            space["column"],
            space["row"],
        )  # σ keeps the centre in its cell
        d = t.abs()
        left, top, right, bottom = space["decode_distances"](d)
        assert [right - left, bottom - top] == pytest.approx(
            [32 * float(d[0] + d[2]), 32 * float(d[1] + d[3])], rel=1e-4, abs=1e-3
        )

    check()


def test_each_box_form_writes_its_own_boxes(example):
    space = example("detection/anchors")
    left, top = space["column"] * space["stride"], space["row"] * space["stride"]
    side = st.integers(1, 60)

    @few
    @given(st.integers(0, 100), st.integers(0, 100), side, side)
    def check(x1, y1, width, height):
        box = torch.tensor([x1, y1, x1 + width, y1 + height], dtype=torch.float64)
        t, distances = space["encode"](box)
        middle = x1 + width / 2, y1 + height / 2
        in_cell = all(0 < m - low < 32 for m, low in zip(middle, (left, top), strict=True))
        assert bool(t.isfinite().all()) == in_cell
        holds = x1 < left + 16 < x1 + width and y1 < top + 16 < y1 + height
        assert bool((distances > 0).all()) == holds

    check()


def roi_align_of_torchvision(features, box, bins, scale):
    """The loops of torchvision's roi_align_kernel.cpp, aligned, one sample a bin."""
    height, width = features.shape
    read = np.zeros((bins, bins))
    for row, column in np.ndindex(bins, bins):
        x = box[0] * scale - 0.5 + (column + 0.5) * (box[2] - box[0]) * scale / bins
        y = box[1] * scale - 0.5 + (row + 0.5) * (box[3] - box[1]) * scale / bins
        if y < -1 or y > height or x < -1 or x > width:
            continue
        x, y = max(x, 0), max(y, 0)
        x1, y1 = int(x), int(y)
        x2, y2 = x1 + 1, y1 + 1
        if y1 >= height - 1:
            y = y1 = y2 = height - 1
        if x1 >= width - 1:
            x = x1 = x2 = width - 1
        dx, dy = x - x1, y - y1
        read[row, column] = (
            (1 - dy) * ((1 - dx) * features[y1, x1] + dx * features[y1, x2])
            + dy * (1 - dx) * features[y2, x1]
            + dy * dx * features[y2, x2]
        )
    return read


def test_roi_align_is_that_of_torchvision_inside_and_over_the_border(example):
    space = example("detection/roi_align")
    side = st.floats(-40, 140, allow_nan=False)

    @few
    @given(
        st.tuples(st.integers(1, 6), st.integers(1, 6)),
        st.tuples(side, side, side, side),
        st.integers(1, 4),
        st.integers(0, 2**32 - 1),
    )
    def check(shape, corners, bins, seed):
        features = np.random.default_rng(seed).normal(size=shape)
        box = (*np.minimum(corners[:2], corners[2:]), *np.maximum(corners[:2], corners[2:]))
        found = space["roi_align"](torch.tensor(features), box, bins).numpy()
        expected = roi_align_of_torchvision(features, box, bins, 1 / space["stride"])
        assert found == pytest.approx(expected, abs=1e-9)

    check()


def read_by_roi_pool(box, bins, cells):
    """Which cells the loops of Fast R-CNN's roi_pooling_layer.cu read, all bins together."""
    starts, ends = ([int(v / 16 + 0.5) for v in part] for part in (box[:2], box[2:]))
    read = np.zeros((cells, cells), bool)
    for row, column in np.ndindex(bins, bins):
        ranges = []
        for start, end, number in zip(starts, ends, (column, row), strict=True):
            size = max(end - start + 1, 1) / bins
            low, high = np.floor(number * size), np.ceil((number + 1) * size)
            ranges.append(slice(int(low) + start, int(high) + start))
        read[ranges[1], ranges[0]] = True
    return read


def test_roi_pooling_reads_whole_cells_and_the_far_one_too(example):
    space = example("detection/roi_align")
    facts = space["computed"]
    for side in (32, 128):
        ious = []
        for start in range(16):
            box = (
                start,
                start,
                start + side - 1,
                start + side - 1,
            )  # the last pixel, as in the code
            grids = np.zeros((2, 192, 192), bool)
            grids[0, start : start + side, start : start + side] = True
            grids[1] = np.kron(read_by_roi_pool(box, 7, 12), np.ones((16, 16), bool))
            ious.append((grids[0] & grids[1]).sum() / (grids[0] | grids[1]).sum())
        assert facts[f"iou-{side}"] == f"{min(ious):.2f}"
    beyond = []
    for high in range(16, 160):
        column = read_by_roi_pool((0, 0, high, high), 7, 12).any(0)
        assert space["cells"](0, high) == (0, column.sum())
        beyond.append(16 * column.sum() - high - 1)
    assert facts["edge"] == f"{max(beyond)} px"


def test_small_objects_and_anchor_shapes(example):
    told = example("detection/small_objects")["told"]
    assert {s: told[s] for s in (8, 16, 32)} == {8: "4 cells", 16: "1 cell", 32: "1/4 of a cell"}
    shapes = example("detection/rpn_anchors")["shapes"]  # 3 areas, ratios 1:1, 1:2, 2:1
    assert sorted(round(w * h) for w, h in shapes) == sorted([128**2, 256**2, 512**2] * 3)
    assert sorted(round(h / w, 9) for w, h in shapes) == sorted([0.5, 1, 2] * 3)


def test_counts_of_predictions(example):
    computed = example("detection/prediction_counts")["computed"]
    cells = sum(torch.zeros(640, 640)[::s, ::s].numel() for s in (8, 16, 32))
    assert computed["yolo-free"] == f"{cells:,}"
    assert computed["yolo-anchors"] == f"{3 * cells:,}"
    assert computed["ssd"] == "8,732"  # Liu et al. 2015
    retina = sum(-(-800 // s) * -(-1344 // s) for s in (8, 16, 32, 64, 128))
    assert computed["retina-cells"] == f"{retina:,}"
    assert computed["retina"] == f"{retina * 3 * 3:,}"
    assert computed["finer"] == f"{200 * 336:,}"
    assert computed["rpn"] == example("detection/rpn_anchors")["computed"]["anchors"] == "21,600"


def test_quoted_values_are_those_of_their_tables(example):
    quoted = example("detection/speed_accuracy")["quoted"]
    texts = {key: text for key, (text, _, _) in quoted.items()}
    table = {  # images a second, or one over seconds an image, and AP
        "faster-rcnn": (1 / 0.038, "40.2"),
        "retinanet": (1 / 0.041, "38.7"),
        "c4": (1 / 0.104, None),
    }
    for name, (fps, ap) in table.items():
        assert texts[f"{name}-fps"] == f"{fps:.0f} FPS"
        assert ap is None or texts[f"{name}-ap"] == f"{ap} AP"
    assert texts["faster-rcnn-ms"] == "38 ms"
    assert texts["retinanet-ms"] == "41 ms"
    assert texts["ssd-batch-1"] == "46 FPS"
    assert texts["vgg-fps"] == "7 FPS"
    assert texts["ssd-batch-8"] == "59 FPS"
    assert texts["ssd-wait"] == f"{8 / 0.059:.0f} ms"
    assert texts["ssd-latency"] == f"{1 / 0.046:.0f} ms"
    assert texts["mm-yolo-fps"] == "48.1 FPS"
    assert example("detection/speed_accuracy")["computed"]["budget"] == "33 ms"


def test_quoted_values_name_their_source_and_conditions(example):
    quoted = example("detection/speed_accuracy")["quoted"]
    for key, (_, source, conditions) in quoted.items():
        assert re.match(r"Wu et al. 2019, |MMDetection 2020, |Liu et al. 2015, Table 7", source), (
            key
        )
        assert re.search(r"V100|Titan X|GPU not named", conditions), key
    text, source, _ = example("detection/prediction_counts")["quoted"]["detr"]
    assert (text, source) == ("100", "Carion et al. 2020, appendix A.4, losses")


def test_all_families_decode_what_was_encoded(example):
    decode = example("detection/decoders")["decode"]

    @few
    @given(st.integers(0, 2**32 - 1))
    def check(seed):
        random = np.random.default_rng(seed)
        (x, y), (w, h) = random.uniform(200, 400, 2), random.uniform(60, 300, 2)
        wanted = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
        stride, (a_w, a_h) = 16, random.uniform(30, 200, 2)
        column, row = int(x / stride), int(y / stride)
        anchor = [x - 20 - a_w / 2, y + 9 - a_h / 2, x - 20 + a_w / 2, y + 9 + a_h / 2]
        u, v = x / stride - column, y / stride - row
        point = [(column + 0.5) * stride, (row + 0.5) * stride]

        def logit(p):
            return np.log(p / (1 - p))

        sides = [
            point[0] - wanted[0],
            point[1] - wanted[1],
            wanted[2] - point[0],
            wanted[3] - point[1],
        ]
        raw = {
            "rcnn": [20 / a_w, -9 / a_h, np.log(w / a_w), np.log(h / a_h)],
            "yolo": [logit(u), logit(v), np.log(w / a_w), np.log(h / a_h)],
            "fcos": np.log(np.array(sides) / stride),
            "centernet": [u, v, w / stride, h / stride],
            "detr": [logit(x / 800), logit(y / 600), logit(w / 800), logit(h / 600)],
        }
        for family, numbers in raw.items():
            shape = anchor if family == "rcnn" else [a_w, a_h]
            place = {"stride": stride, "cell": (column, row), "anchor": shape, "image": (800, 600)}
            found = decode(family, torch.tensor(numbers, dtype=torch.float64), **place)
            assert found.tolist() == pytest.approx(wanted, abs=1e-4)

    check()


def test_the_last_steps_suppress_within_classes_and_undo_the_resizing(example):
    space = example("detection/decoders")
    for seed in range(20):
        random = np.random.default_rng(seed)
        low = random.uniform(0, 60, (30, 2))
        found = np.hstack([low, low + random.uniform(10, 40, (30, 2))])
        scores, labels = random.permutation(30) / 30, random.integers(0, 3, 30)
        boxes, kept, names = space["finish"](
            *(torch.tensor(each) for each in (found, scores, labels)),
            space["greedy"],
            scale=0.25,
            pad=(8, 4),
            size=(300, 320),
        )
        expected = []
        for name in range(3):
            here = np.flatnonzero((labels == name) & (scores >= 0.05))
            expected += [here[i] for i in nms_of_torchvision(found[here], scores[here], 0.5)]
        expected.sort(key=lambda i: -scores[i])
        assert kept.tolist() == pytest.approx(scores[expected])
        assert names.tolist() == labels[expected].tolist()
        undone = (found[expected] - [8, 4, 8, 4]) * 4
        assert boxes.numpy() == pytest.approx(np.clip(undone, 0, [300, 320, 300, 320]))


def test_assignment_by_range_and_by_atss_location_by_location(example):
    space = example("detection/assignment_rules")
    points, level, anchors = (space[name] for name in ("points", "level", "anchors"))
    limits = [0, 64, 128, 256, 512, np.inf]
    for seed in range(4):
        random = np.random.default_rng(seed)
        low = random.uniform(100, 500, 2)
        box = np.hstack([low, low + random.uniform(20, 400, 2)])
        target = torch.tensor(box, dtype=torch.float32)
        learns = space["by_range"](target).numpy()
        for i in random.integers(0, len(points), 400):
            x, y = points[i].tolist()
            sides = [x - box[0], y - box[1], box[2] - x, box[3] - y]
            fits = limits[level[i]] <= max(sides) <= limits[level[i] + 1]
            assert learns[i] == (min(sides) > 0 and fits)
        # ATSS, with sorted lists instead of tensors.
        middle, candidates = (box[:2] + box[2:]) / 2, []
        for number in range(5):
            here = np.flatnonzero(level.numpy() == number)
            far = np.hypot(*(points[here].numpy() - middle).T)
            candidates += here[np.argsort(far, kind="stable")[:9]].tolist()
        overlap = np.array(
            [
                mask.iou([corner_size(anchors[i].tolist())], [corner_size(box)], [0])[0, 0]
                for i in candidates
            ]
        )
        enough = overlap.mean() + overlap.std(ddof=1)
        expected = {
            i
            for i, o in zip(candidates, overlap, strict=True)
            if o >= enough
            and (points[i].numpy() > box[:2]).all()
            and (points[i].numpy() < box[2:]).all()
        }
        assert set(space["atss"](target).nonzero().flatten().tolist()) == expected


def test_assignment_by_iou_finds_the_anchors_that_pycocotools_finds(example):
    space = example("detection/assignment_rules")
    size = space["shaped"][:, 2:] - space["shaped"][:, :2]
    of_place = size.view(len(space["points"]), 9, 2)
    for stride, scale, ratio in product((8, 16, 32, 64, 128), range(3), (0.5, 1, 2)):
        area = (4 * stride * 2 ** (scale / 3)) ** 2
        expected = torch.tensor([(area / ratio) ** 0.5, (area * ratio) ** 0.5])
        here = of_place[space["side"][:, 0] == 8 * stride]
        assert ((here - expected).abs().amax(2) < 0.01).sum(1).eq(1).all()
    anchors = np.hstack([space["shaped"][:, :2], size]).astype(float)
    for seed in range(3):
        random = np.random.default_rng(seed)
        low = random.uniform(50, 500, 2)
        box = np.hstack([low, low + random.uniform(15, 400, 2)])
        overlap = mask.iou(anchors, np.array([corner_size(box)]), [0])[:, 0]
        learns = space["by_iou"](torch.tensor(box, dtype=torch.float32)).numpy()
        sure = abs(overlap - 0.5) > 1e-4
        assert learns[sure].tolist() == (overlap >= 0.5)[sure].tolist()


def test_the_rpn_labels_samples_and_measures_as_its_paper_says(example):
    space = example("detection/rpn_training")
    for seed in range(5):
        random = np.random.default_rng(seed)
        low = random.uniform(0, 200, (60, 2))
        anchors = np.hstack([low, low + random.uniform(20, 90, (60, 2))])
        objects = anchors[:3] + random.normal(0, 6, (3, 4))
        overlap = mask.iou(
            [corner_size(a) for a in anchors], [corner_size(o) for o in objects], [0] * 3
        )
        expected = np.where(overlap.max(1) < 0.3, 0, -1)
        expected[(overlap == overlap.max(0)).any(1) | (overlap.max(1) >= 0.7)] = 1
        both = torch.tensor(anchors), torch.tensor(objects)
        labels, which = space["label"](*both)
        assert labels.tolist() == expected.tolist()
        assert which[labels == 1].tolist() == overlap.argmax(1)[expected == 1].tolist()
        chosen = space["sample"](labels, size=16)
        assert (expected[chosen] >= 0).all()
        assert (expected[chosen] == 1).sum() == min(8, (expected == 1).sum())
        # The loss of a head that is right everywhere is that of its logits alone.
        deltas = space["encode"](both[1][which], both[0])
        logits = torch.zeros(60, dtype=torch.float64)
        assert float(space["rpn_loss"](logits, deltas, *both)) == pytest.approx(np.log(2))
        # An image without objects: all is background, and no box is learned.
        nothing = both[0], both[1][:0]
        assert space["label"](*nothing)[0].tolist() == 60 * [0]
        assert float(space["rpn_loss"](logits, deltas, *nothing)) == pytest.approx(np.log(2))


def test_proposals_are_suppressed_as_torchvision_does(example):
    space = example("detection/rpn_proposals")
    for seed in range(10):
        random = np.random.default_rng(seed)
        low = random.uniform(0, 60, (40, 2))
        anchors = np.hstack([low, low + random.uniform(20, 50, (40, 2))])
        logits = random.normal(size=40)
        still = torch.zeros(40, 4, dtype=torch.float64)
        found = space["propose"](
            torch.tensor(logits), still, torch.tensor(anchors), (90, 80), before=30, after=9
        )
        best = np.argsort(-logits)[:30]
        clipped = np.clip(anchors[best], 0, [90, 80, 90, 80])
        kept = nms_of_torchvision(clipped, logits[best], 0.7)[:9]
        assert found.numpy() == pytest.approx(clipped[kept])


@pytest.mark.parametrize(
    ("sides", "expected"),
    [((224, 224), 4), ((112, 112), 3), ((448, 448), 5), ((50, 1000), 3), ((1, 1), 2)],
)
def test_the_level_of_a_region(example, sides, expected):
    assert example("detection/pyramid_levels")["level"](*sides) == expected


def test_heat_maps_their_loss_and_their_peaks(example):
    space = example("detection/centres")
    centres, sizes = [(4.7, 3.2), (9.1, 5.5)], [(9, 7), (6, 6)]
    heat = space["target"](centres, sizes, 9, 13).numpy()
    for row, column in product(range(9), range(13)):
        values = []
        for (x, y), (w, h) in zip(centres, sizes, strict=True):
            sigma = (2 * int(space["radius"](w, h)) + 1) / 6
            off = (row - int(y)) ** 2 + (column - int(x)) ** 2
            values.append(np.exp(-off / (2 * sigma**2)))
        assert heat[row, column] == pytest.approx(max(values), abs=1e-6)
    logits = np.random.default_rng(0).normal(size=(9, 13))
    p, total = 1 / (1 + np.exp(-logits)), 0
    for row, column in product(range(9), range(13)):
        q, y = p[row, column], heat[row, column]
        total -= (1 - q) ** 2 * np.log(q) if y == 1 else (1 - y) ** 4 * q**2 * np.log(1 - q)
    found = space["heat_loss"](torch.tensor(logits), torch.tensor(heat))
    assert float(found) == pytest.approx(total / 2, rel=1e-5)
    scores, rows, columns = space["peaks"](torch.tensor(p), 5)
    around = np.pad(p, 1, constant_values=-1)
    tops = [
        (p[r, c], r, c)
        for r, c in product(range(9), range(13))
        if p[r, c] == around[r : r + 3, c : c + 3].max()
    ]
    assert (
        list(zip(scores.tolist(), rows.tolist(), columns.tolist(), strict=True))
        == sorted(tops)[::-1][:5]
    )


def test_the_hungarian_algorithm_finds_what_scipy_finds(example):
    hungarian = example("detection/hungarian")["hungarian"]

    @few
    @given(st.integers(0, 7), st.integers(0, 6), st.integers(0, 2**32 - 1))
    def check(objects, more, seed):
        cost = np.random.default_rng(seed).integers(-9, 10, (objects, objects + more))  # with ties
        chosen = hungarian(cost.astype(float).tolist())
        assert len(set(chosen)) == objects
        rows, columns = linear_sum_assignment(cost)
        assert cost[range(objects), chosen].sum() == cost[rows, columns].sum()

    check()


def test_the_cost_of_a_match(example):
    space = example("detection/set_matching")
    random = np.random.default_rng(1)
    logits, labels = random.normal(size=(6, 4)), np.array([2, 0])
    boxes, objects = (
        np.hstack([random.uniform(0.3, 0.7, (n, 2)), random.uniform(0.1, 0.4, (n, 2))])
        for n in (6, 2)
    )
    found = space["match_cost"](*(torch.tensor(each) for each in (logits, boxes, labels, objects)))
    for q, o in product(range(6), range(2)):
        chance = np.exp(logits[q, labels[o]]) / np.exp(logits[q]).sum()
        a, b = (np.hstack([x[:2] - x[2:] / 2, x[:2] + x[2:] / 2]) for x in (boxes[q], objects[o]))
        overlap = mask.iou([corner_size(a)], [corner_size(b)], [0])[0, 0]
        areas = boxes[q, 2:].prod() + objects[o, 2:].prod()
        union = areas / (1 + overlap)
        hull = (np.maximum(a[2:], b[2:]) - np.minimum(a[:2], b[:2])).prod()
        generalized = overlap - (hull - union) / hull
        expected = -chance + 5 * abs(boxes[q] - objects[o]).sum() - 2 * generalized
        assert float(found[q, o]) == pytest.approx(expected)


def test_the_hard_kind_of_nms_is_that_of_torchvision(example):
    suppress = example("detection/nms_kinds")["suppress"]
    for seed in range(20):
        random = np.random.default_rng(seed)
        low = random.uniform(0, 30, (15, 2))
        found, scores = np.hstack([low, low + random.uniform(5, 30, (15, 2))]), random.random(15)
        both = torch.tensor(found), torch.tensor(scores)
        kept = [i for i, _ in suppress(*both)[0]]
        assert kept == nms_of_torchvision(found, scores, 0.5)
        soft = suppress(*both, kind="soft", least=0)[0]
        assert sorted(i for i, _ in soft) == list(range(15))  # nothing is deleted
        for place, (i, score) in enumerate(soft):
            before = [j for j, _ in soft[:place]]
            overlap = [
                mask.iou([corner_size(found[i])], [corner_size(found[j])], [0])[0, 0]
                for j in before
            ]
            assert score == pytest.approx(scores[i] * np.exp(-2 * np.square(overlap).sum()))


def test_thresholds_are_counted_as_scikit_learn_counts(example):
    space = example("detection/operating_point")
    for seed in range(10):
        random = np.random.default_rng(seed)
        scores, hits = random.integers(1, 12, 40) / 12, random.integers(0, 2, 40)  # with ties
        found = space["table"](scores, hits, int(hits.sum()))
        precision, recall, thresholds = precision_recall_curve(hits, scores)
        assert found[0] == pytest.approx(thresholds[::-1])
        assert found[4] == pytest.approx(precision[:-1][::-1])
        assert found[5] == pytest.approx(recall[:-1][::-1])
        for threshold, f1 in zip(found[0], found[6], strict=True):
            assert f1 == pytest.approx(f1_score(hits, scores >= threshold))
    assert [len(part) for part in space["table"](np.ones(0), np.ones(0, int), 3)] == 7 * [0]


def test_the_confusion_matrix_counts_each_object_and_each_box_once(example):
    confusion = example("detection/operating_point")["confusion"]
    for seed in range(30):
        random = np.random.default_rng(seed)
        corners = random.integers(0, 14, (2, 6, 2))
        boxes, objects = np.concatenate([corners, corners + random.integers(4, 10, (2, 6, 2))], 2)
        boxes = boxes[: random.integers(0, 7)]
        labels, names = random.integers(0, 3, len(boxes)), random.integers(0, 3, 6)
        pairs = {(b, o): counted(boxes[b], objects[o]) for b in range(len(boxes)) for o in range(6)}
        expected = np.zeros((4, 4), int)
        while pairs and max(pairs.values()) >= 0.5:
            box, thing = max(pairs, key=pairs.get)
            expected[names[thing], labels[box]] += 1
            pairs = {p: v for p, v in pairs.items() if p[0] != box and p[1] != thing}
        for name in range(3):
            expected[name, 3] = (names == name).sum() - expected[name, :3].sum()
            expected[3, name] = (labels == name).sum() - expected[:3, name].sum()
        assert confusion(boxes, labels, objects, names, 3).tolist() == expected.tolist()


def test_the_best_f1_is_the_least_cost_at_its_own_price(example):
    space = example("detection/operating_point")
    for seed in range(10):
        random = np.random.default_rng(seed)
        scores, hits = random.permutation(30) / 30, random.integers(0, 2, 30)
        objects = int(hits.sum()) + 3
        best = max(
            2 * hits[scores >= t].sum() / ((scores >= t).sum() + objects) for t in scores
        )  # F1 is twice the hits over detections and objects
        columns = space["table"](scores, hits, objects)
        chosen = space["choose"](*columns[:4], 1, 2 / best - 1 + 1e-9)
        assert columns[6][columns[0] == chosen][0] == pytest.approx(best)


def test_a_cut_list_has_the_area_of_what_is_kept(example):
    space = example("detection/operating_point")
    kept = space["scores"] >= 0.5
    for chosen, name in ((kept, "cut"), (kept | True, "ap")):
        hits, area, best = space["hits"][chosen], 0, 0
        for rank in range(len(hits), 0, -1):  # from the end: the best precision so far
            best = max(best, hits[:rank].mean())
            area += best * hits[rank - 1] / 13
        assert space["computed"][name] == f"{area:.2f}"


def test_the_base_of_the_errors_is_the_average_precision(example):
    space = example("detection/error_types")
    names = [name for name, _ in space["objects"]]
    for name in sorted(set(names)):
        found = [d for d in space["detections"] if d[0] == name]
        truth = {1: [box for other, box in space["objects"] if other == name]}
        precision = coco_precision(truth, {1: [(box, score) for _, score, box in found]})[0]
        ranked = [
            (d, k) for d, k in zip(space["ranked"], space["kinds"], strict=True) if d[0] == name
        ]
        hits = [kind == "true" for _, (kind, _) in ranked]
        area = space["average_precision"](np.array(hits, int), names.count(name))
        assert area == pytest.approx(precision.mean(), abs=0.01)  # all points against 101
    assert space["judge"]([], space["objects"])[2] == set(range(6))
    assert space["judge"]([("car", 1, (0, 0, 9, 9))], [])[1] == [("background", None)]


def test_the_overlap_of_rotated_boxes_is_that_of_filled_pixels(example):
    space = example("detection/rotated")
    for seed in range(15):
        random = np.random.default_rng(seed)
        pair = [
            (*random.uniform(-10, 10, 2), *random.uniform(10, 60, 2), random.uniform(-90, 90))
            for _ in range(2)
        ]
        axis = np.arange(-60, 60, 0.2)
        grid = np.stack(np.meshgrid(axis, axis), -1)
        held = [Path(space["corners"](*box)).contains_points(grid.reshape(-1, 2)) for box in pair]
        expected = (held[0] & held[1]).sum() / (held[0] | held[1]).sum()
        assert space["rotated_iou"](*pair) == pytest.approx(expected, abs=0.01)
    assert space["rotated_iou"]((0, 0, 8, 4, 0), (2, 1, 8, 4, 0)) == pytest.approx(
        counted((0, 0, 8, 4), (2, 1, 10, 5))
    )


def test_tracks_keep_names_apart(example):
    track = example("detection/tracks")["track"]
    box = np.array([0.0, 0, 10, 10])
    apart = [[(box, 0.9), (box + 50, 0.9)] for _ in range(4)]
    assert track(apart) == [[0, 1]] * 4
    swapped = [frame[:: (-1) ** t] for t, frame in enumerate(apart)]
    assert track(swapped) == [[0, 1], [1, 0]] * 2
    assert track([[(box, 0.2)]]) == [[None]]  # a doubtful box starts nothing
    assert track([[(box, 0.9)], [(box, 0.2)]]) == [[0], [0]]
    assert track([[(box, 0.9)], [], [], [], [], [(box, 0.9)]]) == [[0], [], [], [], [], [1]]


def test_eight_bits_give_the_nearest_level(example):
    space = example("detection/quantized_boxes")
    for low, high, bits in ((-3, 6, 8), (0, 640, 8), (-1, 1, 4), (-5, 0, 2)):
        values = np.random.default_rng(bits).uniform(low - 1, high + 1, 400)
        found, step = space["quantize"](torch.tensor(values), low, high, bits)
        below = round(-low / step)
        levels = (np.arange(2**bits) - below) * step
        assert 0 in levels
        assert len(levels) * step == pytest.approx(high - low + step)
        nearest = levels[abs(values[:, None] - levels).argmin(1)]
        assert found.numpy() == pytest.approx(nearest, abs=1e-4)


def test_no_rounding_is_worse_than_the_worst(example):
    worst_iou = example("detection/quantized_boxes")["worst_iou"]
    for side, step in ((16, 2.5), (9, 4), (100, 1)):
        moves = np.random.default_rng(side).uniform(-step / 2, step / 2, (300, 4))
        corners = np.array([20, 20, 20 + side, 20 + side]) + moves
        found = mask.iou(
            [corner_size(box) for box in corners], [[20.0, 20.0, side, side]], [0]
        ).ravel()
        assert worst_iou(side, step) <= found.min() + 1e-9
        in_all = corner_size(
            np.array([20, 20, 20 + side, 20 + side]) + step / 2 * np.sign([1, 1, -1, -1])
        )
        assert worst_iou(side, step) == pytest.approx(
            mask.iou([in_all], [[20.0, 20.0, side, side]], [0])[0, 0]
        )


def test_panoptic_quality_counts_by_hand(example):
    quality = example("detection/mask_measures")["panoptic_quality"]
    for seed in range(20):
        random = np.random.default_rng(seed)
        truth_map = random.integers(0, 4, (5, 6))
        found_map = np.where(random.random((5, 6)) < 0.2, random.integers(0, 5, (5, 6)), truth_map)
        names = [sorted(set(each[each > 0].tolist())) for each in (truth_map, found_map)]
        stacks = [
            np.stack([each == name for name in group])
            for each, group in zip((truth_map, found_map), names, strict=True)
        ]
        cells = [
            [set(map(tuple, np.argwhere(each == name))) for name in group]
            for each, group in zip((truth_map, found_map), names, strict=True)
        ]
        hits = [
            len(a & b) / len(a | b)
            for a in cells[0]
            for b in cells[1]
            if len(a & b) * 2 > len(a | b)
        ]
        missed, false = (len(group) - len(hits) for group in names)
        found = quality(*stacks)
        assert found[0] == pytest.approx(sum(hits) / (len(hits) + (missed + false) / 2))
        assert found[0] == pytest.approx(found[1] * found[2])
    nothing = np.zeros((0, 5, 6), bool)
    assert np.isnan(quality(nothing, nothing)).all()
    assert quality(stacks[0], nothing) == (0, 0, 0)


def test_the_similarity_of_points_is_that_of_cocos_code(example):
    oks = example("detection/mask_measures")["oks"]
    spread = Params("keypoints").kpt_oks_sigmas
    for seed in range(10):
        random = np.random.default_rng(seed)
        truth, found = random.uniform(0, 100, (2, 17, 2))
        found = truth + (found - 50) / 10
        visible, area = random.integers(0, 3, 17), float(random.uniform(500, 9000))
        visible[0] = 1
        judge = COCOeval(iouType="keypoints")
        judge._gts[1, 1] = [
            {
                "keypoints": np.hstack([truth, visible[:, None]]).ravel().tolist(),
                "bbox": [0, 0, 100, 100],
                "area": area,
            }
        ]
        judge._dts[1, 1] = [
            {"keypoints": np.hstack([found, np.ones((17, 1))]).ravel().tolist(), "score": 1}
        ]
        assert oks(found, truth, visible > 0, area, spread) == pytest.approx(
            judge.computeOks(1, 1)[0, 0]
        )


def test_hota_of_the_renamed_object_counted_frame_by_frame(example):
    space = example("detection/tracks")
    names = [0] * space["switch_at"] + [1] * (space["frames_seen"] - space["switch_at"])
    agree = [names.count(name) / len(names) for name in names]  # of each hit, of all frames
    assert space["hota"] == pytest.approx(np.sqrt(np.mean(agree)))
