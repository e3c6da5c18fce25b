"""System design: simulations against queueing theory, SciPy, PyTorch's own rounding and closed forms."""

import math
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

QUICK = settings(max_examples=40)


@QUICK
@given(st.floats(0.1, 0.95))
def test_waiting_times_are_those_of_pollaczek_and_khinchine(example, load):
    """Mean wait = λ E[S²] / (2 (1 − ρ)); E[S²] is twice as large for exponential service."""
    run = example("system-design/littles_law")
    service = run["SERVICE"]
    for random_service, second_moment in ((True, 2 * service**2), (False, service**2)):
        wait = load / service * second_moment / (2 * (1 - load))
        assert run["closed_form"](load, random_service) == pytest.approx(service + wait)


def test_the_simulated_queue_serves_in_order_and_never_two_at_once(example):
    run = example("system-design/littles_law")
    arrive, leave = run["simulate"](0.7, random_service=False, seed=1)
    free = 0.0
    for i in range(500):
        free = max(free, arrive[i]) + run["SERVICE"]
        assert leave[i] == pytest.approx(free)
    assert run["computed"]["p99-factor"] == f"{stats.expon.ppf(0.99):.1f}×"
    assert run["computed"]["law"] == f"{0.8 / (1 - 0.8):.1f}"
    assert np.mean(run["counted"]) == pytest.approx(0.8 / (1 - 0.8), rel=0.05)


@QUICK
@given(st.floats(0.05, 0.95), st.integers(1, 12))
def test_a_shared_queue_is_the_birth_and_death_chain(example, load, servers):
    """Mean number in the system from the balance equations, then W = L/λ."""
    run = example("system-design/shared_queue")
    states = 4000
    leave = np.minimum(np.arange(1, states), servers)  # departures, in units of one server's rate
    log_share = np.concatenate([[0], np.cumsum(np.log(load * servers / leave))])
    share = np.exp(log_share - log_share.max())
    mean = (np.arange(states) * share).sum() / share.sum()
    waited = mean / (load * servers) * run["SERVICE"]
    assert run["closed_form"](load, servers) == pytest.approx(waited, rel=1e-6)


@QUICK
@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=5),
    st.data(),
)
def test_the_slowest_stage_sets_the_pace(example, times, data):
    size = len(times)
    workers = data.draw(st.lists(st.integers(1, 4), min_size=size, max_size=size))
    throughput = example("system-design/pipeline_bottleneck")["throughput"]
    bound = 1000 * min(w / t for w, t in zip(workers, times, strict=True))
    assert throughput(times, workers, 200) == pytest.approx(bound, rel=0.05)


@QUICK
@given(st.floats(1, 1000))
def test_amdahls_gain_is_that_of_the_simulated_pipeline(example, factor):
    run, simulate = (
        example("system-design/amdahl"),
        example("system-design/pipeline_bottleneck")["simulate"],
    )
    stages = run["DECODE"], run["DETECT"], run["TRACK"]
    faster = run["DECODE"], run["DETECT"] / factor, run["TRACK"]
    before, after = (simulate(times, (1, 1, 1), 1)[1][0, -1] for times in (stages, faster))
    assert run["amdahl"](factor) == pytest.approx(before / after)
    assert run["amdahl"](factor) < run["limit"]


def test_batches_of_one_are_an_m_d_1_queue(example):
    run, model = example("system-design/batch_waiting"), example("system-design/batching")
    for rate in (60, 140):
        load = rate * 5 / 1000
        expected = 5 + 5 * load / (2 * (1 - load))
        assert run["runs"](rate, 1, fill=False).mean() == pytest.approx(expected, rel=0.05)
    assert model["computed"]["throughput-64"] == f"{64 / (2 + 0.5 * 64) * 1000:,.0f}/s"


@pytest.mark.parametrize("batch", [1, 5, 6, 7, 64, 128])
def test_two_scripts_have_one_cost_model(example, batch):
    run, model = example("system-design/batch_waiting"), example("system-design/batching")
    assert run["run_time"](batch) == model["run_time"](batch)


def test_a_bounded_queue_loses_the_excess_of_the_burst(example):
    run = example("system-design/backpressure")
    assert run["given"]["burst"] == "10 s"
    excess = 10 * (1000 / run["GAP"] - 1000 / run["BUSY"])
    assert int(run["computed"]["peak"]) == pytest.approx(excess, abs=2)
    assert run["dropped"] == pytest.approx(excess - run["BOUND"], abs=2)
    share = (excess - run["BOUND"]) / (10 * 1000 / run["GAP"])
    assert float(run["computed"]["dropped-busy"][:-1]) == pytest.approx(100 * share, abs=1)
    # The frame served as the burst ends arrived when as many frames had come as were served.
    start, end = (t / 1000 for t in run["BURST"])
    served = (end - start) * 1000 / run["BUSY"]
    oldest = (end - start) - served / (1000 / run["GAP"])
    assert run["ages"][:, 1].max() / 1000 == pytest.approx(oldest, abs=0.15)


@QUICK
@given(st.integers(1, 100))
def test_a_sender_that_waits_changes_no_result(example, bound):
    """Blocking delays the entry alone: results are as old as those of the unbounded queue."""
    run = example("system-design/blocking")
    enters, starts, ends = run["block"](bound)
    ages = example("system-design/backpressure")["ages"][:, 1]
    assert (ends - run["captured"] == ages).all()
    assert (enters <= starts).all()
    moments = np.arange(0, 60_000, 10)
    inside = run["queued"](enters, starts, moments)
    assert inside.max() == min(bound, 84)
    # What is not in the queue waits at the sender: the excess of the burst, less what the queue holds.
    waiting = run["queued"](run["captured"], starts, moments)
    assert (run["queued"](run["captured"], enters, moments) == waiting - inside).all()
    if bound == run["BOUND"]:
        assert run["computed"]["at-sender"] == str(waiting.max() - bound)


@QUICK
@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_cache_hits_go_through_the_pipeline_frame_by_frame(example, hits):
    run, simulate = (
        example("system-design/cache_hits"),
        example("system-design/pipeline_bottleneck")["simulate"],
    )
    hit = np.array(hits)
    costs = [run["DECODE"], np.where(hit, 0, run["DETECT"]), run["TRACK"]]
    last = simulate(costs, (1, 1, 1), len(hit))[1][-1, -1]
    assert run["simulate"](hit) == pytest.approx(1000 * len(hit) / last)


@QUICK
@given(st.floats(0.5, 300))
def test_staleness_is_the_integral_over_the_age_of_the_entry(example, ttl):
    """Per fill: one miss, then r dt hits at age t, of which 1 − exp(−ut) are out of date."""
    run = example("system-design/cache_staleness")
    rate, updates = run["REQUESTS"], run["UPDATES"]
    old = integrate.quad(lambda age: rate * -math.expm1(-updates * age), 0, ttl)[0]
    hit, stale = run["closed_form"](ttl)
    assert hit == pytest.approx(rate * ttl / (1 + rate * ttl))
    assert stale == pytest.approx(old / (1 + rate * ttl), rel=1e-6)


@QUICK
@given(st.integers(2, 80), st.integers(2, 80), st.integers(0, 10**6))
def test_ks_is_that_of_scipy(example, n, m, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 20, n) / 2, rng.normal(5, 3, m)
    expected = pytest.approx(stats.ks_2samp(a, b).statistic)
    assert example("system-design/drift")["ks"](a, b) == expected
    assert example("system-design/ks_and_psi")["ks"](a, b) == expected


@QUICK
@given(st.integers(0, 10**6))
def test_psi_is_the_symmetric_divergence(example, seed):
    rng = np.random.default_rng(seed)
    reference, window = rng.normal(size=900), rng.normal(0.3, 1, 400)
    edges = [-np.inf, *np.quantile(reference, np.arange(0.1, 0.95, 0.1)), np.inf]
    p, q = (np.histogram(sample, edges)[0] / len(sample) for sample in (reference, window))
    expected = pytest.approx(stats.entropy(p, q) + stats.entropy(q, p))
    assert example("system-design/drift")["psi"](reference, window) == expected
    assert example("system-design/ks_and_psi")["psi"](reference, window) == expected


@pytest.mark.parametrize("name", ["drift", "ks_and_psi"])
def test_psi_of_edges(example, name):
    psi = example(f"system-design/{name}")["psi"]
    constant, distinct = np.ones(50), np.arange(50.0)
    assert psi(constant, constant) == 0
    assert psi(distinct, distinct) == 0
    moved = psi(distinct, distinct + 100)  # eight bins are empty, but PSI stays finite
    assert 1 < moved < math.inf
    assert psi(np.ones(1), np.zeros(1)) == 0  # both at or below each edge


@settings(max_examples=5)
@given(st.integers(400, 900), st.integers(400, 900))
def test_psi_without_drift_is_chi_squared(example, window, reference):
    run = example("system-design/psi_noise")
    values = run["null_psi"](1, window, reference)
    scale = 1 / window + 1 / reference
    assert values.mean() == pytest.approx(scale * stats.chi2.mean(9), rel=0.1)
    assert np.quantile(values, 0.95) == pytest.approx(scale * stats.chi2.ppf(0.95, 9), rel=0.2)


def test_the_noise_of_psi_is_that_of_the_function_which_is_pasted(example):
    """The example draws many at once; here one pair at a time, by the definition."""
    run, psi = example("system-design/psi_noise"), example("system-design/drift")["psi"]
    rng = np.random.default_rng(7)
    single = [psi(rng.random(900), rng.random(100)) for _ in range(1500)]
    assert np.mean(single) == pytest.approx(run["small"].mean(), rel=0.05)


def test_facts_of_drift(example):
    facts = {
        **example("system-design/ks_and_psi")["computed"],
        **example("system-design/drift")["computed"],
    }
    assert facts["ks"] == f"{2 * stats.norm.cdf(0.25) - 1:.3f}" == "0.197"
    p = np.full(10, 0.1)
    q = np.diff(stats.norm.cdf(stats.norm.ppf(np.linspace(0, 1, 11)) - 0.5))
    psi = stats.entropy(p, q) + stats.entropy(q, p)  # PSI is the symmetric divergence
    assert facts["psi"] == f"{psi:.2f}"
    assert facts["limit"] == f"{stats.kstwobign.ppf(0.95) * math.sqrt(1 / 100 + 1 / 900):.2f}"


@QUICK
@given(st.integers(2, 8), st.integers(0, 10**6))
def test_rounding_is_that_of_pytorch(example, bits, seed):
    weight = torch.randn(8, 16, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    integers, scale = example("system-design/quantization")["quantize"](weight, bits, per_row=True)
    largest = 2 ** (bits - 1) - 1
    zeros = torch.zeros(8, dtype=torch.int32)
    oracle = torch.fake_quantize_per_channel_affine(
        weight.float(), scale.flatten().float(), zeros, 0, -largest, largest
    )
    torch.testing.assert_close((integers * scale).float(), oracle, atol=1e-5, rtol=1e-5)
    assert ((integers * scale - weight).abs() <= scale / 2 + 1e-9).all()


@pytest.mark.parametrize("per_row", [False, True])
def test_weights_that_are_zero_stay_zero(example, per_row):
    """PyTorch's observer gives them its least scale as well."""
    quantize = example("system-design/quantization")["quantize"]
    weight = torch.zeros(3, 4)
    integers, scale = quantize(weight, 8, per_row)
    assert (integers * scale == 0).all()
    observer = torch.ao.quantization.MinMaxObserver(qscheme=torch.per_tensor_symmetric)
    observer(weight)
    assert scale.flatten()[0] == observer.calculate_qparams()[0]
    weight[1] = torch.tensor([1.0, -2, 0.5, 0])
    integers, scale = quantize(weight, 8, per_row=True)
    assert (integers[1] == torch.tensor([64, -127, 32, 0])).all()


def test_rounded_layers_are_those_of_quantize(example):
    rounded = example("system-design/quantization_accuracy")["rounded"]
    quantize = example("system-design/quantization")["quantize"]
    weight = torch.randn(20, 30, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for bits in range(2, 9):
        integers, scale = quantize(weight, bits)
        torch.testing.assert_close(rounded(weight, bits), integers * scale)


def test_facts_of_pruning(example):
    run = example("system-design/pruning")
    facts, keep = run["computed"], 20
    assert facts["flops-structured"] == f"{keep * (64 + 10) / (100 * (64 + 10)):.0%}"
    cut = run["structured"](run["net"], 0.8)
    assert [tuple(layer.weight.shape) for layer in (cut[0], cut[2])] == [(keep, 64), (10, keep)]
    assert run["structured"](run["net"], 1)[0].out_features == 1  # one unit stays


def test_pruning_keeps_what_is_largest(example):
    run = example("system-design/pruning")
    net, sparse = run["net"], run["unstructured"](run["net"], 0.8)
    for layer, thinned in ((net[0], sparse[0]), (net[2], sparse[2])):
        sizes = layer.weight.detach().abs()
        kept = thinned.weight != 0
        assert sizes[kept].min() >= sizes[~kept].max()
        assert torch.equal(thinned.weight[kept], layer.weight[kept])


@QUICK
@given(st.floats(0, 0.99))
def test_sparse_storage_is_pytorchs_csr(example, zeros):
    run = example("system-design/sparse_storage")
    side = run["SIDE"]
    dense = torch.ones(side**2)
    dense[: round(zeros * side**2)] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch calls the format a beta
        sparse = dense.view(side, side).to_sparse_csr()
    assert sparse.col_indices().dtype == sparse.crow_indices().dtype == torch.int64
    stored = 2 * sparse.values().nbytes + 4 * side  # values and columns, four bytes each; row ends
    assert run["saving"](zeros) == pytest.approx(dense.nbytes / stored)


def test_facts_of_the_estimate(example):
    facts = example("system-design/estimate")["computed"]
    assert facts["stored"] == f"{200 * 4 / 8 * 3600 * 24 * 30 / 1e6:.0f} TB"
    assert facts["decoded"] == f"{200 * 25 * 1080 * 1920 * 3 / 1e9:.0f} GB/s"
    busy = 5000 / 2000  # decoders busy on average, by Little's law
    assert facts["decoding"] == facts["total"] == f"{math.ceil(busy / 0.6)} GPUs"
    assert facts["enough"] == f"{5000 / (2 * 0.6):,.0f}/s"
    assert facts["in-flight"] == f"{1000 * 0.15:.0f}"
