# %% [markdown]
# # A random split of frames leaks scenes
# How much does a split by frame promise when there is nothing to learn?

# %%
from itertools import product
from random import Random

import numpy as np

# %% [markdown]
# Videos of a few frames that look alike, and a label for each video that is drawn at
# random. No model can predict the label of a new video. A model that remembers frames
# still finds it where another frame of the same video was trained on.

# %%
FRAMES, CLASSES, TEST = 5, 2, 0.2


def side(group: str, test_share: float, salt: str = "v1") -> str:
    """The side of a whole group, the same in each run and when data are added."""
    seed = int.from_bytes(f"{salt}/{group}".encode())
    place = Random(seed).random()  # in [0, 1), drawn from the name alone
    return "test" if place < test_share else "train"


def deal(groups, labels, folds: int):
    """A fold for each image, (N,): whole groups, class shares about alike in all folds."""
    names, group = np.unique(groups, return_inverse=True)
    classes, label = np.unique(labels, return_inverse=True)  # only those that occur
    counts = np.zeros((len(names), len(classes)))
    np.add.at(counts, (group, label), 1)  # (groups, classes)
    held, fold = np.zeros((folds, len(classes))), np.zeros(len(names), int)
    for g in np.argsort(-counts.std(1), kind="stable"):  # the most uneven first
        tried = held + np.eye(folds)[:, :, None] * counts[g]  # (folds, folds, classes)
        uneven = (tried / counts.sum(0)).std(1).mean(1)  # if it went to each fold
        fold[g] = uneven.round(9).argmin()  # rounding does not break a tie
        held[fold[g]] += counts[g]
    return fold[group]


def seen(frames: int, test_share: float) -> float:
    """The chance that a test frame has a frame of its video in training."""
    return 1 - test_share ** (frames - 1)


def remembered(frames: int, test_share: float, classes: int) -> float:
    """The expected accuracy of a look-up: sure where the video was seen, else a guess."""
    known = seen(frames, test_share)
    return known + (1 - known) / classes


# %% [markdown]
# ## Checks
# All ways to deal out the other frames, each with its probability. A split by group: no
# video on both sides, new videos move no old one, and the share is about right. And a
# look-up of the nearest frame on drawn videos, whose frames lie close together.

# %%
total = 0.0
for others in product((True, False), repeat=FRAMES - 1):  # True: in training
    chance = 1.0
    for trained in others:
        chance *= 1 - TEST if trained else TEST
    total += chance * any(others)
assert abs(total - seen(FRAMES, TEST)) < 1e-12

videos = [f"camera-{c}/clip-{i}" for c in range(20) for i in range(100)]
frames = [(video, frame) for video in videos for frame in range(FRAMES)]
sides = [side(video, TEST) for video, _ in frames]
tested = {video for (video, _), s in zip(frames, sides, strict=True) if s == "test"}
trained = {video for (video, _), s in zip(frames, sides, strict=True) if s == "train"}
assert not tested & trained
assert tested == {video for video in reversed(videos) if side(video, TEST) == "test"}
assert abs(len(tested) / len(videos) - TEST) < 0.05
common = np.arange(400) % 40  # groups of ten images
rare = (common < 10).astype(int)  # a class that fills ten of the groups
fold = deal(common, rare, 5)
assert all(len(set(fold[common == g])) == 1 for g in common)  # none is cut
assert np.bincount(fold[rare == 1]).tolist() == [20] * 5
assert np.bincount(fold).tolist() == [80] * 5
assert not any(deal(["a"], [0], k)[0] for k in range(2, 12))  # a tie of all folds


def spread(fold, labels):
    """How unevenly each class lies in five folds, as a mean over classes."""
    shares = [np.bincount(fold[labels == c], minlength=5) for c in np.unique(labels)]
    return np.mean([share.std() / share.sum() for share in shares])


rng, dealt, in_turn = np.random.default_rng(2), 0.0, 0.0
for _ in range(30):  # groups of unequal size; classes one and three
    groups = rng.integers(0, 30, 600) ** 2 // 30
    labels = np.where(rng.random(len(groups)) < groups / 150, 3, 1)
    dealt += spread(deal(groups, labels, 5), labels)
    in_turn += spread(groups % 5, labels)
assert dealt < 0.75 * in_turn
by_frame, by_video = remembered(FRAMES, TEST, CLASSES), remembered(1, TEST, CLASSES)

rng = np.random.default_rng(0)
places = rng.standard_normal((len(videos), 1, 8))
x = (places + 0.05 * rng.standard_normal((len(videos), FRAMES, 8))).reshape(-1, 8)
y = rng.integers(0, CLASSES, len(videos)).repeat(FRAMES)  # a label a video


def look_up(test):
    """Accuracy of the label of the nearest training frame; test is a mask, (N,)."""
    known, asked = x[~test], x[test]
    distance = (known**2).sum(1) - 2 * asked @ known.T  # up to a constant for each row
    return (y[~test][distance.argmin(1)] == y[test]).mean()


assert abs(look_up(rng.random(len(x)) < TEST) - by_frame) < 0.01
assert abs(look_up(np.array([s == "test" for s in sides])) - by_video) < 0.12

# %%
computed = {
    "seen": f"{seen(FRAMES, TEST):.1%}",
    "by-frame": f"{by_frame:.1%}",
    "by-video": f"{by_video:.0%}",
}
