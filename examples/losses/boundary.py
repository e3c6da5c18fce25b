# %% [markdown]
# # Boundary loss
# Eight false pixels at the edge of an object, or eight far from it: which loss tells
# them apart?

# %%
import torch

# %% [markdown]
# The signed distance to the true boundary, negative inside. Boundaries run between
# pixels, so it is one half at the pixels beside them.


# %%
def signed_distance(mask):
    """Distance of each pixel of a mask (H, W) to its boundary, negative inside."""
    places = mask.new_ones(mask.shape).nonzero().double()  # (H·W, 2)
    inside = mask.flatten()
    apart = torch.cdist(places, places)
    to_object = apart[:, inside].amin(1)
    to_rest = apart[:, ~inside].amin(1)
    return torch.where(inside, 0.5 - to_rest, to_object - 0.5).reshape(mask.shape)


def boundary_loss(p, distance):
    """Sum of the probabilities p (H, W), each times its signed distance."""
    return (p * distance).sum()


# %%
mask = torch.zeros(32, 32, dtype=torch.bool)
mask[4:12, 4:12] = True
distance = signed_distance(mask)
perfect = mask.double()
near, far = perfect.clone(), perfect.clone()
near[4:12, 12] = 1  # one more column
far[20:28, 24] = 1  # the same, away from the object


def cost(p):
    """Boundary loss above that of the perfect answer."""
    return boundary_loss(p, distance) - boundary_loss(perfect, distance)


def dice_loss(p):
    return 1 - 2 * (p * mask).sum() / (p.sum() + mask.sum())


# %% [markdown]
# Each wrong pixel costs its distance, on either side: a false one adds it, a missed one
# takes away a negative one.

# %%
torch.manual_seed(0)
guess = torch.rand(32, 32) < 0.5
wrong = guess != mask
torch.testing.assert_close(cost(guess.double()), distance[wrong].abs().sum())

# %% [markdown]
# The slope on p is the distance, whatever the pixel says. So a small object is drowned
# at first: the background far away holds most of the slope.

# %%
p = torch.full((32, 32), 0.5, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(boundary_loss(p, distance), p)
drowned = slope[~mask].sum() / -slope[mask].sum()

# %%
assert dice_loss(near) == dice_loss(far)

# %%
computed = {
    "dice": f"{dice_loss(near):.3f}",
    "near": f"{cost(near):.0f}",
    "far": f"{cost(far):.0f}",
    "drowned": f"{drowned:.0f}×",
}
