# %% [markdown]
# # One backward pass for every normalization
# What is the gradient of batch, layer, instance, group and RMS norm, and why is it more
# than a division by the standard deviation?

# %%
import torch
from torch import nn

torch.manual_seed(0)
N, C, H, W, G = 4, 6, 5, 5, 2
x = torch.randn(N, C, H, W, dtype=torch.float64) * 3 + 5
upstream = torch.randn_like(x)  # gradient of the loss with respect to x̂

# %% [markdown]
# The values that share a mean lie along `dims`; nothing else differs between the layers.


# %%
def normalize(x, dims, eps=1e-5):
    """x̂ and the standard deviation by which it was divided."""
    centred = x - x.mean(dims, keepdim=True)
    sd = (centred.square().mean(dims, keepdim=True) + eps).sqrt()
    return centred / sd, sd


def normalize_backward(upstream, x_hat, sd, dims):
    """Gradient with respect to x, from the gradient with respect to x̂."""
    shared = upstream.mean(dims, keepdim=True)  # through the mean
    along = (upstream * x_hat).mean(dims, keepdim=True)  # through the deviation
    return (upstream - shared - along * x_hat) / sd


def rms_norm(x, eps=1e-6):
    """x̂ and the root of the mean square of each token (..., D)."""
    rms = (x.square().mean(-1, keepdim=True) + eps).sqrt()
    return x / rms, rms


def rms_norm_backward(upstream, x_hat, rms):
    """As above without a mean, so without its term."""
    return (upstream - (upstream * x_hat).mean(-1, keepdim=True) * x_hat) / rms


def affine_backward(upstream, x_hat, gamma, dims):
    """Gradients of γ, β and x̂ where y = γ x̂ + β; γ is constant along dims."""
    over = {"dim": dims, "keepdim": True}
    return (upstream * x_hat).sum(**over), upstream.sum(**over), upstream * gamma


# %% [markdown]
# PyTorch's autograd agrees, layer by layer.

# %%
x.requires_grad_()
for layer, dims in {
    nn.BatchNorm2d(C): (0, 2, 3),
    nn.LayerNorm([C, H, W]): (1, 2, 3),
    nn.LayerNorm(W): (3,),
    nn.InstanceNorm2d(C): (2, 3),
}.items():
    (expected,) = torch.autograd.grad(layer.double()(x), x, upstream)
    ours = normalize_backward(upstream, *normalize(x.detach(), dims), dims)
    torch.testing.assert_close(ours, expected)

groups = x.detach().view(N, G, C // G, H, W)
(expected,) = torch.autograd.grad(nn.GroupNorm(G, C).double()(x), x, upstream)
ours = normalize_backward(
    upstream.view_as(groups), *normalize(groups, (2, 3, 4)), (2, 3, 4)
)
torch.testing.assert_close(ours.view_as(x), expected)

(expected,) = torch.autograd.grad(nn.RMSNorm(W, eps=1e-6).double()(x), x, upstream)
torch.testing.assert_close(rms_norm_backward(upstream, *rms_norm(x.detach())), expected)

batch = nn.BatchNorm2d(C).double()
nn.init.normal_(batch.weight)
grads = torch.autograd.grad(batch(x), [batch.weight, batch.bias, x], upstream)
x_hat, sd = normalize(x.detach(), (0, 2, 3))
gamma = batch.weight.detach().view(1, C, 1, 1)
*sums, inner = affine_backward(upstream, x_hat, gamma, (0, 2, 3))
ours = [s.flatten() for s in sums]
ours.append(normalize_backward(inner, x_hat, sd, (0, 2, 3)))
torch.testing.assert_close(ours, list(grads))

# %% [markdown]
# Four values by hand, of mean one and deviation one. The loss pulls at the first output
# alone. Its twin moves the other way, for the mean is shared.

# %%
four = torch.tensor([0.0, 0, 2, 2], dtype=torch.float64)
pull = torch.tensor([1.0, 0, 0, 0], dtype=torch.float64)
hat, deviation = normalize(four, (0,), eps=0)
gradient = normalize_backward(pull, hat, deviation, (0,))
frozen = pull / deviation  # as if mean and deviation were constants
total, dot = gradient.sum().item(), (gradient * hat).sum().item()
assert abs(total) < 1e-12
assert abs(dot) < 1e-12


def signed(value):
    return f"{value:.1f}".replace("-", "−")


# %%
computed = {
    "first": signed(gradient[0].item()),
    "twin": signed(gradient[1].item()),
    "others": signed(abs(gradient[2].item())),
    "frozen-first": signed(frozen[0].item()),
    "frozen-twin": signed(frozen[1].item()),
    "sum": signed(abs(total)),
    "dot": signed(abs(dot)),
}
