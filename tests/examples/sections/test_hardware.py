"""Section 8: memory against PyTorch's own trackers and closed forms, schedules against brute force."""

import itertools
import math
import multiprocessing.context
import os

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed._tools.mem_tracker import MemTracker
from torch.utils.checkpoint import checkpoint
from torch.utils.flop_counter import FlopCounterMode


def blocks(net):
    """The sixteen blocks of a ResNet-50 in a row."""
    return [block for stage in net.stages for block in stage]


def test_resnet50_is_the_published_network(example):
    """Shapes and counts of torchvision's resnet50: 161 parameters, 53 convolutions, 25,557,032 numbers."""
    net = example("hardware/memory_breakdown")["resnet50"]()
    assert len(list(net.parameters())) == 161
    assert sum(isinstance(m, nn.Conv2d) for m in net.modules()) == 53
    assert sum(p.numel() for p in net.parameters()) == 25_557_032
    assert [len(stage) for stage in net.stages] == [3, 4, 6, 3]
    with torch.no_grad():
        x, shapes = net.eval().stem(torch.zeros(1, 3, 64, 64)), []
        for stage in net.stages:
            x = stage(x)
            shapes.append(tuple(x.shape[1:]))
        assert shapes == [(256, 16, 16), (512, 8, 8), (1024, 4, 4), (2048, 2, 2)]
        assert net.head(x).shape == (1, 1000)


def test_a_block_of_the_resnet_is_the_papers(example):
    """1×1, 3×3, 1×1, batch norm after each, ReLU after the first two and after the addition."""
    block = example("hardware/memory_breakdown")["resnet50"]().stages[1][0].double()
    torch.manual_seed(0)
    x = torch.randn(2, 256, 8, 8, dtype=torch.float64)

    def layer(x, conv, stride=1, padding=0):
        y = nn.functional.conv2d(x, conv.weight, stride=stride, padding=padding)
        var, mean = torch.var_mean(y, (0, 2, 3), correction=0, keepdim=True)
        return (y - mean) / (var + 1e-5).sqrt()

    y = layer(x, block.reduce).clamp(min=0)
    y = layer(y, block.conv, stride=2, padding=1).clamp(min=0)
    expected = (layer(y, block.expand) + layer(x, block.skip[0], stride=2)).clamp(min=0)
    torch.testing.assert_close(block(x), expected)


def test_activation_formula_on_real_tensors(example):
    space = example("hardware/activation_memory")
    net = space["resnet50"]()
    for batch, size in ((2, 32), (3, 64), (1, 96)):
        kept = space["kept_bytes"](net, batch, size, device="cpu")
        assert kept == space["formula"](batch, size)


def test_each_part_is_labelled_with_the_side_of_its_maps(example):
    labels = ["stem, 112²", "stage 1, 56²", "stage 2, 28²", "stage 3, 14²", "stage 4, 7²", "head"]
    assert example("hardware/memory_breakdown")["names"] == labels


def test_parts_of_the_network_keep_what_the_formula_says(example):
    """The part that keeps a tensor first counts it; together they are the whole, as is the state."""
    breakdown = example("hardware/memory_breakdown")
    assert sum(breakdown["where"]) == example("hardware/activation_memory")["formula"](64)
    # the head: features, log-probabilities, labels, and the total weight of the labels
    features = breakdown["where"][-1] - 4 * 64 * 1000 - 8 * 64 - 4
    assert features == 4 * 64 * 2048
    assert breakdown["model_state"] == 16 * 25_557_032 + 4 * 161  # a step counter a tensor


def test_activations_count_two_maps_for_each_convolution(example):
    """The rule of thumb on the page, from shapes seen by forward hooks, is within 5%."""
    space = example("hardware/activation_memory")
    net, outputs = space["resnet50"]().to("meta"), []
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(lambda m, i, o: outputs.append(o.numel()))
    net(torch.empty(1, 3, 224, 224, device="meta"))
    assert 4 * 2 * sum(outputs) == pytest.approx(space["per_image"], rel=0.05)
    assert 4 * 2 * sum(outputs) == space["rule"]
    assert space["computed"]["per-image"] == "85.9 MB"  # 85,913,512 in the ledger
    assert space["computed"]["activations-bytes"] == "5,498,677,252 bytes"


SAVERS = {
    "fp32": {},
    "stage": {"checkpoints": "stage"},
    "bf16": {"bf16": True},
    "block": {"checkpoints": "block"},
    "batch-16": {"batch": 16},
    "both": {"checkpoints": "block", "bf16": True},
}


@pytest.mark.parametrize("key", SAVERS)
def test_peak_agrees_with_pytorchs_memory_tracker(example, key):
    """Adam's state, there from the second step on, is added to the tracker's first step."""
    space = example("hardware/memory_savings")
    options = {"batch": 64, "checkpoints": None, "bf16": False} | SAVERS[key]
    resnet50 = example("hardware/memory_breakdown")["resnet50"]  # runs outside of the fake mode
    with FakeTensorMode():
        net = resnet50()
        x, y = torch.empty(options["batch"], 3, 224, 224), torch.zeros(options["batch"]).long()
        tracker = MemTracker()
        tracker.track_external(net, x, y)
        inner = net.stages if options["checkpoints"] == "stage" else blocks(net)
        with tracker:
            with torch.autocast("cpu", torch.bfloat16, enabled=options["bf16"]):
                x = net.stem(x)
                for part in inner:
                    x = (
                        checkpoint(part, x, use_reentrant=False)
                        if options["checkpoints"]
                        else part(x)
                    )
                loss = nn.functional.cross_entropy(net.head(x), y)
            del x
            loss.backward()
        (snapshot,) = tracker.get_tracker_snapshot("peak").values()
    peak = snapshot["Total"] + 2 * space["P"]
    assert space["steps"][key].peak == pytest.approx(peak, rel=0.02)


@pytest.mark.parametrize("bf16", [False, True])
def test_formula_of_what_is_kept_on_real_tensors(example, bf16):
    """One real image: distinct storages that autograd saves, the model's own left out."""
    space = example("hardware/memory_savings")
    net, kept = example("hardware/memory_breakdown")["resnet50"](), {}
    own = {t.untyped_storage().data_ptr() for t in (*net.parameters(), *net.buffers())}

    def pack(t):
        kept[t.untyped_storage().data_ptr()] = t
        return t

    half = torch.autocast("cpu", torch.bfloat16, enabled=bf16)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t), half:
        scores = net(torch.rand(1, 3, 224, 224))
        loss = nn.functional.cross_entropy(scores, torch.tensor([1]))
    loss.backward()
    sizes = {key: t.untyped_storage().nbytes() for key, t in kept.items() if key not in own}
    assert sum(sizes.values()) == space["kept"](1, bf16=bf16)


def test_savers_follow_from_each_other(example):
    """A batch is as many times its images; a checkpoint per stage keeps less than one per block."""
    kept = example("hardware/memory_savings")["kept"]
    for options in ({}, {"checkpoints": "block"}, {"checkpoints": "stage"}, {"bf16": True}):
        one, two, three = (kept(b, **options) for b in (1, 2, 3))
        assert three - two == two - one
    assert kept() == example("hardware/activation_memory")["formula"](64)
    assert kept(checkpoints="stage") < kept(checkpoints="block") < kept()


def test_each_of_eight_gpus_holds_an_eighth(example):
    """ZeRO-3's 16/N bytes per parameter; beyond them only a few units are whole at a time."""
    space = example("hardware/memory_savings")
    sizes = list(space["steps"]["fsdp"].held.values())
    assert sum(sizes[:3]) == 16 * 25_557_032 / 8
    assert sizes[3] == space["steps"]["fp32"].held["activations kept"]
    net = example("hardware/memory_breakdown")["resnet50"]()
    units = (net.stem, *blocks(net), net.head)
    largest = max(sum(p.nbytes for p in unit.parameters()) for unit in units)
    assert 0 < space["steps"]["fsdp"].peak - sum(sizes) < 4 * largest


@pytest.mark.parametrize("checkpoints", [None, "stage", "block"])
def test_timeline_agrees_with_what_is_kept(example, checkpoints):
    """At the end of the forward pass: the model state without gradients, and what is kept."""
    savings, timeline = example("hardware/memory_savings"), example("hardware/memory_timeline")
    most = timeline["steps"][checkpoints].most
    assert list(most) == sorted(most)
    kept = savings["kept"](checkpoints=checkpoints) + 3 * savings["P"]
    last_map = 4 * 64 * 2048 * 7**2  # alive for a moment
    assert most[timeline["forward"]] == pytest.approx(kept, abs=2 * last_map)


def test_peak_of_inference_agrees_with_pytorchs_memory_tracker(example):
    timeline = example("hardware/memory_timeline")
    with FakeTensorMode(), torch.no_grad():
        net, images = timeline["resnet50"]().eval(), torch.empty(64, 3, 224, 224)
        tracker = MemTracker()
        tracker.track_external(net, images)
        with tracker:
            net(images)
        (snapshot,) = tracker.get_tracker_snapshot("peak").values()
    assert timeline["peak"] == pytest.approx(snapshot["Total"], rel=1e-3)


def test_inference_peaks_in_each_block_of_the_first_stage(example):
    timeline = example("hardware/memory_timeline")
    net, most = timeline["net"], timeline["inference"].most
    counts = [0]  # FLOPs before each block, and after the last

    def count(*_):
        counts.append(counter.get_total_flops())

    handles = [block.register_forward_hook(count) for block in blocks(net)]
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        net(torch.empty(64, 3, 224, 224, device="meta"))
    for handle in handles:
        handle.remove()
    peaks = [flops for flops, size in most.items() if size > timeline["peak"] - 1e4]
    assert peaks == counts[1:4]


@pytest.mark.parametrize("again", [False, True])
def test_timelines_compute_agrees_with_pytorchs_flop_counter(example, again):
    space = example("hardware/memory_timeline")
    with FakeTensorMode(), FlopCounterMode(display=False) as counter:
        net = space["resnet50"]()
        x = net.stem(torch.empty(64, 3, 224, 224))
        for block in blocks(net):
            x = checkpoint(block, x, use_reentrant=False) if again else block(x)
        x = net.head(x)
        assert counter.get_total_flops() == space["forward"]
        x.sum().backward()
    assert counter.get_total_flops() == space["total"]["block" if again else None]


@settings(max_examples=100)
@given(st.integers(1, 2000))
def test_square_root_of_n_segments_keep_the_least(n):
    best = min(k + n / k for k in range(1, n + 1))
    assert best >= 2 * math.sqrt(n) - 1e-9
    assert min(k + n / k for k in {math.isqrt(n), math.isqrt(n) + 1}) == pytest.approx(best)


def test_checkpointed_chain_keeps_what_the_formula_says(example):
    space = example("hardware/checkpointing")
    assert space["kept"] == {1: 65, 2: 34, 4: 20, 8: 16, 16: 20, 32: 34}


def test_bytes_per_parameter(example):
    """Rajbhandari et al. 2019: 4 + 4 + 8 in FP32, 2 + 2 + 12 with a master copy."""
    runs = example("hardware/mixed_precision")["runs"]
    assert list(runs["FP32"][0].values()) == [4, 4, 0, 8]
    assert list(runs["autocast BF16"][0].values()) == [4, 4, 0, 8]
    assert list(runs["BF16 + FP32 master"][0].values()) == [2, 2, 4, 8]


def test_bf16_loses_an_update_below_half_its_spacing(example):
    gap = torch.finfo(torch.bfloat16).eps / 2  # spacing just below 1
    one = torch.tensor(1.0, dtype=torch.bfloat16)
    assert one - 0.49 * gap == one != one - 0.51 * gap
    assert example("hardware/lost_updates")["gap"] == gap == 2**-8


@settings(max_examples=50)
@given(st.integers(1, 512))
def test_zero_stages(example, gpus):
    """Rajbhandari et al. 2019, with FP32 Adam: 4 + 4 + 8 bytes."""
    f = example("hardware/zero_stages")["bytes_per_parameter"]
    expected = [16, 8 + 8 / gpus, 4 + 12 / gpus, 16 / gpus]
    assert [f(stage, gpus) for stage in range(4)] == pytest.approx(expected)


@pytest.fixture
def without_fork(monkeypatch):
    """What Windows has of processes: none that is a copy of its parent."""
    contexts = multiprocessing.context._concrete_contexts
    for method in ("fork", "forkserver"):
        monkeypatch.delitem(contexts, method)
    default = multiprocessing.context._default_context
    monkeypatch.setattr(default, "_default_context", contexts["spawn"])
    monkeypatch.setattr(default, "_actual_context", None)
    monkeypatch.delattr(os, "fork")


def test_two_processes_share_everything_where_none_can_fork(without_fork, example):
    space = example("hardware/sharding")
    assert len(space["results"]) == 2
    for local, _ in space["results"]:
        assert {part: 2 * size for part, size in local.items()} == space["alone"]


@settings(max_examples=100)
@given(st.integers(1, 4096), st.integers(1, 4096), st.integers(1, 4096))
def test_matrix_product_intensity(example, m, n, k):
    """2mnk FLOPs on (mk + kn + mn) numbers of two bytes."""
    a, b = (torch.empty(s, dtype=torch.half, device="meta") for s in ((m, k), (k, n)))
    measured = example("hardware/arithmetic_intensity")["intensity"](torch.mm, [a, b])
    assert measured == pytest.approx(m * n * k / (m * k + k * n + m * n))


def test_nvidias_balance_points(example):
    """139 is printed in NVIDIA's guide for the V100; the others are its data sheets' ratios."""
    space = example("hardware/arithmetic_intensity")
    balance = {card: round(ratio) for card, ratio in space["balance"].items()}
    assert balance == {"v100": 139, "a100": 201, "a100-80gb": 153, "h100": 295}
    assert space["quoted"]["a100-card"][0] == "312 TFLOP/s, 1,555 GB/s"
    assert space["quoted"]["a100-80gb-card"][0] == "312 TFLOP/s, 2,039 GB/s"
    assert space["quoted"]["h100-card"][0] == "1,979 TFLOP/s, 3,350 GB/s"
    assert all("A100" in space["quoted"][f"{card}-card"][2] for card in ("a100", "a100-80gb"))


@settings(max_examples=100)
@given(st.floats(1e-3, 1e5), st.floats(1e9, 1e15), st.floats(1e9, 1e13))
def test_roofline_is_the_longer_of_two_times(example, i, peak, bandwidth):
    """One byte moved and i FLOPs done, at the same time: the longer of the two counts."""
    attainable = example("hardware/arithmetic_intensity")["attainable"]
    assert attainable(i, peak, bandwidth) == pytest.approx(i / max(i / peak, 1 / bandwidth))


def test_tensor_cores_compare_like_with_like(example):
    """A100 white paper, Table 1: 78 and 312 TFLOP/s in FP16, 19.5 in FP32 and 156 in TF32."""
    space = example("hardware/arithmetic_intensity")
    assert space["in_fp16"] == pytest.approx(312 / 78)
    assert space["in_fp32"] == pytest.approx(156 / 19.5)


@settings(max_examples=100)
@given(st.integers(1, 10**6), st.sampled_from([4, 8, 16, 32, 64, 128]))
def test_round_up(example, n, multiple):
    rounded = example("hardware/padding")["round_up"](n, multiple)
    assert rounded % multiple == 0 <= rounded - n < multiple


OPERATIONS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**12)), max_size=40)


@settings(max_examples=100)
@given(OPERATIONS, st.floats(0, 100))
def test_step_time_is_bounded_by_launches_and_by_work(example, sizes, launch):
    space = example("hardware/launch_overhead")
    ops = [("op", moved, flops) for moved, flops in sizes]
    # 1,555 GB/s and 156 TFLOP/s, from NVIDIA's table
    work = sum(max(moved / 1555e9, flops / 156e12) for moved, flops in sizes)
    time, launches = space["step_time"](ops, launch), len(ops) * launch * 1e-6
    assert max(launches, work) <= time * (1 + 1e-9)
    assert time <= (launches + work) * (1 + 1e-9)


@pytest.mark.parametrize("batch", [1, 64])
def test_operations_do_what_pytorchs_counter_says(example, batch):
    """FLOPs as FlopCounterMode counts them; bytes of layers from their shapes."""
    space = example("hardware/launch_overhead")
    images = torch.empty(batch, 3, 32, 32, device="meta")
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        space["net"](images)
    assert sum(flops for _, _, flops in space["seen"][batch]) == counter.get_total_flops()
    image, wide = 4 * 3 * 32**2, 4 * 32 * 32**2
    _, moved, _ = space["seen"][batch][0]
    assert moved == batch * (image + wide) + 4 * (3 * 32 * 9 + 32)
    _, moved, _ = space["seen"][batch][1]
    assert moved == 2 * batch * wide


def test_a_launch_cannot_gain_more_than_the_batch(example):
    space = example("hardware/launch_overhead")
    assert all(1 <= gain <= 64 for gain in space["to_64"])
    assert all(1 <= gain <= 1024 / 64 for gain in space["to_1024"])
    assert space["gain"](1, 64, launch=1e6) == pytest.approx(64, rel=1e-3)
    assert space["gain"](1, 64, launch=0.0) == pytest.approx(1, rel=0.1)


@pytest.mark.parametrize("foreach", [False, True])
def test_adam_does_eight_operations_a_tensor_or_a_step(example, foreach):
    """PyTorch's profiler, which sees the calls of operations from above."""
    weights = [nn.Parameter(torch.ones(4)) for _ in range(5)]
    optimizer = torch.optim.Adam(weights, foreach=foreach)
    for _ in range(2):
        for w in weights:
            w.grad = torch.ones(4)
        with torch.profiler.profile() as profile:
            optimizer.step()
    update = {"add_", "lerp_", "mul_", "addcmul_", "sqrt", "div", "div_", "addcdiv_"}
    names = {f"aten::{'_foreach_' * foreach}{name}" for name in update}
    outer = [e for e in profile.events() if e.name in names and not _inside(e, names)]
    counts = example("hardware/fused_optimizer")["counts"]
    assert len(outer) == (8 if foreach else 8 * 5)
    assert counts == {"loop": 8 * 161, "foreach": 8, "fused": 2}


def _inside(event, names) -> bool:
    parent = event.cpu_parent
    while parent is not None:
        if parent.name in names:
            return True
        parent = parent.cpu_parent
    return False


def test_more_workers_never_hurt_and_stop_helping(example):
    space = example("hardware/data_loading")
    seconds = [space["simulate"](w)[1][-1][1] for w in range(9)]
    assert space["enough"] == seconds.index(min(seconds))
    assert seconds == sorted(seconds, reverse=True)
    assert len(set(seconds[space["enough"] :])) == 1
    # a discrete clock instead of events: workers and GPU advance millisecond by millisecond
    for workers in range(1, 9):
        assert seconds[workers] == _clock(workers, space["LOAD"], space["STEP"], space["BATCHES"])


def _clock(workers: int, load: int, step: int, batches: int) -> int:
    remaining = [0] * workers  # milliseconds until each worker is free
    waiting, started, trained, gpu, now = 0, 0, 0, 0, 0
    while trained < batches:
        for w in range(workers):
            if remaining[w] == 0 and started < batches:
                remaining[w], started = load, started + 1
        if gpu == 0 and waiting:
            gpu, waiting = step, waiting - 1
        now += 1
        done = [w for w in range(workers) if remaining[w] == 1]
        remaining = [max(0, r - 1) for r in remaining]
        waiting += len(done)
        trained += gpu == 1
        gpu = max(0, gpu - 1)
    return now


@settings(max_examples=200)
@given(st.integers(1, 50), st.floats(0.01, 10), st.floats(0.01, 10))
def test_overlapped_copies_follow_the_closed_form(example, n, c, k):
    schedule = example("hardware/transfer")["schedule"]
    assert schedule(n, c, k, False)[1][-1][1] == pytest.approx(n * (c + k))
    assert schedule(n, c, k, True)[1][-1][1] == pytest.approx(c + (n - 1) * max(c, k) + k)


def test_a_copy_hides_from_the_printed_bandwidth_on(example):
    """A batch in two milliseconds: 64·3·224² numbers of four bytes and of one."""
    space = example("hardware/transfer")
    numbers = 64 * 3 * 224**2
    assert space["hidden_from"][torch.float32] == pytest.approx(4 * numbers / 2e-3)
    assert space["hidden_from"][torch.uint8] == pytest.approx(numbers / 2e-3)
    assert space["schedule"](0, 1.0, 1.0, True) == ([], [])


def test_accumulated_gradient_is_the_gradient_of_the_mean(example):
    space = example("hardware/gradient_accumulation")
    net = space["make_net"](lambda _: nn.Identity()).double()
    x, y = space["x"].double(), space["y"]
    whole = torch.autograd.grad(nn.functional.cross_entropy(net(x), y), list(net.parameters()))
    parts = [
        torch.autograd.grad(nn.functional.cross_entropy(net(a), b), list(net.parameters()))
        for a, b in zip(x.chunk(4), y.chunk(4), strict=True)
    ]
    for w, *p in zip(whole, *parts, strict=True):
        torch.testing.assert_close(w, torch.stack(p).mean(0))
    summed, _ = space["gradient"](net, x, y, 4)
    torch.testing.assert_close(summed, torch.cat([w.flatten() for w in whole]))


def test_unequal_parts_are_refused(example):
    space = example("hardware/gradient_accumulation")
    net = space["make_net"](lambda _: nn.Identity())
    with pytest.raises(AssertionError, match="unequal parts"):
        space["gradient"](net, space["x"][:10], space["y"][:10], 4)


def test_batch_norm_is_less_off_for_larger_parts(example):
    space, off = example("hardware/gradient_accumulation"), []
    for size in (8, 32, 128):  # images in each of four parts
        errors = []
        for seed in range(5):
            torch.manual_seed(seed)
            chosen = torch.randperm(len(space["digits"]))[: 4 * size]
            x, y = space["digits"][chosen], space["targets"][chosen]
            net = space["make_net"](nn.BatchNorm2d)
            whole, parts = (space["gradient"](net, x, y, k)[0] for k in (1, 4))
            errors.append(float((parts - whole).norm() / whole.norm()))
        off.append(sum(errors))
    assert off[0] > off[1] > off[2]


def test_live_bytes_count_elements_of_their_own_size(example):
    LiveBytes = example("hardware/memory_timeline")["LiveBytes"]
    for dtype, size in ((torch.float32, 4), (torch.bfloat16, 2), (torch.int64, 8)):
        kept = torch.ones(10, dtype=dtype)
        with LiveBytes([kept]) as live:
            more = kept + kept
        assert live.now() == 2 * 10 * size == kept.nbytes + more.nbytes


def test_batch_norm_of_a_part_is_another_function(example):
    """In evaluation mode, with fixed statistics, accumulation is exact for batch norm too."""
    space = example("hardware/gradient_accumulation")
    assert all(holds for _, _, holds in space["measured"].values())
    torch.manual_seed(0)
    net = space["make_net"](nn.BatchNorm2d).double()
    x, y = space["x"].double(), space["y"]
    for mode, close in ((net.train, False), (net.eval, True)):
        mode()
        parts, whole = (space["gradient"](net, x, y, k)[0] for k in (4, 1))
        assert torch.allclose(parts, whole, rtol=1e-9, atol=1e-12) is close


def test_autocast_keeps_a_cast_of_each_weight(example):
    """Two bytes for each weight of a layer, as `memory_savings` counts them for ResNet-50."""
    assert example("hardware/mixed_precision")["casts"]["autocast BF16"] == pytest.approx(
        2, rel=0.02
    )
    kept = example("hardware/memory_savings")["kept"]
    convs_and_head = 25_557_032 - 2 * 26_560 - 1000  # without batch norm and the last bias
    halves = kept(1, bf16=True) - kept(1) / 2
    assert halves == pytest.approx(2 * convs_and_head, rel=0.02)


def test_what_fits_is_not_padded(example):
    space = example("hardware/padding")
    assert [space["round_up"](n) for n in (0, 1, 8, 9)] == [0, 8, 8, 16]
    assert space["waste"](8) == 0


def test_bytes_of_a_small_model_by_hand(example):
    """Two linear layers with ReLU keep the input and what ReLU returns; four bytes a number."""
    count = example("hardware/any_model")["training_bytes"]
    net = nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 5))
    sizes = count(net, torch.empty(7, 10))
    parameters = 4 * (11 * 20 + 21 * 5)
    assert sizes == {
        "parameters": parameters,
        "gradients": parameters,
        "optimizer": 2 * parameters,
        "activations": 4 * 7 * (10 + 20),
    }
    frozen = nn.Sequential(nn.Linear(10, 20).requires_grad_(False), nn.Linear(20, 5))
    sizes = count(frozen, torch.empty(7, 10), moments=1)
    assert sizes["gradients"] == sizes["optimizer"] == 4 * 21 * 5
    assert sizes["activations"] == 4 * 7 * 20
    tied = nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.Linear(6, 6))
    tied[2].weight = tied[0].weight
    kept = tied[0].weight.detach().clone()
    assert count(tied, torch.empty(7, 6))["parameters"] == 4 * (36 + 4 * 6)
    assert torch.equal(tied[0].weight, kept)


@pytest.mark.parametrize(("batch", "tokens", "width", "heads"), [(3, 5, 8, 2), (2, 10, 24, 6)])
def test_a_transformer_layer_keeps_what_the_formula_says(example, batch, tokens, width, heads):
    """16 numbers a channel and token, the attention weights, a mean and a scale for each norm."""
    space = example("hardware/any_model")
    sizes = space["training_bytes"](space["Layer"](width, heads), torch.empty(batch, tokens, width))
    numbers = batch * (16 * tokens * width + heads * tokens**2 + 2 * 2 * tokens)
    assert sizes["activations"] == 4 * numbers


def test_the_transformer_layer_attends_as_pytorch_does(example):
    torch.manual_seed(0)
    layer = example("hardware/any_model")["Layer"](12, 3).to_empty(device="cpu").double()
    for p in layer.parameters():
        nn.init.normal_(p, std=0.3)
    x = torch.randn(2, 5, 12, dtype=torch.float64)
    q, k, v = layer.qkv(layer.norm_1(x)).view(2, 5, 3, 3, 4).permute(2, 0, 3, 1, 4)
    mixed = nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(2, 5, 12)
    y = x + layer.out(mixed)
    y = y + layer.down(nn.functional.gelu(layer.up(layer.norm_2(y))))
    torch.testing.assert_close(layer(x), y)


CODES = {
    "FP16": (torch.int16, torch.float16),
    "BF16": (torch.int16, torch.bfloat16),
    "E5M2": (torch.int8, torch.float8_e5m2),
    "E4M3": (torch.int8, torch.float8_e4m3fn),
}


@pytest.mark.parametrize("name", CODES)
def test_range_of_a_format_from_all_its_codes(example, name):
    """Every pattern of bits read as a number: the largest finite and the smallest positive."""
    integer, dtype = CODES[name]
    info = torch.iinfo(integer)
    codes = torch.arange(info.min, info.max + 1).to(integer).view(dtype).double()
    positive = codes[codes.isfinite() & (codes > 0)].sort().values
    above_one = positive[positive > 1][0]
    space = example("hardware/number_formats")
    exponent, mantissa = space["bits"](dtype)
    assert 1 + exponent + mantissa == info.bits
    assert above_one - 1 == 2.0**-mantissa
    largest, normal, least = space["from_bits"](exponent, mantissa)
    assert positive[0] == least
    assert normal == least * 2**mantissa
    assert space["computed"][f"{name.lower()}-max"] == space["text"](positive[-1].item())
    if name != "E4M3":  # which has codes of infinity to spare for numbers
        assert positive[-1] == largest


def test_loss_scale_follows_its_rule(example):
    """Grows after each interval of good steps, shrinks after each bad one, and skips it."""
    weight = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    scale = example("hardware/loss_scaling")["LossScale"](scale=8.0, interval=2)
    finite = [1, 1, 0, 1, 1, 1, 1, 0, 0]
    factors, made = [], []
    for good in finite:
        weight.grad = None
        scale.backward((weight * (1.0 if good else math.inf)).sum())
        made.append(int(scale.step(optimizer)))
        factors.append(scale.scale)
    assert made == finite
    assert factors == [8, 16, 8, 8, 16, 16, 32, 16, 8]
    assert weight.item() == -sum(finite)  # steps of one, whatever the factor


def test_loss_scale_clips_true_gradients(example):
    weight = nn.Parameter(torch.zeros(2))
    scale = example("hardware/loss_scaling")["LossScale"]()
    scale.backward(weight @ torch.tensor([3.0, 4.0]))
    scale.step(torch.optim.SGD([weight], lr=1.0), clip=10.0)
    torch.testing.assert_close(weight.data, torch.tensor([-3.0, -4.0]))
    weight.grad = None
    scale.backward(weight @ torch.tensor([3.0, 4.0]))
    scale.step(torch.optim.SGD([weight], lr=1.0), clip=1.0)
    torch.testing.assert_close(weight.data, torch.tensor([-3.6, -4.8]))


def test_checkpoint_by_hand_on_convolutions(example):
    """Two checkpoints in a row, batch norm in evaluation mode, against autograd alone."""
    Checkpoint = example("hardware/checkpoint_by_hand")["Checkpoint"]
    torch.manual_seed(0)
    parts = [
        nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2).eval(), nn.SiLU()).double()
        for _ in range(2)
    ]
    x = torch.randn(3, 2, 5, 5, dtype=torch.float64, requires_grad=True)
    weights = [x, *(p for part in parts for p in part.parameters())]
    grads = []
    for run in (lambda part, x: part(x), Checkpoint.apply):
        for w in weights:
            w.grad = None
        run(parts[1], run(parts[0], x)).pow(3).sum().backward()
        grads.append([w.grad.clone() for w in weights])
    for a, b in zip(*grads, strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("low", [False, True])
def test_checkpoint_by_hand_repeats_autocast_and_dropout(example, low):
    Checkpoint = example("hardware/checkpoint_by_hand")["Checkpoint"]
    torch.manual_seed(0)
    part = nn.Sequential(nn.Linear(16, 16), nn.GELU(), nn.Dropout(0.3), nn.Linear(16, 4))
    x = torch.randn(8, 16, requires_grad=True)
    grads = []
    for run in (
        lambda: part(x),
        lambda: checkpoint(part, x, use_reentrant=True),
        lambda: Checkpoint.apply(part, x),
    ):
        for w in (x, *part.parameters()):
            w.grad = None
        torch.manual_seed(1)
        with torch.autocast("cpu", torch.bfloat16, low):
            y = run()
        y.float().pow(2).sum().backward()
        grads.append([w.grad.clone() for w in (x, *part.parameters())])
    for plain, theirs, ours in zip(*grads, strict=True):
        assert torch.equal(plain, ours)
        assert torch.equal(theirs, ours)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(1, 4))
def test_collectives_sum_and_gather(example, workers, each):
    space = example("hardware/sharded_step")
    buffers = [torch.randn(workers * each, dtype=torch.float64) for _ in range(workers)]
    chunks, sent = space["reduce_scatter"](buffers)
    torch.testing.assert_close(torch.cat(chunks), torch.stack(buffers).sum(0))
    assert sent == (workers - 1) * each * 8
    whole, sent = space["all_gather"](chunks)
    assert all(torch.equal(w, torch.cat(chunks)) for w in whole)
    assert sent == (workers - 1) * each * 8


def test_a_sharded_step_sends_what_a_ring_sends(example):
    """The whiteboard task counts bytes of a real ring, message by message."""
    step, weights = (example("hardware/sharded_step")[name] for name in ("step", "weights"))
    ring = example("scratch/ring_all_reduce")["all_reduce"]
    _, sent = ring([weights.numpy()] * 8)
    for stage, times in enumerate((1, 1, 1, 1.5)):
        assert sum(step(stage)[1].values()) == times * max(sent)


@pytest.mark.parametrize("gpus", [1, 2, 3, 6])
def test_mlp_in_slices_is_the_mlp(example, gpus):
    torch.manual_seed(0)
    first, second = (nn.Linear(n, m, bias=False).double() for n, m in ((5, 12), (12, 7)))
    x = torch.randn(4, 5, dtype=torch.float64)
    space = example("hardware/tensor_parallel")
    x.requires_grad_()
    noted = len(space["exchanges"])
    y = space["parallel_mlp"](x, first.weight.T, second.weight.T, gpus)
    assert len(space["exchanges"]) - noted == 1
    torch.testing.assert_close(y, second(first(x).relu()))
    y.sum().backward()
    assert space["exchanges"][noted:] == [gpus, gpus]


@pytest.mark.parametrize("gpus", [1, 2, 4])
def test_attention_by_heads_is_pytorchs(example, gpus):
    torch.manual_seed(0)
    layer = nn.MultiheadAttention(8, 4, bias=False).double()
    x = torch.randn(5, 8, dtype=torch.float64, requires_grad=True)
    qkv = [w.T for w in layer.in_proj_weight.chunk(3)]
    parallel = example("hardware/tensor_parallel")["parallel_attention"]
    y = parallel(x, qkv, layer.out_proj.weight.T, 4, gpus)
    torch.testing.assert_close(y, layer(x, x, x)[0])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 10), st.booleans())
def test_pipelines_run_in_order(example, stages, micro, alternate):
    """No stage does two things at once, and nothing starts before what it needs is done."""
    space = example("hardware/pipeline_bubble")
    schedule = space["one_forward_one_backward" if alternate else "gpipe"]
    intervals = space["run"](schedule, stages, micro)
    ends = {(s, kind, m): end for s, kind, m, _, end in intervals}
    assert len(ends) == len(intervals) == 2 * stages * micro
    for s, kind, m, start, _ in intervals:
        if kind == "F":
            assert s == 0 or ends[s - 1, "F", m] <= start
        else:
            assert ends[s, "F", m] <= start
            assert s == stages - 1 or ends[s + 1, "B", m] <= start
    for s in range(stages):
        own = sorted((start, end) for stage, _, _, start, end in intervals if stage == s)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(own))
    held = space["most_held"](schedule, stages, micro)
    assert held == (min(stages, micro) if alternate else micro)
    if not alternate or micro >= stages:
        share = space["bubble"](intervals, stages, micro)
        assert share == pytest.approx((stages - 1) / (micro + stages - 1))


def test_roofline_of_resnet_from_its_geometry(example):
    """FLOPs over bytes of each convolution by the formula of the page, in FP16, batch 64."""
    space = example("hardware/roofline_layers")
    shapes, below = [], 0
    net = example("hardware/activation_memory")["resnet50"]().to("meta")
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(
                lambda m, i, o: shapes.append((i[0].shape, m.weight.shape, o.shape))
            )
    net(torch.empty(64, 3, 224, 224, device="meta"))
    intensity = [
        2 * o.numel() * w[1:].numel() / (2 * (i.numel() + w.numel() + o.numel()))
        for i, w, o in shapes
    ]
    below = sum(i < 312e12 / 1555e9 for i in intensity)
    assert space["computed"]["below"] == f"{below} of 53"
    assert sorted(space["intensity"]) == pytest.approx(sorted(intensity))


def test_least_times_are_sums_of_the_longer_of_two(example):
    least = example("hardware/faster_part")["least_time"]
    ops = [("convolution", 1555, 312e3), ("native_batch_norm", 3110, 1), ("add_", 4665, 1)]
    assert least(ops)[0] == pytest.approx(1e-9 + 2e-9 + 3e-9)
    assert least(ops, tensor_cores=False)[0] == pytest.approx(4e-9 + 2e-9 + 3e-9)
    assert least(ops, fused=True) == pytest.approx((1e-9 + 1e-9, 0.5))


@settings(max_examples=40, deadline=None)
@given(*(st.integers(1, 9) for _ in range(4)))
def test_tiles_of_any_size_give_the_product(example, n, k, m, tile):
    a, b = torch.randn(n, k, dtype=torch.float64), torch.randn(k, m, dtype=torch.float64)
    out, moved = example("hardware/tiling")["tiled_matmul"](a, b, tile)
    torch.testing.assert_close(out, a @ b)
    # a passes once for each column of tiles, b for each row, the output goes back once
    assert moved == n * k * math.ceil(m / tile) + k * m * math.ceil(n / tile) + n * m


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 20), st.integers(1, 9), st.integers(1, 25), st.floats(0.1, 50))
def test_attention_by_blocks_is_attention(example, n, d, block, size):
    q, k, v = (size * torch.randn(n, d, dtype=torch.float64) for _ in range(3))
    out, log_sum = example("hardware/flash_attention")["flash_attention"](q, k, v, block)
    expected = nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
    torch.testing.assert_close(out, expected)
    scores = torch.einsum("id,jd->ij", q, k) / d**0.5
    torch.testing.assert_close(log_sum[:, 0], scores.logsumexp(1))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(1, 20), st.integers(1, 25), st.integers(0, 9))
def test_masked_attention_by_blocks_is_attention(example, n, keys, block, seed):
    """Any mask, also one that hides all keys of a query, with other queries than keys; and in two halves of the keys."""
    space = example("hardware/flash_attention")
    torch.manual_seed(seed)
    q, k, v = (torch.randn(m, 4, dtype=torch.float64) for m in (n, keys, keys))
    sees = torch.rand(n, keys) < 0.4
    out, _ = space["flash_attention"](q, k, v, block, sees)
    expected = nn.functional.scaled_dot_product_attention(q[None], k[None], v[None], sees)[0]
    torch.testing.assert_close(out, expected)
    half = keys // 2
    parts = [(k[:half], v[:half]), (k[half:], v[half:])]
    done = [space["flash_attention"](q, *part, block) for part in parts if len(part[0])]
    whole = nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
    joined = space["merge"](*done[0], *done[1])[0] if half else done[0][0]
    torch.testing.assert_close(joined, whole)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 15), st.integers(1, 15), st.integers(1, 8), st.integers(1, 20))
def test_attention_backward_by_blocks(example, n, keys, d, block):
    """Against PyTorch's gradients; other queries than keys as well."""
    torch.manual_seed(n)
    q, k, v = (torch.randn(m, d, dtype=torch.float64, requires_grad=True) for m in (n, keys, keys))
    grad = torch.randn(n, d, dtype=torch.float64)
    out = nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
    wanted = torch.autograd.grad(out, (q, k, v), grad)
    log_sum = (torch.einsum("id,jd->ij", q, k) / d**0.5).logsumexp(1, keepdim=True)
    backward = example("hardware/flash_backward")["flash_backward"]
    with torch.no_grad():
        got = backward(q, k, v, out, log_sum, grad, block)
    for a, b in zip(got, wanted, strict=True):
        torch.testing.assert_close(a, b)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 8), max_size=15), st.randoms(use_true_random=False))
def test_pool_agrees_with_a_row_of_cells(example, sizes, random):
    """The same pool as a string of cells, searched for the first gap."""
    pool, cells, taken = example("hardware/fragmentation")["Pool"](30), "." * 30, []
    for size in sizes:
        at = cells.find("." * size)
        if at < 0:
            with pytest.raises(MemoryError):
                pool.take(size)
        else:
            assert pool.take(size) == at
            cells = cells[:at] + "#" * size + cells[at + size :]
            taken.append((at, size))
        if taken and random.random() < 0.5:
            at, size = taken.pop(random.randrange(len(taken)))
            pool.give(at)
            cells = cells[:at] + "." * size + cells[at + size :]
        assert pool.free() == cells.count(".")
        assert pool.largest() == max(map(len, cells.split("#")))


@pytest.mark.parametrize(("low", "high"), [(0.0, 3.0), (-1.0, 2.0), (-5.0, 0.0)])
def test_integer_layer_is_the_layer_of_what_the_integers_mean(example, low, high):
    space = example("hardware/integer_layer")
    torch.manual_seed(0)
    x, weight = torch.empty(6, 9).uniform_(low, high), torch.randn(4, 9)
    q, scale, zero = space["quantize"](x, low, high)
    oracle = torch.fake_quantize_per_tensor_affine(x, scale, zero, 0, 255)
    torch.testing.assert_close((q.float() - zero) * scale, oracle, atol=1.01 * scale, rtol=0)
    assert ((q.float() - zero) * scale - x).abs().max() <= 1.01 * scale
    u, scales = space["quantize_rows"](weight)
    assert (u.abs().amax(1) == 127).all()
    y = space["integer_linear"](q, scale, zero, u, scales, torch.ones(4))
    rows = [
        [sum((int(a) - zero) * int(b) for a, b in zip(r, c, strict=True)) for c in u] for r in q
    ]
    torch.testing.assert_close(y, torch.tensor(rows) * scale * scales[:, 0] + 1)


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-6, 0.9), st.integers(-(2**20), 2**20), st.integers(0, 255))
def test_shifted_multipliers_round_as_numbers_do(example, factor, total, zero):
    space = example("hardware/integer_layer")
    m, shift = space["multiplier"](factor)
    assert 2**30 <= m <= 2**31
    assert m / 2**shift == pytest.approx(factor, rel=1e-9)
    sums = torch.tensor([[total]], dtype=torch.int32)
    got = space["integer_output"](sums, [(m, shift)], zero).item()
    exact = total * factor + zero
    assert abs(got - min(255, max(0, exact))) <= 0.5 + 1e-3


@pytest.mark.parametrize("factor", [0.0, 1e-300, 1e-12, 2.0**-33])
@pytest.mark.parametrize("total", [-(2**31), -1, 0, 2**31 - 1])
def test_shifted_multipliers_of_dead_channels_are_no_garbage(example, factor, total):
    space = example("hardware/integer_layer")
    sums = torch.tensor([[total]], dtype=torch.int32)
    got = space["integer_output"](sums, [space["multiplier"](factor)], 7).item()
    assert abs(got - min(255, max(0, total * factor + 7))) <= 0.5 + 1e-3
    assert space["quantize"](torch.zeros(2), 0.0, 0.0)[0].tolist() == [0, 0]
    assert not space["quantize_rows"](torch.zeros(2, 3))[0].any()


def test_learned_step_is_pytorchs(example):
    """PyTorch's learnable fake quantization; it has no public name."""
    torch.manual_seed(0)
    x = torch.randn(500, requires_grad=True)
    scale = torch.tensor([0.21], requires_grad=True)
    ours = example("hardware/fake_quantization")["learned_step"](x, scale, -4, 3)
    zero = torch.zeros(1, requires_grad=True)
    theirs = torch._fake_quantize_learnable_per_tensor_affine(x, scale, zero, -4, 3, 1.0)
    torch.testing.assert_close(ours, theirs)
    for a, b in zip(
        torch.autograd.grad(ours.sum(), (x, scale)),
        torch.autograd.grad(theirs.sum(), (x, scale)),
        strict=True,
    ):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_fake_quantization_passes_gradients_inside(example, scale):
    """Inside: where the nearest integer is one that the grid has; halves are left out."""
    x = (torch.arange(-60, 60) * scale / 7).requires_grad_()
    y = example("hardware/fake_quantization")["FakeQuantize"].apply(x, scale, -3, 4)
    y.sum().backward()
    steps = [k / 7 for k in range(-60, 60)]
    assert x.grad.tolist() == [float(-3.5 < s < 4.5) for s in steps]
    torch.testing.assert_close(y, torch.tensor([scale * max(-3, min(4, round(s))) for s in steps]))


@pytest.mark.parametrize("gpus", [2, 3, 8])
def test_exchange_time_is_that_of_a_ring(example, gpus):
    """The whiteboard task's ring counts what a GPU sends; at one byte a second that is the time."""
    ring = example("scratch/ring_all_reduce")["all_reduce"]
    buffer = torch.zeros(6 * gpus, dtype=torch.float64)
    _, sent = ring([buffer.numpy()] * gpus)
    assert example("hardware/exchange_time")["exchange_time"](buffer.nbytes, gpus, 1) == max(sent)


def test_backward_has_twice_the_products_of_forward(example):
    """By PyTorch's counter, on small images; the first layer's input needs no gradient."""
    net = example("hardware/activation_memory")["resnet50"]()
    images, flops = torch.randn(2, 3, 32, 32, requires_grad=True), []
    with FlopCounterMode(display=False) as forward:
        loss = net(images).sum()
    with FlopCounterMode(display=False) as backward:
        loss.backward()
    flops = forward.get_total_flops(), backward.get_total_flops()
    assert flops[1] == 2 * flops[0]
    space = example("hardware/exchange_time")
    assert space["backward"] == pytest.approx(2 * space["forward"] / 312e12)


def test_large_model_holds_sixteen_bytes_a_parameter(example):
    space = example("hardware/large_model")
    assert space["alone"] == 16 * 7e9
    assert space["fsdp"] == pytest.approx(16 * 7e9 / 64)
    assert space["mixed"] == pytest.approx((2 + 2) * 7e9 / 8 + 12 * 7e9 / 64)
    assert space["utilization"](312e12, 2) == 0.5


@pytest.mark.parametrize("bandwidth", [25e9, 300e9])
def test_a_gather_hides_from_the_printed_tokens_on(example, bandwidth):
    """A layer by hand: bytes to gather against FLOPs of forward, at half of the peak."""
    tokens = example("hardware/large_model")["tokens_to_hide"](bandwidth)
    layer = nn.Linear(64, 48, bias=False).bfloat16()
    with FlopCounterMode(display=False) as counter:
        layer(torch.zeros(1, 64, dtype=torch.bfloat16))
    gather = layer.weight.nbytes / bandwidth
    assert tokens * counter.get_total_flops() / 156e12 == pytest.approx(gather)


def test_cache_is_as_large_as_its_tensors(example):
    space = example("hardware/kv_cache")
    for heads in (8, 32):
        layers = [torch.empty(2, heads, 576, 128, dtype=torch.half, device="meta")] * 32
        assert space["cache_bytes"](576, heads) == sum(t.nbytes for t in layers)
    even = space["even"][8]
    weights = 2 * 7e9 / 1555e9
    assert space["step_time"](even, 8) == pytest.approx(2 * weights)
    assert space["step_time"](1e4, 0) == pytest.approx(2 * 1e4 * 7e9 / 312e12)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 700), st.integers(1, 700), st.integers(1, 9))
def test_waves_by_handing_out_tiles(example, m, n, sms):
    """Each tile goes to the multiprocessor that is free first."""
    space = example("hardware/waves")
    corners = list(itertools.product(range(0, m, 128), range(0, n, 128)))
    assert space["tiles"](m, n) == len(corners)
    free = [0] * sms
    for _ in corners:
        first = free.index(min(free))
        free[first] += 1
    assert space["waves"](len(corners), sms) == max(free)


@pytest.mark.parametrize(("registers", "warps"), [(32, 64), (64, 32), (128, 16), (255, 8)])
def test_registers_leave_room_for_so_many_warps(example, registers, warps):
    assert example("hardware/waves")["occupancy"](registers) == warps / 64


@pytest.mark.parametrize("bits", [4, 8])
def test_best_clip_of_random_numbers(example, bits):
    """A clip that is a fifth wider or narrower has a larger error on drawn numbers."""
    clip = example("hardware/clip_range")["best"][bits]
    x = torch.randn(400_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)

    def error(clip):
        scale = 2 * clip / (2**bits - 1)
        steps = ((x + clip) / scale).round().clamp(0, 2**bits - 1)
        return (steps * scale - clip - x).square().mean()

    assert error(clip) < min(error(0.8 * clip), error(1.2 * clip))


def test_edge_bound_of_a_narrow_network(example):
    """One layer by hand, and the whole against the module that counts operations."""
    space = example("hardware/edge_bound")
    assert space["least_time"](100e9, 0, 1) == 1.0
    assert space["least_time"](0, 1, 40e12) == 2.0
    weights, maps, flops = space["counted"](224)
    seen = [
        (moved, each)
        for name, moved, each in example("hardware/roofline_layers")["seen"][1]
        if name == "convolution"
    ]
    assert flops == sum(each for _, each in seen)
    assert 2 * (weights + maps) == sum(moved for moved, _ in seen)


@pytest.mark.parametrize(("inputs", "outputs"), [(2048, 1000), (768, 3072)])
def test_break_even_batch_of_a_linear_layer(example, inputs, outputs):
    """Least times on an A100, by search: the first batch whose arithmetic is the longer."""

    def waits(batch):
        moved = 2 * (batch * (inputs + outputs) + inputs * outputs)
        return moved / 1555e9 > 2 * batch * inputs * outputs / 312e12

    first = next(batch for batch in itertools.count(1) if not waits(batch))
    even = example("hardware/roofline_layers")["break_even"](inputs, outputs)
    assert first - 1 < even <= first
