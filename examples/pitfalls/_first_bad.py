"""The first module whose output is not finite."""

import torch


def first_bad(net, x):
    """Name of the first module whose output is not finite; None for none.

    Looks at modules without children, and at the tensors of an output that is a tuple.
    """
    bad, hooks = [], []

    def watch(name):
        def check(module, inputs, output):
            tensors = output if isinstance(output, tuple) else (output,)
            if not all(t.isfinite().all() for t in tensors if torch.is_tensor(t)):
                bad.append(name)

        return check

    for name, module in net.named_modules():
        if not list(module.children()):
            hooks.append(module.register_forward_hook(watch(name)))
    with torch.no_grad():
        net(x)
    for hook in hooks:
        hook.remove()
    return bad[0] if bad else None
