"""Section 3 against torch's own layers and optimizers, scipy's distributions, and counted pixels."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
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
