"""Stacks of 3×3 convolutions, their gradient norms, and the text of a range."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def build(depth, width=16, batch=4, he=True, dtype=torch.float64):
    """Convolutions and a random input; float64 keeps tiny norms from turning into zeros."""
    convs = [nn.Conv2d(width, width, 3, padding=1, dtype=dtype) for _ in range(depth)]
    for conv in convs if he else ():  # else nn.Conv2d's own weights and biases
        nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
        nn.init.zeros_(conv.bias)
    return convs, torch.randn(batch, width, 8, 8, dtype=dtype)


def gradient_norms(convs, x, skip, norm):
    """Norm of each convolution's weight gradient, from the input to the output.

    `norm`: batch norm in front of each ReLU. `skip`: around every two convolutions.
    """
    for i, conv in enumerate(convs):
        conv.zero_grad()
        if skip and i % 2 == 0:
            start = x
        x = conv((F.batch_norm(x, None, None, training=True) if norm else x).relu())
        if skip and i % 2 == 1:
            x = start + x
    labels = torch.arange(len(x)) % x.shape[1]  # the channels serve as classes
    F.cross_entropy(x.mean((2, 3)), labels).backward()  # (B, C, H, W) → (B, C)
    return [conv.weight.grad.norm().item() for conv in convs]


def span(values, form):
    """Smallest to largest, or one number where both look alike."""
    ends = [format(end, form) for end in (min(values), max(values))]
    return " to ".join(dict.fromkeys(ends))


def powers(values):
    """Smallest to largest as powers of ten."""
    digits = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    ends = [round(math.log10(end)) for end in (min(values), max(values))]
    return " to ".join(dict.fromkeys(f"10{str(end).translate(digits)}" for end in ends))
