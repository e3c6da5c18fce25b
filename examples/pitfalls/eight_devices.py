# %% [markdown]
# # What eight devices change
# How can a mean over devices and a sampler make training on several devices different?

# %%
import torch
from torch.utils.data import DistributedSampler

# %% [markdown]
# ## A mean of means
# Each device divides its sum of losses by its own count of labelled pixels; then the
# gradients are averaged. Seven devices hold many labelled pixels, one holds few.

# %%
DEVICES = 8
counts = [100] * (DEVICES - 1) + [10]
losses = [torch.ones(n, requires_grad=True) for n in counts]


def mean_of_means(losses):
    """What averaging the gradients of the devices' means minimizes."""
    return sum(loss.mean() for loss in losses) / len(losses)


def global_mean(losses):
    """Each device: its sum times the number of devices over the global count."""
    total = sum(loss.numel() for loss in losses)  # an all-reduce of one number
    return sum(len(losses) * loss.sum() / total for loss in losses) / len(losses)


uneven = torch.autograd.grad(mean_of_means(losses), losses)
even = torch.autograd.grad(global_mean(losses), losses)
assert all(torch.allclose(g, torch.full_like(g, 1 / sum(counts))) for g in even)
heavier = (uneven[-1][0] / even[-1][0]).item()

# %% [markdown]
# ## The sampler
# It repeats samples until every device has as many, and shuffles by seed and epoch:
# without `set_epoch` each epoch has the same order.

# %%
data = list(range(10))


def epoch_order(epoch, told):
    """The samples of all devices, in the order in which they are dealt out."""
    order = []
    for rank in range(DEVICES):
        sampler = DistributedSampler(data, num_replicas=DEVICES, rank=rank)
        if told:
            sampler.set_epoch(epoch)
        order.append(list(sampler))
    return order


dealt = [sample for device in epoch_order(0, told=True) for sample in device]
assert set(dealt) == set(data)
repeated = len(dealt) - len(data)
assert all(
    epoch_order(epoch, told=False) == epoch_order(0, told=False) for epoch in (1, 2)
)
assert epoch_order(1, told=True) != epoch_order(0, told=True)

# %%
computed = {
    "heavier": f"{heavier:.1f}×",
    "repeated": f"{repeated}",
    "dealt": f"{len(dealt)}",
}
