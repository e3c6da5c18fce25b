"""Section 3 against torch's own layers and optimizers, scipy's distributions, and counted pixels."""

import cmath
import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, ndimage, optimize, stats
from torch import nn
from torch.nn.functional import cross_entropy

quick = settings(max_examples=40)
torch.set_num_threads(1)  # as in the pipeline; two threads on a busy machine are many times slower


@quick
@given(
    lr=st.floats(0.001, 0.5),
    decay=st.floats(0, 1),
    steps=st.integers(1, 8),
    seed=st.integers(0, 99),
)
def test_decay_and_penalty_agree_in_plain_sgd_only(lr, decay, steps, seed):
    torch.manual_seed(seed)
    gradients, start = torch.randn(steps, 4, dtype=torch.double), torch.randn(4, dtype=torch.double)
    w = start.clone().requires_grad_()
    opt = torch.optim.SGD([w], lr=lr, weight_decay=decay)
    by_hand = start.clone()
    for gradient in gradients:
        w.grad = gradient.clone()
        opt.step()
        by_hand = (1 - lr * decay) * by_hand - lr * gradient  # decoupled, as the page writes it
    assert torch.allclose(w.detach(), by_hand, atol=1e-9)


def test_weight_decay_facts(example):
    space = example("regularization/weight_decay")
    assert space["computed"] == {"shrunk": f"{0.95**20:.3f}", "kept": "1"}
    text = {name: fact[0] for name, fact in space["measured"].items()}
    assert abs(float(text["decoupled"]) - (1 - 0.01 * 0.1) ** 1000) < 0.05
    # Adam moves by about lr · (λw + noise) / sd: the penalty's pull is lr · λ / sd for large gradients
    assert abs(float(text["large"]) - (1 - 0.01 * 0.1 / 10) ** 1000) < 0.05


@given(st.floats(0.2, 20))
@settings(max_examples=20)
def test_scaled_weights_in_front_of_batch_norm_turn_less(example, scale):
    """Weights c times as large: a gradient of 1/c, a turn of 1/c²."""
    space = example("regularization/weight_decay_batch_norm")
    assert space["computed"] == {"gradient": "1/10", "turn": "1/100"}
    gradients, turns = [], []
    for size in (1, scale):
        w = (size * space["small"].detach()).requires_grad_()
        hidden = space["data"] @ w
        output = (hidden - hidden.mean(0)) / hidden.std(0, correction=0)
        (gradient,) = torch.autograd.grad((output * space["probe"]).sum(), w)
        moved = (w - 1e-4 * gradient).detach()
        cosine = (moved * w).sum() / moved.norm() / w.norm()
        gradients.append(gradient.norm().item())
        turns.append(math.acos(cosine.item()))
    assert gradients[0] / gradients[1] == pytest.approx(scale)
    assert turns[0] / turns[1] == pytest.approx(scale**2, rel=0.01)


@pytest.mark.parametrize(("p", "key"), [(0.5, "variance"), (0.8, "variance-high")])
def test_dropout_variance_is_that_of_a_scaled_bernoulli(example, p, key):
    facts = example("regularization/dropout")["computed"]
    assert abs(float(facts[key]) - stats.bernoulli.var(1 - p) / (1 - p) ** 2) < 0.05
    survivors = facts["survivors" if p == 0.5 else "survivors-high"]
    assert survivors == f"{1 / (1 - p):.1f}"


def test_dropout2d_keeps_or_drops_whole_channels(example):
    space = example("regularization/dropout")
    assert {tuple(channel.unique().tolist()) for channel in space["channels"]} <= {(0.0,), (2.0,)}
    assert all(len(channel.unique()) == 2 for channel in space["pixels"])


def test_batch_norm_modes(example):
    space = example("regularization/batch_norm_modes")
    functional = nn.functional.batch_norm(space["x"], None, None, training=True)
    assert torch.allclose(space["by_hand"], functional, atol=1e-9)
    momentum = nn.BatchNorm2d(1).momentum
    closed = 7 * (1 - momentum) / math.sqrt(1 - momentum + momentum * 16)
    assert space["one_step"] == pytest.approx(closed, abs=1e-4)
    assert space["computed"]["one-step"] == f"{space['one_step']:.1f}"
    spreads = [np.mean(sds) for sds in space["noise"].values()]
    assert spreads == sorted(spreads, reverse=True)  # the noise fades as the batch grows
    assert space["alone"] == pytest.approx(1, abs=1e-4)


def test_batch_norm_widens_the_range_of_learning_rates(example):
    space = example("regularization/batch_norm_stability")
    rates_of = {name: nets.sum(0) for name, nets in space["trained"].items()}
    assert (rates_of["with"] > rates_of["without-he"]).all()
    assert (rates_of["without-he"] > rates_of["without"]).all()
    assert space["computed"]["range"] == "300×"


def test_nets_trained_side_by_side_are_those_trained_alone(example):
    """With torch's SGD, in each of the three ways, over as many steps as stay exact."""
    space = example("regularization/batch_norm_stability")
    for kind in ({"batch_norm": True}, {"he": True}, {}):
        x, y = space["points"](3)
        net = space["network"](3, **kind)
        opt = torch.optim.SGD(net.parameters(), lr=0.3)
        for _ in range(6):
            opt.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
            loss.backward()
            opt.step()
        together = space["losses"]([0.03, 0.3], 6, **kind)
        assert together[1, 3].item() == pytest.approx(loss.item(), abs=1e-9)


boxes = st.tuples(st.integers(0, 30), st.integers(0, 20), st.integers(1, 30), st.integers(1, 20))


@quick
@given(box=boxes, width=st.integers(60, 80))
def test_flipped_box_and_iou_are_those_of_the_pixels(example, box, width):
    space = example("regularization/augmentation")
    x, y, w, h = box
    mask = np.zeros((40, width), bool)
    mask[y : y + h, x : x + w] = True
    moved = space["flip_box"]((x, y, x + w, y + h), width)
    rows, columns = mask[:, ::-1].nonzero()
    assert moved == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    both, either = (mask & mask[:, ::-1]).sum(), (mask | mask[:, ::-1]).sum()
    assert space["iou"]((x, y, x + w, y + h), moved) == pytest.approx(both / either)


def test_boxes_without_area_overlap_nothing(example):
    iou = example("regularization/augmentation")["iou"]
    assert iou((3, 3, 3, 3), (3, 3, 3, 3)) == 0
    assert iou((3, 3, 3, 9), (0, 0, 9, 9)) == 0
    assert iou((0, 0, 2, 2), (2, 0, 4, 2)) == 0  # they only touch


def test_turned_sixes_are_nines_for_another_classifier_too(example):
    from sklearn.linear_model import LogisticRegression

    space = example("regularization/augmentation")
    seen = space["images"][space["seen"]].flatten(1).numpy()
    model = LogisticRegression(max_iter=300).fit(seen, space["names"][space["seen"]].numpy())
    assert (model.predict(space["sixes"].flatten(1).numpy()) == 6).mean() > 0.9
    assert (model.predict(space["turned"].flatten(1).numpy()) == 6).mean() < 0.1
    assert min(space["turned_nine"]) > 0.7


@quick
@given(seed=st.integers(0, 99))
def test_nearest_neighbour_is_that_of_scikit_learn(example, seed):
    from sklearn.neighbors import KNeighborsClassifier

    space = example("regularization/augmentation")
    order = np.random.default_rng(seed).permutation(len(space["names"]))
    seen, new = torch.tensor(order[:300]), torch.tensor(order[300:340])
    x, names = space["images"].flatten(1).numpy(), space["names"].numpy()
    model = KNeighborsClassifier(1).fit(x[seen], names[seen])
    assert space["classify"](space["images"][new], seen).tolist() == list(model.predict(x[new]))


@quick
@given(classes=st.integers(2, 50), eps=st.floats(0.001, 0.4), seed=st.integers(0, 99))
def test_smoothed_targets_are_torchs(example, classes, eps, seed):
    space = example("regularization/label_smoothing")
    torch.manual_seed(seed)
    logits, label = torch.randn(classes, dtype=torch.double), torch.tensor(seed % classes)
    uniform, others = space["uniform_mix"](classes, eps), space["among_others"](classes, eps)
    for targets, smoothing in [(uniform, eps), (others, eps * classes / (classes - 1))]:
        ours = space["loss"](logits, label, targets).item()
        assert ours == pytest.approx(cross_entropy(logits, label, label_smoothing=smoothing).item())
        assert targets[0] + (classes - 1) * targets[1] == pytest.approx(1)


def test_label_smoothing_facts(example):
    facts = example("regularization/label_smoothing")["computed"]
    assert facts["lead"] == f"{math.log(91):.2f}"
    assert facts["lead-others"] == f"{math.log(81):.2f}"
    assert facts["floor"] == f"{stats.entropy([0.91] + [0.01] * 9):.3f}"


@quick
@given(lam=st.floats(0, 1), y=st.integers(0, 63), x=st.integers(0, 63))
def test_cutmix_share_is_the_counted_share(example, lam, y, x):
    space = example("regularization/mixup_cutmix")
    box = space["cut_box"](torch.tensor(lam), torch.tensor(y), torch.tensor(x), 64)
    top, bottom, left, right = (int(edge) for edge in box)
    pasted = np.zeros((64, 64))
    pasted[top:bottom, left:right] = 1
    assert space["kept_share"](box, 64).item() == pytest.approx(1 - pasted.mean(), abs=1e-6)
    assert (
        pasted.mean() <= (math.sqrt(1 - lam) + 1 / 64) ** 2 + 1e-6
    )  # never more than was drawn, up to rounding


def test_mixup_and_cutmix_facts(example):
    facts = example("regularization/mixup_cutmix")["computed"]
    for alpha, key in [(0.2, "nearly-0-2"), (1, "nearly-1")]:
        assert facts[key] == f"{2 * stats.beta(alpha, alpha).cdf(0.1):.0%}"

    def covered(
        u,
    ):  # mean share that a box of area u covers, its center uniform: the square of one axis
        r = math.sqrt(u)
        return integrate.quad(lambda c: min(c + r / 2, 1) - max(c - r / 2, 0), 0, 1)[0] ** 2

    kept = 1 - integrate.quad(covered, 0, 1)[0]
    assert facts["kept"] == f"{kept:.2f}"
    assert facts["label-error"] == f"{kept - 0.5:.2f}"


@quick
@given(alpha=st.floats(0.1, 4), weight=st.floats(0.01, 0.5))
def test_share_of_nearly_unmixed_images_is_that_of_the_beta_distribution(example, alpha, weight):
    nearly = example("regularization/mixup_cutmix")["nearly_unmixed"](alpha, weight)
    assert nearly == pytest.approx(2 * stats.beta(alpha, alpha).cdf(weight), abs=1e-3)


@pytest.mark.parametrize("lam", [0.0, 1.0])
@pytest.mark.parametrize(("y", "x"), [(0, 0), (63, 63), (0, 63), (31, 31)])
def test_cutmix_at_the_ends_pastes_all_or_nothing(example, lam, y, x):
    space = example("regularization/mixup_cutmix")
    box = space["cut_box"](torch.tensor(lam), torch.tensor(y), torch.tensor(x), 64)
    top, bottom, left, right = (int(edge) for edge in box)
    assert 0 <= top <= bottom <= 64
    assert 0 <= left <= right <= 64
    share = space["kept_share"](box, 64).item()
    assert share == 1 if lam == 1 else share <= 0.75


def test_masks_go_wrong_only_under_the_patch(example):
    space = example("regularization/mixed_boxes_masks")
    wrong, pasted = space["wrong"].numpy(), space["pasted"].numpy()
    assert not wrong[~pasted].any()
    assert space["computed"]["pasted"] == f"{36 * 44 / 64**2:.0%}"
    assert space["computed"]["wrong"] == f"{wrong.mean():.0%}"
    patch = space["flower_mask"](space["flower"]).numpy()
    x1, y1, x2, y2 = space["box"]
    by_hand = space["old"].numpy().copy()
    by_hand[y1:y2, x1:x2] = patch[y1:y2, x1:x2]
    assert (by_hand == space["mask"].numpy()).all()


@quick
@given(counts=st.tuples(st.integers(0, 4), st.integers(0, 4)), lam=st.floats(0, 1))
def test_mixed_boxes_weight_the_loss_of_each_image(example, counts, lam):
    """λ times the loss of the first image's boxes and 1 − λ times the second's, either may have none."""
    space = example("regularization/mixed_boxes_masks")
    torch.manual_seed(sum(counts))
    images = [(torch.rand(n, 4), torch.randint(0, 3, (n,))) for n in counts]
    boxes, classes, weights = space["mix_boxes"](*images, lam)
    assert len(boxes) == len(classes) == len(weights) == sum(counts)
    logits = torch.randn(sum(counts), 3)
    parts = [
        cross_entropy(part, labels, reduction="sum")
        for part, (_, labels) in zip(logits.split(list(counts)), images, strict=True)
    ]
    total = space["class_loss"](logits, classes, weights)
    assert total.item() == pytest.approx((lam * parts[0] + (1 - lam) * parts[1]).item(), abs=1e-4)


def by_hand(x, y, w, decay, decoupled, lr=0.1, betas=(0.9, 0.999), eps=1e-8):
    """Ten steps of Adam in NumPy, Kingma & Ba 2014, algorithm 1; decoupled as in AdamW."""
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, 11):
        gradient = 2 * x.T @ (x @ w - y) / len(y) + (0 if decoupled else decay * w)
        first = betas[0] * first + (1 - betas[0]) * gradient
        second = betas[1] * second + (1 - betas[1]) * gradient**2
        unbiased = second / (1 - betas[1] ** step)
        update = first / (1 - betas[0] ** step) / (np.sqrt(unbiased) + eps)
        w = (1 - lr * decay * decoupled) * w - lr * update
    return w


def test_adam_and_adamw_part_as_two_loops_by_hand_do(example):
    space = example("regularization/weight_decay")
    apart = []
    for seed in space["REGRESSIONS"]:
        torch.manual_seed(seed)
        sizes = [(space["SAMPLES"], 5), space["SAMPLES"], 5]
        x, y, start = (torch.randn(size, dtype=torch.double).numpy() for size in sizes)
        penalty, decoupled = (by_hand(x, y, start, 0.2, way) for way in (False, True))
        apart.append(np.abs(penalty - decoupled).max())
    assert apart == pytest.approx(space["decoupled"], abs=1e-9)
    assert space["measured"]["adamw"][0] == f"up to {max(apart):.1f}"


def test_noise_of_batch_norm_is_that_of_another_generator(example):
    """The output for an input of one, by NumPy; for large batches its variance is (1 + 1/2) / n."""
    measured = example("regularization/batch_norm_modes")["measured"]
    random = np.random.default_rng(1)
    batch = np.concatenate([np.ones((1, 100_000)), random.standard_normal((3, 100_000))])
    output = (1 - batch.mean(0)) / batch.std(0)
    assert measured["noise-4"][0] == f"{output.std():.1f}"
    assert measured["noise-256"][0] == f"{math.sqrt(1.5 / 256):.2f}"


def test_l1_and_l2_fits_are_those_of_scikit_learn(example):
    from sklearn.linear_model import Lasso, Ridge

    space = example("regularization/l1_l2")
    for lam in (0.05, 0.2, 0.5):
        fits = [space["fit"](space[way], lam).numpy() for way in ("shrink_l1", "shrink_l2")]
        for x, y, l1, l2 in zip(space["x"].numpy(), space["y"].numpy(), *fits, strict=True):
            lasso = Lasso(alpha=lam, fit_intercept=False, tol=1e-12, max_iter=100_000).fit(
                x, y[:, 0]
            )
            assert l1 == pytest.approx(lasso.coef_, abs=1e-6)
            ridge = Ridge(alpha=len(y) * lam / (1 - 0.1 * lam), fit_intercept=False).fit(x, y[:, 0])
            assert l2 == pytest.approx(ridge.coef_.ravel(), abs=1e-6)
    assert 12 <= space["zeros_l1"].min() <= space["zeros_l1"].max() <= 15


vectors = st.lists(st.floats(-5, 5), min_size=3, max_size=3).map(np.array)


@quick
@given(v=vectors, amount=st.floats(0.01, 3))
def test_proximal_steps_are_the_minima_that_scipy_finds(example, v, amount):
    space = example("regularization/proximal_step")
    for value in v:
        for step, penalty in (("soft_threshold", abs), ("shrink", lambda w: w**2 / 2)):
            best = optimize.minimize_scalar(
                lambda w, value=value, penalty=penalty: (w - value) ** 2 / 2 + amount * penalty(w),
                bounds=(-6, 6),
                method="bounded",
                options={"xatol": 1e-9},
            )
            assert space[step](value, amount) == pytest.approx(best.x, abs=1e-4)
    row = space["group_threshold"](v[None], amount)[0]
    length = np.linalg.norm(v)
    assert np.linalg.norm(row) == pytest.approx(max(length - amount, 0), abs=1e-9)
    assert row @ v == pytest.approx(np.linalg.norm(row) * length, abs=1e-9)  # the same direction


def test_proximal_facts(example):
    facts = example("regularization/proximal_step")["computed"]
    # 2 cos t − 2 sin t ≥ 1, in each of eight parts of the circle
    assert facts["corner"] == f"{(math.acos(1 / math.sqrt(8)) - math.pi / 4) / (math.pi / 4):.0%}"
    assert facts["proximal"] == "0"
    w, swings = 1.0, []
    for _ in range(1000):
        w -= 0.1 * (w - 0.1) + 0.02 * math.copysign(1, w)
        swings.append(abs(w))
    assert facts["jump"] == f"{max(swings[-100:]):.2f}"


@quick
@given(lr=st.floats(0.02, 0.2), decay=st.floats(0.01, 0.1), start=st.floats(0.5, 2))
def test_scale_invariant_weights_end_at_the_balance(example, lr, decay, start):
    """Autograd of a loss that sees the direction only, through torch's SGD."""
    space = example("regularization/rotational_equilibrium")
    w = torch.tensor([start, 0.0], dtype=torch.double, requires_grad=True)
    opt = torch.optim.SGD([w], lr=lr, weight_decay=decay)
    ours = np.array([start, 0.0])
    for _ in range(20):
        opt.zero_grad()
        torch.atan2(w[1], w[0]).backward()  # the angle: its gradient has the length 1 / |w|
        opt.step()
        ours = space["step"](ours, lr, decay)
    assert ours == pytest.approx(w.detach().numpy(), abs=1e-9)
    length, angle = space["balance"](lr, decay)
    there = space["step"](np.array([length, 0.0]), lr, decay)
    assert np.linalg.norm(there) == pytest.approx(length)
    assert abs(math.atan2(there[1], there[0])) == pytest.approx(angle)


def test_rotational_equilibrium_facts(example):
    facts = example("regularization/rotational_equilibrium")["computed"]
    assert facts == {"degrees": f"{math.degrees(math.sqrt(2 * 0.1 * 5e-4)):.2f}°", "four": "2.0×"}


@quick
@given(x=vectors, w=vectors, y=st.floats(-3, 3), p=st.floats(0.05, 0.9))
def test_dropout_on_inputs_is_ridge(example, x, w, y, p):
    space = example("regularization/dropout_ridge")
    variance = sum(
        stats.bernoulli.var(1 - p) * (a * b / (1 - p)) ** 2 for a, b in zip(x, w, strict=True)
    )
    expected = (y - x @ w) ** 2 + variance
    assert space["mean_loss"](x, y, w, p) == pytest.approx(expected, abs=1e-8)
    assert space["penalized_loss"](x, y, w, p) == pytest.approx(expected, abs=1e-8)


def test_dropout_ridge_facts(example):
    space = example("regularization/dropout_ridge")
    assert space["computed"] == {"networks": "1,024", "factor-half": "1", "factor-fifth": "0.25"}
    assert space["masks"](4, 0.3)[1].sum() == pytest.approx(1)


def test_drop_path_drops_images_and_keeps_the_mean(example):
    drop_path = example("regularization/stochastic_depth")["drop_path"]
    torch.manual_seed(3)
    x = torch.rand(4000, 5, 2) + 1
    ratio = drop_path(x, 0.4, True) / x
    assert torch.allclose(ratio, ratio[:, :1, :1].expand(-1, 5, 2), atol=1e-6)
    values = set(ratio[:, 0, 0].mul(1e4).round().tolist())
    assert values == {0.0, round(1e4 / 0.6)}
    assert (ratio[:, 0, 0] == 0).double().mean().item() == pytest.approx(0.4, abs=0.05)
    assert drop_path(x, 0.4, False) is x
    assert drop_path(x, 0, True) is x


@quick
@given(blocks=st.integers(1, 12), last=st.floats(0.1, 1))
def test_depths_are_those_of_all_subsets(example, blocks, last):
    space = example("regularization/stochastic_depth")
    kept = space["survival"](blocks, last)
    assert kept[-1] == pytest.approx(last)
    assert (np.diff(kept) <= 1e-12).all()
    chances = np.zeros(blocks + 1)
    for subset in itertools.product((0, 1), repeat=blocks):
        alive = np.array(subset, bool)
        chances[alive.sum()] += np.prod(np.where(alive, kept, 1 - kept))
    assert space["depths"](kept) == pytest.approx(chances)


def test_stochastic_depth_facts(example):
    facts = example("regularization/stochastic_depth")["computed"]
    kept = [1 - i / 54 / 2 for i in range(1, 55)]
    assert facts["mean-depth"] == f"{sum(kept):.0f}"
    assert facts["share"] == f"{sum(kept) / 54:.0%}"
    assert facts["sd-depth"] == f"{math.sqrt(sum(p * (1 - p) for p in kept)):.1f}"


@quick
@given(degrees=st.integers(-360, 360), box=boxes)
def test_turned_boxes_are_those_of_complex_numbers(example, degrees, box):
    space = example("regularization/rotated_labels")
    x, y, w, h = box
    corners = [complex(a, b) for a in (x, x + w) for b in (y, y + h)]
    middle = complex(10, 5)
    turn = cmath.exp(1j * math.radians(degrees))
    moved = [(corner - middle) * turn + middle for corner in corners]
    xs, ys = [m.real for m in moved], [m.imag for m in moved]
    ours = space["rotate_boxes"](
        np.array([[x, y, x + w, y + h]], float), math.radians(degrees), np.array([10.0, 5])
    )
    assert ours[0] == pytest.approx([min(xs), min(ys), max(xs), max(ys)], abs=1e-9)


def test_rotated_label_facts(example):
    space = example("regularization/rotated_labels")
    facts = space["computed"]
    ten = math.radians(10)
    grown = (math.cos(ten) + math.sin(ten)) ** 2
    assert facts["growth-10"] == f"{grown:.2f}×"
    assert facts["disc-10"] == f"{1 / grown:.2f}"
    assert facts["growth-45"] == "2×"
    assert facts["nearest"] == "0"
    assert int(facts["invented"]) > 0
    points = space["flip_points"](np.array([[1.0, 2], [5, 3], [9, 4]]), 10, [(0, 2)])
    assert points.tolist() == [[1, 4], [5, 3], [9, 2]]
    points = space["flip_points"](np.array([[1.0, 2]]), 10, [])
    assert points.tolist() == [[9, 2]]


@settings(max_examples=20)
@given(degrees=st.integers(-180, 180), x=st.integers(14, 34), y=st.integers(14, 34))
def test_a_spot_turns_as_its_point_does(example, degrees, x, y):
    """Against scipy's rotation of the image, and the point of the spot's centre of mass."""
    space = example("regularization/rotated_labels")
    image = np.zeros((48, 48))
    image[y - 2 : y + 3, x - 2 : x + 3] = 1
    angle = math.radians(degrees)
    ours = space["rotate_image"](torch.tensor(image)[None, None].float(), angle, "bilinear")
    ours = ours[0, 0].numpy()
    other = ndimage.rotate(image, -degrees, reshape=False, order=1)
    assert np.abs(ours - other).max() < 1e-3
    centre = space["rotate_points"](np.array([[x + 0.5, y + 0.5]]), angle, np.array([24.0, 24]))[0]
    row, column = ndimage.center_of_mass(ours)
    assert (column + 0.5, row + 0.5) == pytest.approx(tuple(centre), abs=0.1)


@quick
@given(box=boxes, patch=boxes)
def test_what_a_patch_leaves_is_that_of_the_pixels(example, box, patch):
    space = example("regularization/pasted_boxes")
    (x, y, w, h), (u, v, a, b) = box, patch
    pixels = np.zeros((60, 80), bool)
    pixels[y : y + h, x : x + w] = True
    seen = pixels.copy()
    seen[v : v + b, u : u + a] = False
    edges, cover = (x, y, x + w, y + h), (u, v, u + a, v + b)
    after = space["paste_boxes"]([(*edges, "it")], [], cover)
    if seen.sum() / pixels.sum() < 0.3:
        assert after == []
    else:
        rows, columns = seen.nonzero()
        around = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert after == [(*around, "it")]
    both = pixels & ~seen
    pasted = space["paste_boxes"]([], [(*edges, "it")], cover)
    if both.sum() / pixels.sum() < 0.3:
        assert pasted == []
    else:
        rows, columns = both.nonzero()
        around = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert pasted == [(*around, "it")]


def test_pasted_box_facts(example):
    space = example("regularization/pasted_boxes")
    left, top, right, bottom = space["patch"]
    stale = 0
    for boxes, shows in ((space["below"], False), (space["pasted"], True)):
        for x1, y1, x2, y2, _ in boxes:
            inside = [
                left <= x < right and top <= y < bottom
                for x in range(x1, x2)
                for y in range(y1, y2)
            ]
            stale += shows not in inside  # no pixel of it is to be seen
    seen = f"{1 - 20 * 42 / (44 * 58):.0%}"
    assert space["computed"] == {"pagoda": seen, "after": "2", "stale": f"{stale}"}


@quick
@given(
    values=st.lists(st.integers(0, 9), min_size=1, max_size=20),
    patience=st.integers(1, 5),
    least=st.integers(0, 2),
)
def test_early_stopping_is_that_of_a_look_back(example, values, patience, least):
    stopping = example("regularization/early_stopping")["EarlyStopping"](patience, least)
    best, at = math.inf, 0
    for epoch, value in enumerate(values):
        state = {"weights": [epoch]}
        stopped = stopping.step(value, state)
        state["weights"][0] = -1  # as training goes on
        if value < best - least:
            best, at = value, epoch
        assert stopping.state == {"weights": [at]}
        assert stopped == (epoch - at >= patience)
        if stopped:
            break


def test_nan_is_no_improvement(example):
    stopping = example("regularization/early_stopping")["EarlyStopping"](2)
    assert not stopping.step(1.0, "good")
    assert not stopping.step(math.nan, "bad")
    assert stopping.step(math.nan, "bad")
    assert stopping.state == "good"


def test_stopped_and_penalized_shares_are_near_each_other(example):
    space = example("regularization/early_stopping")
    h = np.logspace(-4, 1.9, 4000)
    apart = np.exp(-2 * h) - 1 / (1 + 2 * h)  # for small steps, rate times steps of two
    assert float(space["computed"]["apart"]) == pytest.approx(np.abs(apart).max(), abs=0.01)
    assert space["computed"]["lowest"] == f"epoch {space['curve'].argmin()}"


@quick
@given(p=st.floats(0.01, 0.99), q=st.floats(0.05, 1))
def test_generalized_loss_and_its_pull_are_those_of_autograd(example, p, q):
    space = example("regularization/label_noise")
    z = torch.tensor(math.log(p / (1 - p)), dtype=torch.double, requires_grad=True)
    probability = torch.sigmoid(z)
    loss = (1 - probability**q) / q
    loss.backward()
    assert space["generalized_loss"](p, q) == pytest.approx(loss.item())
    assert space["pull"](p, q) == pytest.approx(-z.grad.item())
    assert space["generalized_loss"](p, 0) == pytest.approx(-math.log(p))


def test_label_noise_facts(example):
    facts = example("regularization/label_noise")["computed"]
    assert facts["floor"] == f"{stats.entropy([0.8] + [0.2 / 9] * 9):.2f}"
    pulls = [facts[name] for name in ("cross-entropy", "between", "mae")]
    assert pulls == [f"{0.01**q * 0.99:.2f}" for q in (0, 0.7, 1)]


def test_suspects_are_those_of_a_loop(example):
    suspects = example("regularization/label_noise")["suspects"]
    random = np.random.default_rng(5)
    probabilities, labels = random.dirichlet(np.ones(4), size=200), random.integers(4, size=200)
    usual = [
        sum(p[k] for p, label in zip(probabilities, labels, strict=True) if label == k)
        / (labels == k).sum()
        for k in range(4)
    ]
    found = []
    for place, (p, label) in enumerate(zip(probabilities, labels, strict=True)):
        sure = [k for k in range(4) if p[k] >= usual[k]]
        if sure and max(sure, key=lambda k, p=p: p[k]) != label:
            found.append(place)
    assert suspects(probabilities, labels).tolist() == found


@quick
@given(lam=st.floats(0.01, 20), seed=st.integers(0, 99))
def test_ridge_is_that_of_scikit_learn(example, lam, seed):
    from sklearn.linear_model import Ridge

    space = example("regularization/ridge")
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(12, 4)), random.normal(size=12)
    expected = Ridge(alpha=lam, fit_intercept=False).fit(x, y).coef_
    assert space["ridge"](x, y, lam) == pytest.approx(expected, abs=1e-8)
    assert space["ridge_by_directions"](x, y, lam) == pytest.approx(expected, abs=1e-8)
    # least squares on the data with d rows of the penalty below them: its trace over the real rows
    stacked = np.concatenate([x, math.sqrt(lam) * np.eye(4)])
    hat = x @ np.linalg.pinv(stacked)[:, :12]
    d = np.linalg.svd(x, compute_uv=False)
    assert space["degrees_of_freedom"](d, lam) == pytest.approx(np.trace(hat))


def test_ridge_facts(example):
    facts = example("regularization/ridge")["computed"]
    shares = [100 / 101, 9 / 10, 1 / 2, 0.09 / 1.09]
    assert [facts[name] for name in ("strong", "middle", "weak")] == [
        f"{shares[place]:.2f}" for place in (0, 2, 3)
    ]
    assert facts["freedom"] == f"{sum(shares):.1f}"


@quick
@given(seam=st.tuples(st.integers(0, 20), st.integers(0, 20)), seed=st.integers(0, 999))
def test_mosaic_is_that_of_a_large_sheet(example, seam, seed):
    """All four images on a sheet of twice the side, from which the canvas is cut."""
    mosaic = example("regularization/mosaic_copy_paste")["mosaic"]
    random = np.random.default_rng(seed)
    images = [random.random((20, 20)) for _ in range(4)]
    boxes = []
    for _ in range(4):
        corner = random.integers(0, 12, (3, 2))
        boxes.append(np.concatenate([corner, corner + random.integers(2, 8, (3, 2))], axis=1))
    x, y = seam
    canvas, kept = mosaic(images, boxes, seam)
    sheet = np.block([[images[0], images[1]], [images[2], images[3]]])
    assert np.array_equal(canvas, sheet[20 - y : 40 - y, 20 - x : 40 - x])
    expected = []
    for own, (left, top) in zip(boxes, ((0, 0), (20, 0), (0, 20), (20, 20)), strict=True):
        for x1, y1, x2, y2 in own:
            painted = np.zeros((40, 40), bool)
            painted[top + y1 : top + y2, left + x1 : left + x2] = True
            cut = painted[20 - y : 40 - y, 20 - x : 40 - x]
            if cut.sum() >= 0.3 * painted.sum():
                rows, columns = cut.nonzero()
                expected.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
    assert kept.tolist() == expected


@quick
@given(seed=st.integers(0, 999))
def test_pasted_masks_are_those_of_a_loop_over_pixels(example, seed):
    space = example("regularization/mosaic_copy_paste")
    random = np.random.default_rng(seed)
    owner, pasted = random.integers(0, 4, (9, 11)), random.integers(0, 6, (9, 11))
    masks = np.stack([owner == name for name in (1, 2, 3)])
    objects = np.stack([pasted == name for name in (1, 2)])
    out, kept, boxes = space["copy_paste"](owner, masks, 10 + pasted, objects, least=0.6)
    after = np.where(np.isin(pasted, (1, 2)), 10 + pasted, owner)
    assert np.array_equal(out, after)
    names = [n for n in (1, 2, 3) if (after == n).sum() >= 0.6 * (owner == n).sum()]
    expected = [after == name for name in (*names, 11, 12)]
    assert np.array_equal(kept, np.stack(expected))
    for mask, (x1, y1, x2, y2) in zip(expected, boxes, strict=True):
        assert mask[y1:y2, x1:x2].sum() == mask.sum()
        assert all(edge.any() for edge in (mask[y1], mask[y2 - 1], mask[:, x1], mask[:, x2 - 1]))


def test_mosaic_and_copy_paste_facts(example):
    facts = example("regularization/mosaic_copy_paste")["computed"]
    y, x = np.mgrid[:32, :32] - 15.5
    disc = x**2 + y**2 < 64
    hidden = disc[:, 16:20].sum() / disc.sum()
    assert facts == {"quarter": "25%", "disc": f"{1 - hidden:.0%}"}


@quick
@given(threshold=st.floats(0.2, 0.95), seed=st.integers(0, 99))
def test_pseudo_label_loss_is_that_of_a_loop(example, threshold, seed):
    space = example("regularization/pseudo_labels")
    torch.manual_seed(seed)
    weak, strong = 2 * torch.randn(2, 12, 4, dtype=torch.double)
    total = 0
    for one, other in zip(weak.tolist(), strong.tolist(), strict=True):
        odds = [math.exp(z) for z in one]
        best = max(range(4), key=odds.__getitem__)
        if odds[best] / sum(odds) >= threshold:
            total += math.log(sum(math.exp(z - other[best]) for z in other))
    assert space["pseudo_label_loss"](weak, strong, threshold).item() == pytest.approx(total / 12)


@quick
@given(seed=st.integers(0, 99))
def test_consistency_is_the_mean_of_both_divergences(example, seed):
    torch.manual_seed(seed)
    first, second = torch.randn(2, 6, 3, dtype=torch.double)
    p, q = first.softmax(1).numpy(), second.softmax(1).numpy()
    both = (stats.entropy(p, q, axis=1) + stats.entropy(q, p, axis=1)) / 2
    ours = example("regularization/pseudo_labels")["consistency_loss"](first, second)
    assert ours.item() == pytest.approx(both.mean())


def test_pseudo_label_facts(example):
    facts = example("regularization/pseudo_labels")["computed"]
    assert facts == {"lead": f"{math.log(0.95 / (0.05 / 9)):.1f}"}


def test_views_are_mirrored_back(example):
    space = example("regularization/flipped_views")
    torch.manual_seed(1)
    x = torch.randn(2, 3, 5, 7)
    model = nn.Conv2d(3, 4, 3, padding=1)
    with torch.no_grad():
        ours = space["mean_mask"](model, x)
        left_to_right = torch.arange(6, -1, -1)
        mirrored = model(x[..., left_to_right]).softmax(1)[..., left_to_right]
    assert torch.allclose(ours, (model(x).softmax(1) + mirrored).detach() / 2, atol=1e-6)
    found = iter([torch.tensor([[1.0, 2, 4, 8]]), torch.tensor([[0.0, 2, 3, 8], [5, 1, 10, 3]])])

    def detector(_):
        boxes = next(found)
        return boxes, torch.ones(len(boxes))

    boxes, scores = space["views_of_boxes"](detector, torch.zeros(3, 12, 10))
    assert boxes.tolist() == [[1, 2, 4, 8], [7, 2, 10, 8], [0, 1, 5, 3]]
    assert len(scores) == 3


def test_flipped_view_facts(example):
    """Two discs of radius 14 whose centres are twice the shift apart: the lens over one disc."""
    facts = example("regularization/flipped_views")["computed"]
    for name, shift in (("centred", 0), ("off", 4), ("far", 16)):
        apart = min(2 * shift / 28, 1)
        lens = 2 * (math.acos(apart) - apart * math.sqrt(1 - apart**2)) / math.pi
        assert float(facts[name]) == pytest.approx(lens, abs=0.02)


def test_confident_joint_is_that_of_a_loop(example):
    confident_joint = example("regularization/noise_matrix")["confident_joint"]
    random = np.random.default_rng(3)
    probabilities, labels = random.dirichlet(np.ones(3), size=300), random.integers(3, size=300)
    usual = [np.mean([p[k] for p in probabilities[labels == k]]) for k in range(3)]
    counts = [[0.0] * 3 for _ in range(3)]
    for p, label in zip(probabilities, labels, strict=True):
        sure = [k for k in range(3) if p[k] >= usual[k]]
        if sure:
            counts[max(sure, key=p.__getitem__)][label] += 1
    for label in range(3):
        column = sum(row[label] for row in counts)
        for row in counts:
            row[label] *= (labels == label).sum() / column
    guess, known, rates = confident_joint(probabilities, labels)
    assert rates == pytest.approx(np.array([[c / sum(row) for c in row] for row in counts]))
    assert known.sum() == sum(any(p[k] >= usual[k] for k in range(3)) for p in probabilities)
    assert guess.shape == (300,)


def test_no_image_votes_for_itself(example):
    """A label that occurs once gets no vote at its own image."""
    space = example("regularization/noise_matrix")
    labels = np.zeros(len(space["true"]), int)
    labels[7] = 9
    probabilities = space["out_of_fold"](labels, np.random.default_rng(0))
    assert probabilities[7, 9] == 0
    assert probabilities.sum(1) == pytest.approx(1)


@quick
@given(accuracy=st.floats(0, 1), rate=st.floats(0, 0.8), classes=st.integers(2, 20))
def test_scored_accuracy_is_the_sum_over_confusions(example, accuracy, rate, classes):
    scored = example("regularization/noise_matrix")["scored"]
    labels = np.full((classes, classes), rate / (classes - 1))
    np.fill_diagonal(labels, 1 - rate)
    answers = np.full((classes, classes), (1 - accuracy) / (classes - 1))
    np.fill_diagonal(answers, accuracy)
    expected = (labels * answers).sum() / classes
    assert scored(accuracy, rate, classes) == pytest.approx(expected)
    facts = example("regularization/noise_matrix")["computed"]
    assert facts == {"kept": f"{1 - 1 / 9:.2f}", "counted": "1.5 points"}
