# %% [markdown]
# # Test-time augmentation undone
# Predictions on a mirrored image have to be mirrored back. What happens if they are not?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch


# %%
def mean_mask(model, x):
    """Probabilities (N, C, H, W) of a model on images and on their mirror images."""
    plain, mirrored = model(x).softmax(1), model(x.flip(-1)).softmax(1)
    return (plain + mirrored.flip(-1)) / 2


def views_of_boxes(model, x):
    """Boxes and scores of both views of one image (C, H, W), for one NMS over all."""
    width = x.shape[-1]
    (boxes, scores), (mirrored, others) = model(x), model(x.flip(-1))
    back = torch.stack([width - mirrored[:, 2], mirrored[:, 1]], 1)
    back = torch.cat([back, width - mirrored[:, :1], mirrored[:, 3:]], 1)
    return torch.cat([boxes, back]), torch.cat([scores, others])


# %% [markdown]
# ## Checked
# A model that sees the same wherever it stands: a convolution whose kernel is
# symmetric. Both views must then agree. And a box that is painted and found again.

# %%
torch.manual_seed(0)
kernel = torch.randn(3, 2, 5, 5)
kernel = kernel + kernel.flip(-1)
x = torch.randn(1, 2, 16, 20)


def symmetric(images):
    return torch.nn.functional.conv2d(images, kernel, padding=2)


assert torch.allclose(mean_mask(symmetric, x), symmetric(x).softmax(1), atol=1e-5)


def finder(image):
    """The box around what is painted; its left edge as the score tells views apart."""
    y, x = image[0].nonzero().T
    return torch.tensor([[x.min(), y.min(), x.max() + 1, y.max() + 1]]), x[:1]


painted = torch.zeros(1, 16, 20)
painted[0, 4:9, 3:11] = 1
boxes, scores = views_of_boxes(finder, painted)
assert boxes.tolist() == [[3, 4, 11, 9]] * 2
assert scores.tolist() == [3, 9]  # in the order of their boxes

# %% [markdown]
# ## Not undone
# A perfect model on a disc, and the mean of its mask with the one that was left
# mirrored, above one half: what both share. In the middle nothing is seen of the fault.


# %%
def iou_of_fault(shift, radius=14, side=64):
    """IoU of the faulty mean with the disc, its centre off the middle by shift pixels."""
    y, x = np.mgrid[:side, :side] + 0.5
    disc = (x - side / 2 - shift) ** 2 + (y - side / 2) ** 2 < radius**2
    faulty = (disc + disc[:, ::-1].astype(float)) / 2 > 0.5
    return (faulty & disc).sum() / (faulty | disc).sum()


shifts = np.arange(0, 18)
scores = [iou_of_fault(shift) for shift in shifts]
assert (np.diff(scores) <= 0).all()

fig, ax = plt.subplots(num="fault", figsize=(5, 2.4))
ax.plot(shifts, scores, "C1o-")
ax.set(xlabel="pixels off the middle", ylabel="IoU with the disc")

# %%
computed = {
    "centred": f"{iou_of_fault(0):.2f}",
    "off": f"{iou_of_fault(4):.2f}",
    "far": f"{iou_of_fault(16):.2f}",
}
