"""Losses: the examples' formulas against torch.nn, pycocotools, sklearn and closed forms."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco
from scipy.ndimage import distance_transform_edt
from sklearn.metrics import average_precision_score, f1_score, jaccard_score
from torch.nn import functional as F

MANY = settings(max_examples=60)
SOME = settings(max_examples=25)
errors = st.floats(-1e3, 1e3)
logits = st.floats(-500, 500)


@st.composite
def boxes(draw):
    """A box (x1, y1, x2, y2) with whole corners and sides of at least 1."""
    x, y = draw(st.integers(-20, 20)), draw(st.integers(-20, 20))
    return x, y, x + draw(st.integers(1, 20)), y + draw(st.integers(1, 20))


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


@MANY
@given(st.lists(errors, min_size=1, max_size=8), st.floats(0.01, 10))
def test_smooth_l1_equals_torch_and_is_huber_over_beta(example, e, beta):
    e = tensor(e)
    ours = example("losses/regression_losses")["smooth_l1"](e, beta)
    zero = torch.zeros_like(e)
    torch.testing.assert_close(ours, F.smooth_l1_loss(e, zero, beta=beta, reduction="none"))
    torch.testing.assert_close(ours * beta, F.huber_loss(e, zero, delta=beta, reduction="none"))


def test_best_constants_are_mean_median_and_the_balance_of_pulls(example):
    computed = example("losses/regression_losses")["computed"]
    targets = np.array([0, 0, 0, 0, 100])
    assert computed["best-mse"] == f"{targets.mean():.1f}"
    assert computed["best-l1"] == f"{np.median(targets):.1f}"
    assert computed["best-smooth-l1"] == f"{1 / 4:.2f}"  # four pulls of c against one of 1


@MANY
@given(logits, st.floats(0, 1))
def test_bce_from_logits_is_exact_for_any_logit(example, z, y):
    with_logits = example("losses/bce_logits")["bce_with_logits"]
    ours = float(with_logits(tensor(z), tensor(y)))
    log1p_exp = max(z, 0) + math.log1p(math.exp(-abs(z)))  # log(1 + e^z)
    assert ours == pytest.approx(log1p_exp - y * z, rel=1e-12, abs=1e-12)
    assert ours >= 0


@given(logits, st.floats(0, 1))
def test_the_slope_of_bce_from_logits_is_prediction_minus_target(example, z, y):
    with_logits = example("losses/bce_logits")["bce_with_logits"]
    for logit in (z, 0.0):
        leaf = tensor(logit).requires_grad_()
        with_logits(leaf, tensor(y)).backward()
        assert leaf.grad.item() == pytest.approx(float(leaf.detach().sigmoid()) - y, abs=1e-12)


def test_a_sure_and_wrong_sigmoid_has_no_gradient_in_float32(example):
    computed = example("losses/bce_logits")["computed"]
    tenths = (z / 10 for z in range(1000))
    first = next(z for z in tenths if np.float32(1) + np.exp(np.float32(-z)) == np.float32(1))
    assert computed["stuck-from"] == f"{first:.1f}"


def test_the_floor_of_softmax_twice(example):
    computed = example("losses/cross_entropy")["computed"]
    assert computed["uniform"] == f"{math.log(10):.3f}"
    assert computed["floor"] == f"{math.log(math.e + 9) - 1:.3f}"
    start_once, start_twice = 1 - 1 / 10, (1 - 1 / 10) * (1 / 10)  # slopes on the true logit
    assert computed["weaker"] == f"{start_once / start_twice:.0f}×"


def test_share_of_the_hard_negative_under_info_nce(example):
    computed = example("losses/info_nce")["computed"]
    for name, tau in (("sharp", 0.07), ("flat", 1.0)):
        hard, easy = math.exp(0.6 / tau), 99 * math.exp(0 / tau)
        assert computed[f"share-{name}"] == f"{hard / (hard + easy):.0%}"


@MANY
@given(st.floats(-12, 12), st.sampled_from([0.0, 1.0]), st.floats(0, 5), st.floats(0.01, 0.99))
def test_focal_loss_equals_its_definition(example, z, y, gamma, alpha):
    focal_loss = example("losses/focal")["focal_loss"]
    p = 1 / (1 + math.exp(-z))
    p_t, alpha_t = (p, alpha) if y else (1 - p, 1 - alpha)
    expected = -alpha_t * (1 - p_t) ** gamma * math.log(p_t)
    ours = float(focal_loss(tensor(z), tensor(y), gamma, alpha))
    assert ours == pytest.approx(expected, rel=1e-6, abs=1e-9)
    plain = float(focal_loss(tensor(z), tensor(y), gamma))
    assert plain <= float(focal_loss(tensor(z), tensor(y), 0)) + 1e-12  # never above cross-entropy


def test_share_of_the_easy_negatives(example):
    computed = example("losses/focal")["computed"]
    negatives, positives = 10_000 * -math.log(0.99), 10 * -math.log(0.1)
    assert computed["share-ce"] == f"{negatives / (negatives + positives):.0%}"
    negatives, positives = negatives * 0.01**2, positives * 0.9**2
    assert computed["share-focal"] == f"{negatives / (negatives + positives):.2%}"
    negatives, positives = negatives * 0.75, positives * 0.25
    assert computed["share-alpha"] == f"{negatives / (negatives + positives):.2%}"


@SOME
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_dice_is_f1_and_a_function_of_jaccard(example, pixels):
    dice_loss = example("losses/dice")["dice_loss"]
    a, b = tensor([[float(x), float(y)] for x, y in pixels]).T
    assume(a.any() or b.any())
    dice = 1 - float(dice_loss(a, b))
    jaccard = jaccard_score(a, b, zero_division=0)
    assert dice == pytest.approx(f1_score(a, b, zero_division=0))
    assert dice == pytest.approx(2 * jaccard / (1 + jaccard))
    assert dice == pytest.approx(1 - float(dice_loss(a, b, squared=True)))


@given(st.floats(1e-6, 10))
@MANY
def test_soft_dice_lies_between_0_and_1_and_empty_masks_cost_nothing(example, eps):
    dice_loss = example("losses/dice")["dice_loss"]
    p = torch.rand(50, generator=torch.Generator().manual_seed(int(eps * 1e6)), dtype=torch.float64)
    for squared in (False, True):
        assert 0 <= float(dice_loss(p, (p > 0.5).double(), eps, squared)) <= 1
        assert float(dice_loss(0 * p, 0 * p, eps, squared)) == 0
        assert dice_loss(0 * p, 0 * p, squared=squared).isnan()


def box_terms(a, b):
    """IoU, GIoU and DIoU loss in exact fractions, and v and α of CIoU."""
    area_a, area_b = (Fraction((r[2] - r[0]) * (r[3] - r[1])) for r in (a, b))
    width, height = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    inter = max(width, 0) * max(height, 0)
    union = area_a + area_b - inter
    outer = [max(a[i + 2], b[i + 2]) - min(a[i], b[i]) for i in (0, 1)]
    rho2 = sum(Fraction(a[i] + a[i + 2] - b[i] - b[i + 2], 2) ** 2 for i in (0, 1))
    iou = 1 - inter / union
    giou = iou + 1 - union / (outer[0] * outer[1])
    diou = iou + rho2 / (outer[0] ** 2 + outer[1] ** 2)
    angle_a, angle_b = (math.atan((r[2] - r[0]) / (r[3] - r[1])) for r in (a, b))
    v = 4 / math.pi**2 * (angle_b - angle_a) ** 2
    alpha = v / (float(iou) + v) if v else 0.0
    return {
        "IoU": float(iou),
        "GIoU": float(giou),
        "DIoU": float(diou),
        "CIoU": float(diou) + alpha * v,
    }


@MANY
@given(boxes(), boxes())
def test_box_losses_equal_exact_fractions_and_coco(example, a, b):
    expected = box_terms(a, b)
    for name in ("losses/box_losses", "losses/box_descent"):
        losses = example(name)["box_losses"](tensor(a), tensor(b))
        for kind, loss in losses.items():
            assert float(loss) == pytest.approx(expected[kind], abs=1e-12), (name, kind)
    xywh = [[r[0], r[1], r[2] - r[0], r[3] - r[1]] for r in (a, b)]
    iou = coco.iou(np.array(xywh[:1], float), np.array(xywh[1:], float), [0])[0, 0]
    assert expected["IoU"] == pytest.approx(1 - iou)


@MANY
@given(boxes(), boxes(), st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9))
def test_box_losses_are_bounded_symmetric_and_free_of_shift_and_scale(example, a, b, x, y, scale):
    box_losses = example("losses/box_losses")["box_losses"]
    moved = [tensor([r[0] + x, r[1] + y, r[2] + x, r[3] + y]) * scale for r in (a, b)]
    losses = box_losses(tensor(a), tensor(b))
    for other in (box_losses(*moved), box_losses(tensor(b), tensor(a))):
        for kind, loss in losses.items():
            assert float(loss) == pytest.approx(float(other[kind]), abs=1e-9)
    assert 0 <= losses["IoU"] <= 1
    assert losses["IoU"] <= losses["GIoU"] + 1e-12 <= 2
    assert losses["IoU"] <= losses["DIoU"] <= losses["CIoU"]
    assert losses["DIoU"] <= 2
    assert all(float(loss) == 0 for loss in box_losses(tensor(a), tensor(a)).values())


@SOME
@given(boxes(), boxes())
def test_gradients_are_those_of_finite_differences_with_alpha_held(example, a, b):
    corners = [
        a[0] - b[0],
        a[1] - b[1],
        a[2] - b[2],
        a[3] - b[3],
        a[0] - b[2],
        a[1] - b[3],
        a[2] - b[0],
        a[3] - b[1],
    ]
    assume(all(corners))  # elsewhere the losses have a kink
    box_losses = example("losses/box_losses")["box_losses"]
    box = tensor(a).requires_grad_()
    exact = box_terms(a, b)
    held = 0.0
    if exact["CIoU"] > exact["DIoU"]:
        angles = [math.atan((r[2] - r[0]) / (r[3] - r[1])) for r in (a, b)]
        v = 4 / math.pi**2 * (angles[1] - angles[0]) ** 2
        held = v / (exact["IoU"] + v)
    for kind, loss in box_losses(box, tensor(b)).items():
        (gradient,) = torch.autograd.grad(loss, box, retain_graph=True)
        for i in range(4):
            step = torch.zeros(4, dtype=torch.float64)
            step[i] = 1e-5
            sides = [box_losses(tensor(a) + sign * step, tensor(b)) for sign in (1, -1)]
            value = [float(side[kind]) for side in sides]
            if kind == "CIoU":  # the true function with α held: DIoU + α·v
                value = []
                for sign, side in zip((1, -1), sides, strict=True):
                    r = (tensor(a) + sign * step).tolist()
                    angle = math.atan((r[2] - r[0]) / (r[3] - r[1]))
                    target = math.atan((b[2] - b[0]) / (b[3] - b[1]))
                    value.append(
                        float(side["DIoU"]) + held * 4 / math.pi**2 * (target - angle) ** 2
                    )
            assert float(gradient[i]) == pytest.approx((value[0] - value[1]) / 2e-5, abs=1e-5), kind


@MANY
@given(boxes(), boxes())
def test_only_iou_is_flat_once_the_boxes_are_apart(example, a, b):
    assume(a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1])
    box = tensor(a).requires_grad_()
    for kind, loss in example("losses/box_losses")["box_losses"](box, tensor(b)).items():
        (gradient,) = torch.autograd.grad(loss, box, retain_graph=True)
        assert bool(gradient.any()) == (kind != "IoU")


def test_numbers_of_the_box_examples(example):
    computed = (
        example("losses/box_losses")["computed"] | example("losses/box_blind_spots")["computed"]
    )
    cases = {
        "half": (2, 0, 6, 4),
        "apart": (10, 0, 14, 4),
        "wide": (1, 1, 5, 3),
        "flat": (0, 1, 4, 3),
    }
    for case, box in cases.items():
        for kind, loss in box_terms(box, (0, 0, 4, 4)).items():
            digits = 0 if loss == 1 else 3
            assert (
                computed.get(f"{case}-{kind.lower()}", f"{loss:.{digits}f}") == f"{loss:.{digits}f}"
            )
    assert computed["half-distance"] == f"{4 / 52:.3f}"


def test_descent_only_iou_stays_where_it_is(example):
    space = example("losses/box_descent")
    count = 1 + len(space["SEEDS"])  # the figure's scene and those at the falling rate
    targets = space["targets"][:count]
    paths = {kind: path[:, :count] for kind, path in space["paths"].items()}
    assert torch.equal(paths["IoU"][0], paths["IoU"][-1])
    for kind in ("GIoU", "CIoU"):
        torch.testing.assert_close(paths[kind][-1], targets, atol=0.05, rtol=0)
    for kind in ("GIoU", "CIoU"):  # and on its way each box outgrows its target
        sizes = paths[kind][..., 2:] - paths[kind][..., :2]
        target = targets[:, 2:] - targets[:, :2]
        assert (sizes.prod(-1).amax(0) > target.prod(-1)).all()


@MANY
@given(boxes(), st.integers(0, 3), st.booleans())
def test_boxes_without_area_are_the_limit_of_small_ones(example, b, side, point):
    """No NaN in losses and gradients; all but the shape of a point has a limit."""
    box_losses = example("losses/box_losses")["box_losses"]
    x, y = b[0] + side - 1, b[1] + 1
    losses = []
    for thin in (0.0, 1e-9):
        wide = thin if point else 3
        box = tensor([x, y, x + wide, y + thin]).requires_grad_()
        losses.append(box_losses(box, tensor(b)))
        for loss in losses[-1].values():
            (gradient,) = torch.autograd.grad(loss, box, retain_graph=True)
            assert gradient.isfinite().all()
    for kind in ("IoU", "GIoU", "DIoU") if point else losses[0]:
        assert losses[0][kind].item() == pytest.approx(losses[1][kind].item(), abs=1e-6), kind
    degenerate = box_losses(tensor([x, y, x, y]), tensor([x, y, x, y]))
    assert all(float(loss) == 1 for loss in degenerate.values())  # nothing overlaps nothing


def test_box_losses_of_no_boxes(example):
    losses = example("losses/box_losses")["box_losses"](torch.zeros(0, 4), torch.zeros(0, 4))
    assert all(loss.shape == (0,) for loss in losses.values())


def test_triplet_numbers_by_hand(example):
    computed = example("losses/triplet")["computed"]
    ap, an, pn = math.dist((0, 0), (3, 4)), math.dist((0, 0), (6, 8)), math.dist((3, 4), (6, 8))
    assert computed["margin-1"] == f"{max(ap - an + 1, 0):.0f}"
    assert computed["margin-6"] == f"{max(ap - an + 6, 0):.0f}"
    assert computed["swap"] == f"{max(ap - min(an, pn) + 6, 0):.0f}"
    assert computed["squared"] == f"{max(ap**2 - an**2 + 80, 0):.0f}"


def loops_over_triplets(d, y):
    """All gaps d(a, p) − d(a, n) by anchor, from loops over one batch."""
    n = len(y)
    return {
        a: gaps
        for a in range(n)
        if (
            gaps := [
                float(d[a, p] - d[a, q])
                for p in range(n)
                for q in range(n)
                if p != a and y[p] == y[a] != y[q]
            ]
        )
    }


@SOME
@given(st.lists(st.integers(0, 3), min_size=2, max_size=9), st.integers(0, 999))
def test_mined_triplets_are_those_of_loops(example, labels, seed):
    """Also where an anchor, or the whole batch, has no positive or no negative."""
    y = torch.tensor(labels)
    d = torch.rand(len(y), len(y), generator=torch.Generator().manual_seed(seed))
    listed = loops_over_triplets(d, y)
    gap, run, largest = example("losses/triplet_mining")["all_gaps"](d[None], y[None])
    assert gap.tolist() == [value for gaps in listed.values() for value in gaps]
    assert largest.tolist() == [max(gaps) for gaps in listed.values() for _ in gaps]
    assert not run.any()
    losses = [max(max(gaps) + 0.2, 0) for gaps in listed.values()]
    ours = example("losses/triplet_collapse")["batch_hard"](d[None], y[None], 0.2)
    assert float(ours) == pytest.approx(np.mean(losses) if losses else 0, abs=1e-6)


def test_semi_hard_mining_separates_and_the_hardest_stall_for_a_while(example):
    space = example("losses/triplet_mining")
    every, hardest = space["every"], space["hardest"]
    assert (every[-1] < every[0] / 3).all()  # fewer and fewer triplets have a loss
    assert (hardest[-1] > 5 * every[-1]).all()  # the hardest of each anchor still do
    space = example("losses/triplet_collapse")
    squared, plain = space["squared"], space["plain"]
    assert (squared.amin(0) < plain.amin(0)).all()
    assert squared[60].median() < 0.05 < 1 < squared[-1].median()  # stalled, then free
    assert squared[60].median() < plain[60].median()


@MANY
@given(st.floats(-100, 100), st.sampled_from([0.0, 1.0]), st.floats(0, 1))
def test_focal_loss_of_float32_has_a_gradient_for_any_gamma_and_logit(example, z, y, gamma):
    """(1 − p_t)^γ by powers has slope 0^(γ−1), NaN, where p_t rounds to one and γ is below one."""
    logit = torch.tensor(z, requires_grad=True)
    loss = example("losses/focal")["focal_loss"](logit, torch.tensor(y), gamma)
    (gradient,) = torch.autograd.grad(loss, logit)
    assert loss.isfinite()
    assert gradient.isfinite()


def test_smooth_l1_with_beta_zero_is_l1_with_a_gradient(example):
    e = tensor([-2.0, 0.0, 3.0]).requires_grad_()
    ours = example("losses/regression_losses")["smooth_l1"](e, 0)
    torch.testing.assert_close(ours, F.l1_loss(e, torch.zeros_like(e), reduction="none"))
    assert torch.autograd.grad(ours.sum(), e)[0].tolist() == [-1, 0, 1]


def test_faint_background_counts_by_its_area(example):
    dice_loss = example("losses/dice")["dice_loss"]
    by_area = example("losses/dice_background")["found_perfectly"]
    for side in (10, 40, 160):
        g = torch.zeros(side, side, dtype=torch.float64)
        g[3:7, 3:7] = 1
        for squared in (False, True):
            ours = by_area(side**2, 0.01, power=1 + squared)
            assert float(dice_loss(0.01 + 0.99 * g, g, squared=squared)) == pytest.approx(ours)
    assert by_area(160**2, 0) == 0


def test_focal_losss_factors_are_the_papers(example):
    """Lin et al. 2017, section 3.2: with γ = 2 a loss 100 times smaller at 0.9, about 1000 times at 0.968."""
    times_smaller = example("losses/focal")["times_smaller"]
    assert times_smaller(0.9) == pytest.approx(100)
    assert times_smaller(0.968) == pytest.approx(1000, rel=0.03)


@SOME
@given(errors, st.floats(-6, 6), errors)
def test_gaussian_nll_is_the_log_density_but_for_its_constant(example, mean, log_variance, target):
    nll = example("losses/gaussian_nll")["gaussian_nll"]
    ours = float(nll(tensor(mean), tensor(log_variance), tensor(target)))
    bell = torch.distributions.Normal(tensor(mean), tensor(log_variance / 2).exp())
    constant = math.log(2 * math.pi) / 2
    assert ours == pytest.approx(-float(bell.log_prob(tensor(target))) - constant, rel=1e-9)


def test_the_pull_of_a_noisy_sample_falls_with_its_variance(example):
    computed = example("losses/gaussian_nll")["computed"]
    assert computed["weaker"] == f"{3**2}×"
    assert computed["weaker-beta"] == f"{3}×"  # σ² to the power of 1 − β
    assert computed["best-sigma"] == "2"


@SOME
@given(st.floats(0.01, 0.99), st.floats(0, 5))
def test_the_slope_of_focal_loss_equals_its_difference_quotient(example, p, gamma):
    slope = example("losses/focal_gradient")["focal_slope"](p, gamma)
    z, step = math.log(p / (1 - p)), 1e-5

    def loss(z):
        p = 1 / (1 + math.exp(-z))
        return -((1 - p) ** gamma) * math.log(p)

    assert slope == pytest.approx((loss(z + step) - loss(z - step)) / (2 * step), abs=1e-6)


def test_where_focal_loss_settles_and_whom_it_pulls_harder(example):
    computed = example("losses/focal_gradient")["computed"]
    p = np.linspace(0.0005, 0.9995, 2000)
    risk = -0.9 * (1 - p) ** 2 * np.log(p) - 0.1 * p**2 * np.log(1 - p)
    assert computed["settles"] == f"{p[risk.argmin()]:.2f}"
    pull = (1 - p) ** 2 * (1 - p - 2 * p * np.log(p))
    harder = p[pull > 1 - p]
    assert computed["crossing"] == f"{harder.max():.2f}"
    assert computed["pull-10"] == f"{0.81 * (0.9 - 0.2 * math.log(0.1)) / 0.9:.1f}×"
    weaker = 0.01 / (1e-4 * (0.01 - 1.98 * math.log(0.99)))
    assert computed["pull-99"] == f"{weaker:,.0f}×"


@SOME
@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5), st.integers(0, 2**31))
def test_an_adjusted_loss_learns_what_taking_the_prior_off_leaves(example, weights, seed):
    names = example("losses/logit_adjustment")
    priors = tensor(weights) / sum(weights)
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(6, len(weights), dtype=torch.float64, generator=draw)
    labels = torch.randint(len(weights), (6,), generator=draw)
    ours = names["logit_adjusted_loss"](names["adjusted_after"](logits, priors), labels, priors)
    torch.testing.assert_close(ours, F.cross_entropy(logits, labels))


def test_recall_and_precision_of_two_bells(example):
    computed = example("losses/logit_adjustment")["computed"]

    def tail(z):
        return math.erfc(z / math.sqrt(2)) / 2

    for name, limit in (("plain", 1 + math.log(99) / 2), ("adjusted", 1.0)):
        recall, alarm = tail(limit - 2), tail(limit)
        precision = 0.01 * recall / (0.01 * recall + 0.99 * alarm)
        error = 0.99 * alarm + 0.01 * (1 - recall)
        assert computed[f"recall-{name}"] == f"{recall:.0%}"
        assert computed[f"precision-{name}"] == f"{precision:.0%}"
        assert computed[f"balanced-{name}"] == f"{(alarm + 1 - recall) / 2:.0%}"
        places = {"plain": 1, "adjusted": 0}[name]
        assert computed[f"error-{name}"] == f"{error:.{places}%}"


@SOME
@given(st.integers(0, 2**31), st.floats(0.1, 2), st.floats(0.1, 2))
def test_tversky_of_masks_from_its_counts(example, seed, alpha, beta):
    tversky = example("losses/overlap_losses")["tversky_loss"]
    g, p = np.random.default_rng(seed).random((2, 40)) < 0.5
    assume(g.any() and (g & p).any())
    hits, extra, missed = (int(x.sum()) for x in (g & p, p & ~g, g & ~p))
    ours = float(tversky(tensor(p.astype(float)), tensor(g.astype(float)), alpha, beta))
    assert ours == pytest.approx(1 - hits / (hits + alpha * extra + beta * missed))


@SOME
@given(st.integers(0, 2**31))
def test_lovasz_is_the_mean_jaccard_loss_over_all_thresholds(example, seed):
    lovasz = example("losses/overlap_losses")["lovasz_loss"]
    draw = np.random.default_rng(seed)
    g = draw.random(8) < 0.5
    assume(g.any())
    p = draw.random(8)
    errors = np.where(g, 1 - p, p)
    cuts = np.concatenate([[0], np.sort(errors)])
    expected = 0.0
    for low, high in itertools.pairwise(cuts):  # wrong: error above the cut
        mask = np.where(errors > low, ~g, g)
        expected += (high - low) * (1 - jaccard_score(g, mask, zero_division=0))
    assert float(lovasz(tensor(p), tensor(g.astype(float)))) == pytest.approx(expected)


def test_costs_of_half_an_object_missed_or_too_much(example):
    computed = example("losses/overlap_losses")["computed"]
    for name, alpha, beta in (("dice", 0.5, 0.5), ("jaccard", 1, 1), ("tversky", 0.3, 0.7)):
        assert computed[f"{name}-missed"] == f"{1 - 5 / (5 + beta * 5):.2f}"
        assert computed[f"{name}-extra"] == f"{1 - 10 / (10 + alpha * 5):.2f}"


@SOME
@given(st.integers(0, 2**31), st.floats(0, 2))
def test_the_slope_of_dice_equals_its_difference_quotient(example, seed, eps):
    slope = example("losses/dice_gradient")["dice_slope"]
    draw = np.random.default_rng(seed)
    p, g = draw.random(9), (draw.random(9) < 0.5).astype(float)

    def loss(p):
        return 1 - (2 * (p * g).sum() + eps) / (p.sum() + g.sum() + eps)

    for i, ours in enumerate(slope(tensor(p), tensor(g), eps).tolist()):
        step = np.zeros(9)
        step[i] = 1e-6
        assert ours == pytest.approx((loss(p + step) - loss(p - step)) / 2e-6, abs=1e-6)


def test_what_dice_says_of_one_pixel_and_of_no_object(example):
    computed = example("losses/dice_gradient")["computed"]
    small, large = (Fraction(1, 2 * side**2 + 1) for side in (4, 64))
    assert computed["one-small"] == f"{float(small):.3f}"
    assert computed["one-large"] == f"{float(large):.5f}"
    assert computed["times"] == f"{float(small / large):.0f}×"
    assert computed["sure"] == f"{0.25 / (0.001 * 0.999):.0f}×"
    assert computed["empty-slope-one"] == "1e−4"  # 1 / 101²
    assert computed["empty-slope-tiny"] == "1e−10"  # 1e-6 / 100²


@SOME
@given(st.floats(-0.99, 0.99), st.sampled_from([(1, 0, 0), (1, 0.5, 0), (1, 0, 0.35), (4, 0, 0)]))
def test_margin_logits_follow_the_angle_as_far_as_pi(example, cosine, margins):
    m1, m2, m3 = margins
    cosines = tensor([[cosine, 0.3], [0.1, cosine]])
    logits = example("losses/angular_margin")["margin_logits"](
        cosines, torch.tensor([0, 1]), 10.0, m1, m2, m3
    )
    assert float(logits[0, 1]) == pytest.approx(3.0)
    assert float(logits[0, 0]) == pytest.approx(float(logits[1, 1]))
    angle = m1 * math.acos(cosine) + m2
    if angle <= math.pi:
        assert float(logits[0, 0]) == pytest.approx(10 * (math.cos(angle) - m3))
    else:
        assert float(logits[0, 0]) <= 10 * (-1 - m3)


def test_boundaries_and_scales_of_margin_losses(example):
    computed = example("losses/angular_margin")["computed"]
    assert computed["other"] == computed["needed-plain"] == "60°"
    assert computed["needed-cosface"] == f"{math.degrees(math.acos(0.5 + 0.35)):.0f}°"
    assert computed["needed-arcface"] == f"{60 - math.degrees(0.5):.0f}°"
    assert computed["needed-sphereface"] == f"{60 / 4:.0f}°"
    gap = 1 + 1 / 999  # between the own cosine and each of the others
    best = math.e**gap / (math.e**gap + 999)
    assert computed["best-p"] == f"{best:.1%}"
    assert computed["best-loss"] == f"{-math.log(best):.1f}"
    for name, classes in (("thousand", 10**3), ("million", 10**6)):
        scales = np.arange(0, 30, 0.001)
        p = 1 / (1 + (classes - 1) * np.exp(-scales * classes / (classes - 1)))
        assert computed[f"scale-{name}"] == f"{scales[p >= 0.99].min():.1f}"


@pytest.mark.parametrize("piece", [1, 3, 7])
def test_a_batch_in_pieces_has_the_gradient_of_the_batch(example, piece):
    backward = example("losses/contrastive_batch")["backward_in_pieces"]
    torch.manual_seed(1)
    encoder = torch.nn.Linear(5, 4).double()
    left, right = torch.randn(2, 7, 5, dtype=torch.float64)

    def loss(a, b):  # any loss that joins all samples
        return ((a @ b.T).exp().sum(1).log() ** 2).mean()

    loss(encoder(left), encoder(right)).backward()
    whole = encoder.weight.grad.clone()
    encoder.zero_grad()
    backward(encoder, left, right, piece, loss)
    torch.testing.assert_close(encoder.weight.grad, whole)


def test_what_an_anchor_of_a_contrastive_batch_sees(example):
    computed = example("losses/contrastive_batch")["computed"]
    for name, n in (("whole", 32), ("pieces", 8)):
        assert computed[f"negatives-{name}"] == f"{n - 1}"
        assert computed[f"start-{name}"] == f"{math.log(n):.2f}"


def test_learned_weights_end_at_the_inverse_of_the_loss(example):
    names = example("losses/task_weights")
    weigh = names["UncertaintyWeights"](3)
    losses = tensor([5.0, 0.1, 1.0])
    optimizer = torch.optim.SGD(weigh.parameters(), lr=0.5)
    for _ in range(300):
        optimizer.zero_grad()
        weigh(losses).backward()
        optimizer.step()
    torch.testing.assert_close(weigh.log_variance.detach().exp(), losses)
    assert names["computed"]["ratio"] == f"{2 / 0.002:,.0f}×"


def test_without_conflict_two_steps_agree_with_both_tasks(example):
    names = example("losses/task_weights")
    gradients = torch.randn(
        30, 2, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0)
    )
    for pair in gradients:
        step = names["without_conflict"](pair)
        if pair[0] @ pair[1] < 0:
            assert (pair @ step >= -1e-12).all()
        else:
            torch.testing.assert_close(step, pair.sum(0))
    # (1, 0) off (−2, 1): (0.2, 0.4); (−2, 1) off (1, 0): (0, 1)
    computed = names["computed"]
    assert computed["before"] == "−1.0"
    assert computed["after"] == f"{0.2 + 0:.1f}"
    assert computed["after-other"] == f"{-2 * 0.2 + 1.4:.1f}"


@SOME
@given(st.integers(0, 2**31), st.floats(0.5, 10), st.floats(0, 1))
def test_distillation_equals_torch(example, seed, temperature, soft):
    loss = example("losses/distillation")["distillation_loss"]
    draw = torch.Generator().manual_seed(seed)
    student, teacher = 3 * torch.randn(2, 5, 4, dtype=torch.float64, generator=draw)
    labels = torch.randint(4, (5,), generator=draw)
    targets = (teacher / temperature).softmax(1)
    cross = F.cross_entropy(student / temperature, targets)  # and KL is that less the entropy
    entropy = torch.distributions.Categorical(targets).entropy().mean()
    expected = soft * temperature**2 * (cross - entropy)
    expected += (1 - soft) * F.cross_entropy(student, labels)
    torch.testing.assert_close(loss(student, teacher, labels, temperature, soft), expected)


def test_soft_targets_and_the_square_of_the_temperature(example):
    computed = example("losses/distillation")["computed"]
    for name, temperature in (("sharp", 1), ("smooth", 4)):
        dog, wolf, car = (math.exp(z / temperature) for z in (10, 7, 0))
        assert computed[f"dog-{name}"] == f"{dog / (dog + wolf + car):.0%}"
        assert computed[f"wolf-{name}"] == f"{wolf / (dog + wolf + car):.0%}"
    assert computed["car-smooth"] == f"{car / (dog + wolf + car):.0%}"
    assert computed["falls"] == f"{2**2}×"
    assert computed["too-small"] == f"{10}×"  # the classes


def test_pulls_of_dice_and_bce_by_hand(example):
    """With everything at one half N = F and D = M/2 + F; later D = 3/2 F."""
    space = example("losses/dice_and_bce")
    few, many = Fraction(space["OBJECT"] ** 2), Fraction(space["SIDE"] ** 2)
    total = many / 2 + few
    start = (2 / total - few / total**2) / 4 * (2 * many)
    assert space["computed"]["start"] == f"{float(start):.1f}×"
    assert space["computed"]["later"] == f"{float(many * 4 / (9 * few)):.0f}×"
    assert space["computed"]["foreground"] == f"{float(few / many):.0%}"


@SOME
@given(st.integers(0, 2**31), st.floats(0, 1))
def test_scale_invariant_error_is_that_of_all_pairs(example, seed, share):
    """With λ of one it is half the mean squared difference over all pairs of pixels."""
    loss = example("losses/output_losses")["scale_invariant"]
    draw = np.random.default_rng(seed)
    log_depth, depth = draw.normal(size=12), draw.uniform(0.5, 80, 12)
    e = log_depth - np.log(depth)
    pairs = ((e[:, None] - e) ** 2).mean() / 2
    ours = loss(tensor(log_depth), tensor(depth), share).item()
    assert ours == pytest.approx(share * pairs + (1 - share) * (e**2).mean())
    assert loss(tensor(log_depth + 2), tensor(depth), 1).item() == pytest.approx(pairs)


def test_charbonnier_lies_between_l1_and_l1_plus_epsilon(example):
    loss = example("losses/output_losses")["charbonnier"]
    for e in (-3.0, -1e-4, 0.0, 0.5):
        ours = loss(tensor([e]), tensor([0.0]), eps=0.01).item()
        assert abs(e) < ours <= abs(e) + 0.01
        assert ours == pytest.approx(math.hypot(e, 0.01))


@SOME
@given(st.lists(st.floats(-5, 5), min_size=4, max_size=4), st.floats(-8, 8), st.integers(0, 4))
def test_ordered_grades_one_question_at_a_time(example, thresholds, score, grade):
    loss = example("losses/output_losses")["ordinal"]
    thresholds = sorted(thresholds)
    expected = 0.0
    for k, threshold in enumerate(thresholds):
        p = 1 / (1 + math.exp(threshold - score))
        expected -= math.log(p if grade > k else 1 - p)
    ours = loss(tensor([score]), tensor(thresholds), torch.tensor([grade]))
    assert ours.item() == pytest.approx(expected)


def test_heatmap_loss_pixel_by_pixel(example):
    loss = example("losses/output_losses")["heatmap_focal"]
    torch.manual_seed(3)
    z, y = torch.randn(2, 3, 3, dtype=torch.float64), torch.rand(2, 3, 3, dtype=torch.float64)
    y[0, 1, 1] = y[0, 0, 2] = 1  # two peaks in the first image, none in the second
    for image, peaks in ((0, 2), (1, 1)):
        total = 0.0
        for score, target in zip(
            z[image].flatten().tolist(), y[image].flatten().tolist(), strict=True
        ):
            p = 1 / (1 + math.exp(-score))
            if target == 1:
                total -= (1 - p) ** 2 * math.log(p)
            else:
                total -= (1 - target) ** 4 * p**2 * math.log(1 - p)
        assert loss(z, y)[image].item() == pytest.approx(total / peaks)


def test_robust_loss_has_cross_entropy_and_mean_absolute_error_as_ends(example):
    loss = example("losses/output_losses")["generalized_cross_entropy"]
    torch.manual_seed(4)
    z, labels = torch.randn(6, 5, dtype=torch.float64), torch.randint(5, (6,))
    torch.testing.assert_close(loss(z, labels, 1e-7), F.cross_entropy(z, labels), rtol=1e-5, atol=0)
    one_hot = F.one_hot(labels, 5).double()
    torch.testing.assert_close(loss(z, labels, 1), F.l1_loss(z.softmax(1), one_hot) * 5 / 2)


def test_slopes_of_other_outputs(example):
    facts = example("losses/output_losses")["computed"]
    assert facts["stronger"] == f"{0.999 / 0.001:.0f}×"
    assert facts["weaker"] == f"{0.01**-0.7:.0f}×"
    assert facts["paid"] == f"{math.log(2) ** 2:.2f}"
    assert facts["free"] == "0.0"


def test_where_half_precision_ends(example):
    """Against NumPy's FP16: neighbours of the last finite exponential and of the first one."""
    facts = example("losses/half_precision")["computed"]
    numbers = np.arange(1, 31744, dtype=np.uint16).view(np.float16)  # all finite positive
    with np.errstate(over="ignore"):
        finite = np.isfinite(np.exp(numbers.astype(float)).astype(np.float16))
    assert facts["exp-ends"] == f"{numbers[finite].max():.1f}"
    sigmoid = (1 / (1 + np.exp(-numbers.astype(float)))).astype(np.float16)
    assert facts["sure-half"] == f"{numbers[sigmoid == 1].min():.2f}"
    # BF16 has eight bits: a number rounds to one from half a step below it on
    steps = np.arange(6, 7, 2**-5)  # those of BF16 between four and eight
    assert float(facts["sure-brain"]) == steps[steps > math.log(2**9 - 1)].min()
    assert facts["vanished"] == f"{2**-25 * 8 * 512**2:.0%}"
    assert facts["dice-right"] == f"{1 - 2 / 17:.2f}"
    assert facts["pair-exact"] == f"{math.log1p(math.exp(-0.2)):.2f}"
    assert facts["pair-brain"] == f"{math.log(2):.2f}"


@SOME
@given(st.integers(0, 2**31), st.integers(2, 12))
def test_smoothed_ap_of_a_small_width_is_ap(example, seed, samples):
    smooth_ap = example("losses/ranking")["smooth_ap"]
    draw = np.random.default_rng(seed)
    scores = draw.permutation(samples).astype(float)
    positive = draw.random(samples) < 0.5
    assume(positive.any())
    ours = smooth_ap(tensor(scores), torch.tensor(positive), 0.01).item()
    assert ours == pytest.approx(average_precision_score(positive, scores))
    wide = smooth_ap(tensor(scores), torch.tensor(positive), 1e9).item()
    count = positive.sum()
    assert wide == pytest.approx((1 + (count - 1) / 2) / (1 + (samples - 1) / 2), rel=1e-6)


def test_expected_ap_of_random_orders(example):
    """Against a simulation, and by hand: one positive in N has the mean of 1/k."""
    chance_ap = example("losses/ranking")["chance_ap"]
    assert chance_ap(1, 10) == pytest.approx(sum(1 / k for k in range(1, 11)) / 10)
    draw = np.random.default_rng(0)
    truth = np.arange(20) < 4
    mean = np.mean([average_precision_score(truth, draw.random(20)) for _ in range(1000)])
    assert chance_ap(4, 20) == pytest.approx(mean, abs=0.02)


@SOME
@given(st.integers(0, 2**31))
def test_dice_of_classes_equals_the_mean_of_single_masks(example, seed):
    """Each present class by itself, on the valid pixels only."""
    dice_loss = example("losses/dice_classes")["dice_loss"]
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(2, 4, 3, 3, generator=generator)
    target = torch.randint(3, (2, 3, 3), generator=generator)  # class 3 is absent
    target[torch.rand(2, 3, 3, generator=generator) < 0.3] = 255
    valid = (target != 255).flatten()
    p = logits.softmax(1).movedim(1, -1).reshape(-1, 4)[valid].numpy()
    truth = target.flatten()[valid].numpy()
    losses = [
        1 - 2 * p[truth == c, c].sum() / (p[:, c].sum() + (truth == c).sum())
        for c in np.unique(truth)
    ]
    expected = np.mean(losses) if len(losses) else 0
    assert dice_loss(logits, target).item() == pytest.approx(expected, abs=1e-6)


def test_costs_of_absent_classes_by_hand(example):
    facts = example("losses/dice_classes")["computed"]
    first, second = Fraction(2 * 8, 16 + 8), Fraction(0)
    assert facts["present"] == f"{float(1 - (first + second) / 2):.2f}"
    assert facts["absent"] == f"{float(1 - (first + second + 2) / 4):.2f}"


@SOME
@given(st.integers(0, 2**31))
def test_signed_distance_is_that_of_scipy(example, seed):
    signed_distance = example("losses/boundary")["signed_distance"]
    mask = np.random.default_rng(seed).random((6, 9)) < 0.5
    assume(mask.any() and not mask.all())
    expected = distance_transform_edt(~mask) - 0.5 * ~mask
    expected -= distance_transform_edt(mask) - 0.5 * mask
    np.testing.assert_allclose(signed_distance(torch.tensor(mask)), expected)


def test_boundary_loss_by_hand(example):
    """A column of eight beside the object: half a pixel each; the far one from the corner."""
    facts = example("losses/boundary")["computed"]
    far = sum(math.hypot(24 - 11, row - 11) - 0.5 for row in range(20, 28))
    assert facts["near"] == f"{8 / 2:.0f}"
    assert facts["far"] == f"{far:.0f}"
    assert facts["dice"] == f"{1 - 2 * 64 / (64 + 72):.3f}"
