"""Networks on the whiteboard: each solution against PyTorch, on drawn and on edge inputs."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

MANY = settings(max_examples=100)
WHOLE = st.integers(-3, 3)


def both(name, *solutions):
    """Run a test with each solution of a script."""
    return pytest.mark.parametrize("solution", [(name, each) for each in solutions], ids="#".join)


def find(example, solution):
    name, function = solution
    return example(f"scratch/{name}")[function]


def drawn(seed, *shape):
    """Normal numbers of a shape, the same for the same seed."""
    return np.random.default_rng([seed, *shape]).normal(size=shape)


def close(ours, theirs):
    """Both have one shape and the same values."""
    theirs = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    assert np.shape(ours) == np.shape(theirs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


@st.composite
def layers(draw, grouped):
    """Images, kernels and settings of a convolution, whose kernel fits the padded image."""
    side = st.integers(1, 3)
    groups = draw(st.integers(1, 3)) if grouped else 1
    run, out = draw(st.integers(1, 2)), draw(st.integers(1, 2)) * groups
    kernel = draw(side), draw(side)
    stride, dilation = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    padding = draw(st.integers(0, 2))
    size = [max(dilation * (k - 1) + 1 - 2 * padding, 1) + draw(st.integers(0, 2)) for k in kernel]
    seed, images = draw(st.integers(0, 99)), draw(st.integers(0, 2))
    x, weight = drawn(seed, images, run * groups, *size), drawn(seed, out, run, *kernel)
    return x, weight, drawn(seed, out), [stride, padding, dilation, *([groups] if grouped else [])]


@both("convolution", "convolve", "convolve_im2col")
@MANY
@given(layer=layers(grouped=True), has_bias=st.booleans())
def test_convolutions_are_pytorchs(example, solution, layer, has_bias):
    x, weight, bias, rest = layer
    convolve, bias = find(example, solution), bias if has_bias else None
    tensors = [None if each is None else torch.tensor(each) for each in (x, weight, bias)]
    close(convolve(x, weight, bias, *rest), F.conv2d(*tensors, *rest))


@both("convolution", "convolve", "convolve_im2col")
def test_a_kernel_larger_than_the_padded_image_is_refused(example, solution):
    convolve = find(example, solution)
    for size, kernel, *rest in [
        ((2, 9), (3, 1)),
        ((9, 2), (1, 3)),
        ((2, 9), (5, 1), 1, 1),
        ((2, 9), (2, 2), 1, 0, 2),
        ((1, 1), (9, 9), 3, 0, 1),
    ]:
        with pytest.raises(ValueError, match="larger"):
            convolve(np.ones((1, 1, *size)), np.ones((1, 1, *kernel)), None, *rest)
    assert convolve(np.ones((1, 1, 2, 9)), np.ones((1, 1, 4, 4)), None, 1, 1).shape == (1, 1, 1, 8)


@both("convolution_backward", "convolve_backward", "convolve_backward_col2im")
@MANY
@given(layer=layers(grouped=False))
def test_gradients_of_a_convolution_are_autograds(example, solution, layer):
    x, weight, bias, rest = layer
    leaves = [torch.tensor(each, requires_grad=True) for each in (x, weight, bias)]
    out = F.conv2d(*leaves, *rest)
    upstream = drawn(7, *out.shape)
    expected = torch.autograd.grad(out, leaves, torch.tensor(upstream))
    for ours, theirs in zip(
        find(example, solution)(upstream, x, weight, *rest), expected, strict=True
    ):
        close(ours, theirs)


@both("pooling", "pool", "pool_vectorized")
@MANY
@given(data=st.data(), kind=st.sampled_from(["max", "average"]), ties=st.booleans())
def test_pooling_is_pytorchs_with_its_gradient(example, solution, data, kind, ties):
    size, stride = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    padding = data.draw(st.integers(0, size // 2))
    shape = [max(size - 2 * padding, 1) + data.draw(st.integers(0, 4)) for _ in range(2)]
    values = drawn(data.draw(st.integers(0, 99)), data.draw(st.integers(0, 2)), 2, *shape)
    values = np.round(values) - 3 if ties else values
    x = torch.tensor(values, requires_grad=True)
    expected = {"max": F.max_pool2d, "average": F.avg_pool2d}[kind](x, size, stride, padding)
    upstream = drawn(8, *expected.shape)
    (at_x,) = torch.autograd.grad(expected, x, torch.tensor(upstream))
    out, backward = find(example, solution)(values, size, stride, padding, kind)
    close(out, expected)
    close(backward(upstream), at_x)
    close(backward(upstream), at_x)  # asked twice it says the same


def test_facts_of_convolution_and_pooling(example):
    computed = example("scratch/convolution")["computed"]
    products = 64 * 64 * 56 * 56 * 3 * 3
    assert computed == {"products": f"{products / 1e6:.0f} million", "copies": "9×"}
    computed = example("scratch/convolution_backward")["computed"]
    assert computed == {"middle": "9", "middle-slip": "1"}
    computed = example("scratch/pooling")["computed"]
    assert computed == {"gradient": "1", "gradient-slip": "4"}
