# %% [markdown]
# # Class activation maps
# Which places of the last map does the score of a class come from?

# %%
import torch
from torch import nn

# %% [markdown]
# ## Mean and linear layer change places
# The classifier weighs the mean of each channel. The mean of the weighted channels is
# the same number: so the score is the mean of a map, the class activation map.


# %%
def class_activation_map(maps, linear, label):
    """Scores at each position of (C, H, W), bias left out: (H, W)."""
    return torch.einsum("c,chw->hw", linear.weight[label], maps)


def grad_cam(maps, score):
    """Maps (…, C, H, W), each weighed by the mean gradient of the score: (…, H, W)."""
    (gradient,) = torch.autograd.grad(score, maps, retain_graph=True)
    weights = gradient.mean((-2, -1), keepdim=True)  # (…, C, 1, 1)
    return (weights * maps).sum(-3).relu()


torch.manual_seed(0)
body = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3))
linear = nn.Linear(16, 5)
maps = body(torch.randn(3, 33, 33)).detach().requires_grad_()  # (16, 14, 14)
scores = linear(maps.mean((1, 2)))
for label in range(5):
    cam = class_activation_map(maps, linear, label)
    assert torch.allclose(cam.mean() + linear.bias[label], scores[label], atol=1e-6)

# %% [markdown]
# ## Grad-CAM asks the gradient instead
# Behind a global mean every position of a channel has the gradient w / (H W). So for such
# a network Grad-CAM is the positive part of the class activation map, divided by the
# number of positions. It needs no particular head: any score that can be differentiated
# will do.

# %%
positions = maps[0].numel()
for label in range(5):
    cam = class_activation_map(maps, linear, label)
    assert torch.allclose(
        grad_cam(maps, scores[label]), cam.relu() / positions, atol=1e-6
    )
hidden = nn.Sequential(
    nn.Flatten(0), nn.Linear(maps.numel(), 32), nn.ReLU(), nn.Linear(32, 5)
)
seen = grad_cam(maps, hidden(maps)[0])
assert seen.shape == maps.shape[1:]

# %% [markdown]
# ## A batch, through a hook
# A forward hook gets the maps of a whole batch. In evaluation an image's score depends on its
# own maps alone, so the gradient of the sum of the scores holds that of each.

# %%
net = nn.Sequential(body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), linear).eval()
stored = []
hook = body.register_forward_hook(lambda *call: stored.append(call[-1]))
batch = torch.randn(2, 3, 33, 33)
total = net(batch)[:, 0].sum()
together = grad_cam(stored[0], total)  # (N, H, W)
for n in range(len(batch)):
    alone = net(batch[n : n + 1])[0, 0]
    torch.testing.assert_close(together[n], grad_cam(stored[-1], alone)[0])
hook.remove()
# %%
computed = {
    "map": "{}×{}".format(*seen.shape),
    "positions": f"{positions}",
}
