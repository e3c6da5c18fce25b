"""Detection: IoU against counted pixels, NMS against its definition, AP against pycocotools."""

import contextlib
import io
from itertools import combinations

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval, Params

SIZE = 24
few = settings(max_examples=60)


@st.composite
def boxes(draw):
    x1, y1 = draw(st.integers(0, SIZE - 1)), draw(st.integers(0, SIZE - 1))
    return x1, y1, draw(st.integers(x1 + 1, SIZE)), draw(st.integers(y1 + 1, SIZE))


def counted(a, b):
    """IoU by filling pixels."""
    grids = np.zeros((2, SIZE, SIZE), bool)
    for grid, (x1, y1, x2, y2) in zip(grids, (a, b), strict=True):
        grid[y1:y2, x1:x2] = True
    return (grids[0] & grids[1]).sum() / (grids[0] | grids[1]).sum()


def corner_size(box):
    """COCO's form: corner, width, height."""
    x1, y1, x2, y2 = map(float, box)
    return [x1, y1, x2 - x1, y2 - y1]


def coco_precision(objects, detections):
    """Precision by pycocotools, shape (10 thresholds, 101 recalls).

    `objects` is {image: [box]}, `detections` is {image: [(box, score)]}.
    """
    images = sorted(objects.keys() | detections.keys())
    truth = [(image, box) for image, found in objects.items() for box in found]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "info": {},
            "images": [{"id": image} for image in images],
            "categories": [{"id": 1}],
            "annotations": [
                {
                    "id": number,
                    "image_id": image,
                    "category_id": 1,
                    "iscrowd": 0,
                    "area": 1.0,
                    "bbox": corner_size(box),
                }
                for number, (image, box) in enumerate(truth, 1)
            ],
        }
        coco.createIndex()
        results = coco.loadRes(
            [
                {"image_id": image, "category_id": 1, "bbox": corner_size(box), "score": score}
                for image, found in detections.items()
                for box, score in found
            ]
        )
        run = COCOeval(coco, results, "bbox")
        run.evaluate()
        run.accumulate()
    return run.eval["precision"][:, :, 0, 0, 2]


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


def test_iou_of_empty_boxes_is_zero(example):
    iou = example("detection/iou")["iou"]
    assert iou((3, 3, 3, 3), (3, 3, 3, 3)) == 0
    assert iou((0, 0, 0, 9), (0, 0, 9, 9)) == 0


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
    assert space["facts"]["crowd-coco"] == "2 TP"
    hits = voc_hits(space["pair"], objects[1], 0.5)
    assert space["facts"]["crowd-voc"] == f"{sum(hits)} TP"


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
    facts = example("detection/ap_thresholds")["facts"]
    objects = {image: [(0, 0, 100, 100)] for image in range(1, 51)}
    detections = {image: [((0, 0, 62, 100), 0.9)] for image in objects}
    ap = coco_precision(objects, detections).mean(1)
    assert (facts["ap50"], facts["ap75"], facts["ap"]) == tuple(
        f"{x:.2f}" for x in (ap[0], ap[5], ap.mean())
    )


def test_false_alarms_below_the_last_hit_change_nothing_in_pycocotools(example):
    facts = example("detection/ap_thresholds")["facts"]
    ap50 = coco_precision(*as_boxes([1] + [0] * 99, 1))[0].mean()
    assert facts["tail-ap50"] == f"{ap50:.2f}"
    assert facts["tail-precision"] == f"{1 / 100:.2f}"


def test_the_mean_hides_the_class_in_pycocotools(example):
    facts = example("detection/ap_thresholds")["facts"]
    perfect, blind, half = (
        coco_precision(*as_boxes(hits, 10))[0].mean() for hits in ([1] * 10, [0], [1] * 5)
    )
    assert facts["rare"] == f"{(perfect + blind) / 2:.2f}"
    assert facts["even"] == f"{half:.2f}"


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


def test_roi_align_reads_where_the_bins_are(example):
    space = example("detection/roi_align")
    stride, cells = space["stride"], 12
    middles = (torch.arange(cells, dtype=torch.float64) + 0.5) * stride
    y, x = torch.meshgrid(middles, middles, indexing="ij")  # each cell holds its own place
    sides = st.floats(stride / 2, (cells - 1) * stride)

    @few
    @given(sides, sides, sides, sides, st.integers(1, 7))
    def check(x1, y1, x2, y2, bins):
        (x1, x2), (y1, y2) = sorted((x1, x2)), sorted((y1, y2))
        part = (np.arange(bins) + 0.5) / bins
        for features, low, high, axis in ((x, x1, x2, 0), (y, y1, y2, 1)):
            read = space["roi_align"](features, (x1, y1, x2, y2), bins).numpy()
            place = low + part * (high - low)
            expected = np.broadcast_to(place[None] if axis == 0 else place[:, None], read.shape)
            assert read == pytest.approx(expected, abs=1e-9)

    check()


def test_rounding_a_region_to_cells(example):
    facts = example("detection/roi_align")["facts"]
    for side in (32, 128):
        ious = []
        for start in range(16):  # to the nearest multiple of 16, by hand
            low, high = ((start + end + 8) // 16 * 16 for end in (0, side))
            grids = np.zeros((2, 160, 160), bool)
            grids[0, start : start + side, start : start + side] = True
            grids[1, low:high, low:high] = True
            ious.append((grids[0] & grids[1]).sum() / (grids[0] | grids[1]).sum())
        assert facts[f"iou-{side}"] == f"{min(ious):.2f}"
    assert facts["edge"] == f"{max(abs((x + 8) // 16 * 16 - x) for x in range(16))} px"


def test_small_objects_and_anchor_shapes(example):
    told = example("detection/small_objects")["told"]
    assert {s: told[s] for s in (8, 16, 32)} == {8: "4 cells", 16: "1 cell", 32: "1/4 of a cell"}
    shapes = example("detection/rpn_anchors")["shapes"]  # 3 areas, ratios 1:1, 1:2, 2:1
    assert sorted(round(w * h) for w, h in shapes) == sorted([128**2, 256**2, 512**2] * 3)
    assert sorted(round(h / w, 9) for w, h in shapes) == sorted([0.5, 1, 2] * 3)


def test_counts_of_predictions(example):
    facts = example("detection/prediction_counts")["facts"]
    cells = sum(torch.zeros(640, 640)[::s, ::s].numel() for s in (8, 16, 32))
    assert facts["yolo-free"] == f"{cells:,}"
    assert facts["yolo-anchors"] == f"{3 * cells:,}"
    assert facts["ssd"] == "8,732"  # Liu et al. 2015
    assert facts["rpn"] == example("detection/rpn_anchors")["facts"]["anchors"] == "21,600"


def test_frame_rates_follow_from_the_quoted_times(example):
    facts = example("detection/speed_accuracy")["facts"]
    assert facts["faster-rcnn-fps"] == "26 FPS"  # 1 / 0.038 = 26.3
    assert facts["retinanet-fps"] == "24 FPS"  # 1 / 0.041 = 24.4
    assert facts["budget"] == "33 ms"


def test_quoted_values_name_their_source(example):
    quoted = example("detection/speed_accuracy")["quoted"]
    assert quoted["faster-rcnn-ap"] == ("40.2 AP", "Wu et al. 2019, Faster R-CNN table")
    assert quoted["retinanet-ap"] == ("38.7 AP", "Wu et al. 2019, RetinaNet table")
    detr = example("detection/prediction_counts")["quoted"]["detr"]
    assert detr == ("100", "Carion et al. 2020, appendix A.4")
