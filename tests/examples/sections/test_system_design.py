"""System design: simulations against queueing theory, SciPy, PyTorch's own rounding and closed forms."""

import itertools
import math
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

QUICK = settings(max_examples=40)
EXAMPLES = Path(__file__).parents[3] / "examples"


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


@pytest.mark.parametrize(("waiting", "limit"), [(1, 1), (1, 4), (4, 1), (7, 3), (3, 3)])
def test_a_batch_is_what_is_there_in_order(example, waiting, limit):
    run = example("system-design/batch_waiting")
    inbox, batches = run["Queue"](), []
    for number in range(waiting):
        inbox.put(number)
    while not inbox.empty():
        batches.append(run["next_batch"](inbox, limit))
    order = list(range(waiting))
    assert batches == [order[i : i + limit] for i in range(0, waiting, limit)]


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


@QUICK
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_product_quantization_is_the_distance_to_the_decoded_vector(example, seed, parts):
    run, rng = example("system-design/product_quantization"), np.random.default_rng(seed)
    vectors, query = rng.normal(size=(60, 3 * parts)), rng.normal(size=3 * parts)
    books = run["train"](vectors, parts, 8, rng, rounds=3)
    codes = run["encode"](vectors, books)
    for vector, code, found in zip(
        vectors, codes, run["distances"](query, codes, books), strict=True
    ):
        decoded = np.concatenate([books[part][entry] for part, entry in enumerate(code)])
        assert found == pytest.approx(math.dist(query, decoded) ** 2)
        for part, piece in enumerate(np.split(vector, parts)):  # the nearest entry of each part
            gaps = [math.dist(piece, entry) for entry in books[part]]
            assert gaps[code[part]] == pytest.approx(min(gaps))


def test_codebooks_are_those_of_k_means(example):
    """Each entry is the mean of what it stands for, once nothing moves any more."""
    run, rng = example("system-design/product_quantization"), np.random.default_rng(3)
    vectors = rng.normal(size=(80, 4))
    books = run["train"](vectors, 2, 4, rng, rounds=60)
    codes = run["encode"](vectors, books)
    for part in range(2):
        for entry in range(4):
            members = vectors[codes[:, part] == entry, 2 * part : 2 * part + 2]
            assert books[part, entry] == pytest.approx(members.mean(0))


def test_facts_of_visual_search(example):
    facts = example("system-design/visual_search")["computed"]
    assert facts["codes"] == f"{10**9 * (64 + 8) / 1e9:.0f} GB"
    assert facts["graph"] == f"{10**9 * (256 + 64) * 4 / 1e12:.2f} TB"
    assert facts["gpu-days"] == f"{10**9 / 2000 / 3600 / 24:.1f} GPU-days"
    assert facts["scan-time"] == f"{10**9 * 72 * 64 / 262_144 / 20e9 * 1000:.2f} ms"
    assert facts["meets-slow"] == f"{stats.binom.sf(0, 100, 0.01):.0%}"
    scan = 10**9 * 72 * 64 / 262_144 / 20e9  # seconds a query
    walk = 5000 * 256 * 4 / (200e9 / 4)  # centres that lie scattered, at a quarter of the bandwidth
    assert facts["scanners"] == str(math.ceil(2000 * (scan + walk) / 0.6))
    assert facts["answer"] == f"{1000 * (0.015 + scan + walk + 16 * 0.0001):.0f} ms"
    one_by_one = 262_144 * 256 * 4 / 200e9
    assert facts["all-centres"] == f"{1000 * one_by_one:.1f} ms"
    assert facts["scanners-flat"] == str(math.ceil(2000 * (scan + one_by_one) / 0.6))
    assert facts["exact-all"] == f"{1000 * 10**9 * 256 * 2 / 500e9 / 60:.0f} min"
    assert facts["per-million"] == f"{(4 * 4 + 2 * 2) / 3600 / 2000 * 1e6:.2f} dollars"


@QUICK
@given(st.integers(1, 10**6))
def test_no_comparison_reads_faster_than_memory_or_computes_faster_than_the_chip(example, count):
    run = example("system-design/visual_search")
    seconds = run["compare_time"](count)
    assert count * 256 * 4 / seconds <= 200e9 * (1 + 1e-9)
    assert count * 256 * 2 / seconds <= 500e9 * (1 + 1e-9)


@pytest.mark.parametrize(
    "name", ["estimate", "visual_search", "moderation", "edge_line", "driving", "screening"]
)
def test_every_stage_drawn_is_reached(example, name):
    """Each box but the sources has an arrow to it, and each arrow leads to another box."""
    run = example(f"system-design/{name}")
    source = (EXAMPLES / f"system-design/{name}.py").read_text("utf-8")
    serves, learns = re.search(
        r'draw\("stages", stages, serves="(.*?)", learns="(.*?)"\)', source
    ).groups()
    pairs = f"{serves} {learns}".split()
    boxes = "abcdefghijkl"
    assert [len(row) for row in run["stages"]] == [3, 3, 3, 3]
    assert all(start != end for start, end in pairs)
    assert len(set(pairs)) == len(pairs)
    sources = set(boxes) - {end for _, end in pairs}
    assert sources <= {"a", "b", "c", "h"}
    seen = set(sources)
    for _ in boxes:
        seen |= {end for start, end in pairs if start in seen}
    assert seen == set(boxes)


@QUICK
@given(st.floats(1e-4, 0.5), st.floats(0.01, 1), st.floats(0.5, 0.999))
def test_precision_is_that_of_counted_cases(example, base, sensitivity, specificity):
    true, false = 1e6 * base * sensitivity, 1e6 * (1 - base) * (1 - specificity)
    found = example("system-design/moderation")["precision"](base, sensitivity, specificity)
    assert found == pytest.approx(true / (true + false))


def test_facts_of_moderation(example):
    facts = example("system-design/moderation")["computed"]
    assert facts["queue"] == f"{40_000 * 0.35 + 19_960_000 * 0.01:,.0f}"
    assert facts["reviewers"] == str(math.ceil(213_600 / (0.8 * 6 * 3600 / 30)))
    assert facts["people-bill"] == f"{math.ceil(213_600 / 576) * 8 * 25:,} dollars"
    passed = 20_000_000 - 24_000 - 1_996 - 213_600
    share = 2_000 / passed
    labels = int(facts["audit"].replace(",", ""))
    half = stats.norm.ppf(0.975) * stats.binom.std(labels, share) / labels
    assert half == pytest.approx(0.2 * share, rel=1e-2)


@QUICK
@given(st.floats(1, 100), st.floats(1, 100), st.floats(0.01, 0.4), st.floats(0, 1))
def test_a_review_is_the_cheapest_inside_the_band_alone(example, harm, insult, review, p):
    low, high = example("system-design/moderation")["band"](harm, insult, review)
    if min(abs(p - low), abs(p - high)) > 1e-9:
        assert (low < p < high) == (review < min(p * harm, (1 - p) * insult))


def test_facts_of_the_line(example):
    facts = example("system-design/edge_line")["computed"]
    assert facts["side"] == f"{0.12 / 0.0002 * 4:,.0f}"
    starts = [*range(0, 2400 - 640, 560), 2400 - 640]  # the last tile ends with the image
    assert facts["tiles"] == str(len(starts) ** 2)
    assert facts["escapes"] == f"{288 * 0.02:.0f}"
    assert facts["precision"] == f"{288 * 0.98 / (288 * 0.98 + 287_712 * 0.005):.0%}"
    assert facts["reject-from"] == f"{1 / 51:.1%}"
    low = stats.binomtest(10, 10, alternative="greater").proportion_ci(0.95).low
    assert facts["shown"] == f"{low:.0%}"
    assert facts["station-daily"] == f"{30_000 / 1500:.0f} dollars"


@QUICK
@given(st.floats(1, 60), st.floats(0, 2))
def test_a_car_stops_where_its_speed_is_used_up(example, speed, latency):
    run = example("system-design/driving")
    brake = run["BRAKE"]
    braking = integrate.quad(lambda t: speed - brake * t, 0, speed / brake)[0]
    assert run["stopping"](speed, latency) == pytest.approx(speed * latency + braking)


@QUICK
@given(st.floats(0.5, 3), st.floats(5, 200), st.floats(20, 140))
def test_pixels_are_the_share_of_the_picture_that_an_object_fills(example, height, distance, field):
    run = example("system-design/driving")
    seen = 2 * distance * math.tan(math.radians(field / 2))  # metres that all columns cover
    expected = height / seen * run["COLUMNS"]
    assert run["pixels"](height, distance, field) == pytest.approx(expected)


def test_facts_of_driving(example):
    facts = example("system-design/driving")["computed"]
    kilometres = int(facts["proof"].removesuffix(" km").replace(",", ""))
    assert stats.poisson.pmf(0, kilometres / 1e8) == pytest.approx(0.05, rel=0.01)
    assert facts["raw"] == f"{8 * 3840 * 2160 * 12 / 8 * 20 / 1e9:.1f} GB/s"
    # A ray that is turned down meets the road nearer, one turned up farther.
    ray = math.atan2(-1.5, 106)
    meets = [-1.5 / math.tan(ray + math.radians(sign * 0.1)) for sign in (-1, 1)]
    assert (meets[1] - meets[0]) / 2 == pytest.approx(int(facts["pitched"].split()[0]), rel=0.1)


@QUICK
@given(st.integers(1, 120), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_the_rank_is_that_of_the_beta_distribution(example, n, target, confidence):
    run = example("system-design/fixed_sensitivity")
    sure = [stats.beta.sf(target, k, n + 1 - k) >= confidence for k in range(1, n + 1)]
    rank = run["rank_for"](n, target, confidence)
    assert rank == (sure.index(True) + 1 if any(sure) else None)


def test_the_threshold_keeps_its_promise(example):
    """Of many studies with uniform scores, few fall short of the demand."""
    run, rng = example("system-design/fixed_sensitivity"), np.random.default_rng(0)
    threshold_for, rank = run["threshold_for"], run["rank_for"](60, 0.9, 0.95)
    kept = np.array([1 - threshold_for(rng.random(60), 0.9, 0.95) for _ in range(400)])
    assert np.mean(kept >= 0.9) == pytest.approx(stats.beta.sf(0.9, rank, 61 - rank), abs=0.02)
    with pytest.raises(ValueError, match="too few"):
        threshold_for(rng.random(28), 0.9, 0.95)


@pytest.mark.parametrize("n", [60, 139, 254, 400])
def test_the_power_of_a_study_is_that_of_scipy(example, n):
    run = example("system-design/screening")
    ends = [stats.binomtest(k, n).proportion_ci(0.95, "wilson").low for k in range(n + 1)]
    passing = next(k for k, low in enumerate(ends) if low > 0.9)
    assert run["power"](n) == pytest.approx(stats.binom.sf(passing - 1, n, 0.95))
    assert run["computed"]["study"] == "254"
    assert run["computed"]["value"] == f"{0.006 * 0.95 / (0.006 * 0.95 + 0.994 * 0.1):.1%}"


def test_a_large_study_neither_overflows_nor_vanishes(example):
    found = example("system-design/fixed_sensitivity")["surely_above"](2720, 3000, 0.9)
    assert found == pytest.approx(stats.beta.sf(0.9, 2720, 281), rel=1e-6)


@QUICK
@given(st.integers(1, 500), st.data())
def test_wilsons_interval_is_that_of_scipy(example, n, data):
    found = data.draw(st.integers(0, n))
    oracle = stats.binomtest(found, n).proportion_ci(0.95, method="wilson")
    low, high = example("system-design/fixed_sensitivity")["wilson"](found, n)
    assert low == pytest.approx(oracle.low, abs=1e-9)
    assert high == pytest.approx(oracle.high, abs=1e-9)


@QUICK
@given(st.integers(0, 80), st.integers(0, 80))
def test_the_sign_test_is_that_of_scipy(example, gained, lost):
    oracle = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1
    assert example("system-design/ab_test")["sign_test"](gained, lost) == pytest.approx(oracle)


def test_a_test_of_that_size_has_its_power(example):
    """Drawn, not derived: how often a two-sided test of two shares sees the difference."""
    run, rng = example("system-design/ab_test"), np.random.default_rng(0)
    n = run["per_arm"](0.2, 0.15)
    a, b = rng.binomial(n, [[0.2], [0.15]], (2, 20_000)) / n
    error = np.sqrt((a * (1 - a) + b * (1 - b)) / n)
    assert np.mean(abs(a - b) / error > stats.norm.ppf(0.975)) == pytest.approx(0.8, abs=0.02)


def test_clusters_counted_as_independent_raise_false_alarms(example):
    """Drawn: cameras differ by a Beta law, both arms alike, requests counted one by one."""
    run, rng = example("system-design/ab_test"), np.random.default_rng(0)
    base, within, cameras, requests = run["OLD"], run["WITHIN"], 400, run["REQUESTS"]
    rest = 1 / within - 1
    rates = rng.beta(base * rest, (1 - base) * rest, (2, 2000, cameras))
    a, b = rng.binomial(requests, rates).sum(2) / (cameras * requests)
    error = np.sqrt((a * (1 - a) + b * (1 - b)) / (cameras * requests))
    found = np.mean(abs(a - b) / error > stats.norm.ppf(0.975))
    assert found == pytest.approx(run["alarms"], abs=0.04)


@QUICK
@given(st.integers(1, 3000), st.floats(0.5, 60))
def test_the_canarys_count_is_a_poisson_variable(example, count, mean):
    found = example("system-design/canary")["at_least"](count, mean)
    assert found == pytest.approx(stats.poisson.sf(count - 1, mean), abs=1e-9)


def test_looks_raise_false_alarms_as_drawn_sums_do(example):
    run, rng = example("system-design/canary"), np.random.default_rng(0)
    looks = np.arange(1, 21)
    z = abs(rng.normal(size=(40_000, 20)).cumsum(1)) / np.sqrt(looks)
    drawn = (np.maximum.accumulate(z, axis=1) > stats.norm.ppf(0.975)).mean(0)
    assert run["false_alarms"](20) == pytest.approx(drawn, abs=0.01)


def test_the_canary_is_large_enough_and_no_larger_than_it_must(example):
    run = example("system-design/canary")
    n, limit = int(run["computed"]["needed"].replace(",", "")), int(run["computed"]["limit"])
    assert stats.binom.sf(limit - 1, n, 0.01) <= 0.01
    assert stats.binom.sf(limit - 1, n, 0.02) >= 0.95
    assert run["computed"]["chance"] == f"{stats.binomtest(50_000, 101_000).pvalue:.3f}"


@QUICK
@given(st.floats(0.1, 10), st.floats(1, 5000), st.floats(0.01, 1))
def test_the_price_of_an_image_is_the_bill_over_its_images(example, hour, rate, busy):
    found = example("system-design/cost")["per_million"](hour, rate, busy)
    assert found == pytest.approx(1e6 * (30 * 24 * hour) / (30 * 24 * 3600 * busy * rate))


def test_facts_of_cost(example):
    run = example("system-design/cost")
    assert run["computed"]["always"] == f"{25_000 / (2 - 0.4) / 730:.0f} months"
    assert math.isinf(run["months_to_pay"](0.19))
    rng = np.random.default_rng(0)
    sent = rng.random(200_000) < 0.1
    mean = np.where(sent, 102, 2).mean()
    assert run["cascade"] / 1e9 == pytest.approx(mean, rel=0.02)
    assert run["computed"]["found"] == f"{0.98 * 0.95:.0%}"


@QUICK
@given(st.integers(2, 6), st.integers(2, 4), st.integers(0, 10**6))
def test_fleiss_kappa_is_counted_pair_by_pair(example, raters, classes, seed):
    labels = np.random.default_rng(seed).integers(0, classes, (12, raters))
    labels[0, :2] = 0, 1  # more than one class
    counts = np.stack([(labels == c).sum(1) for c in range(classes)], axis=1)
    pairs = [(i, j) for i in range(raters) for j in range(raters) if i != j]
    equal = np.mean([np.mean(labels[:, i] == labels[:, j]) for i, j in pairs])
    chance = sum(np.mean(labels == c) ** 2 for c in range(classes))
    found = example("system-design/agreement")["fleiss"](counts)
    assert found == pytest.approx((equal - chance) / (1 - chance))


@QUICK
@given(st.integers(1, 40), st.floats(0, 1))
def test_the_design_effect_is_that_of_the_covariance_matrix(example, size, correlation):
    covariance = np.full((size, size), correlation)
    np.fill_diagonal(covariance, 1)
    weights = np.full(size, 1 / size)
    variance = weights @ covariance @ weights
    effect = example("system-design/ab_test")["design_effect"](size, correlation)
    assert effect / size == pytest.approx(variance)


@QUICK
@given(st.floats(0, 1), st.integers(0, 5))
def test_the_majority_errs_as_the_binomial_says(example, error, pairs):
    voters = 2 * pairs + 1
    found = example("system-design/agreement")["majority_error"](error, voters)
    assert found == pytest.approx(stats.binom.sf(voters // 2, voters, error), abs=1e-12)


def test_kappa_of_a_table_by_hand(example):
    """Forty images: 20 yes from both, 5 and 10 where they differ, 5 no from both."""
    first = np.repeat(["yes", "yes", "no", "no"], [20, 5, 10, 5])
    second = np.repeat(["yes", "no", "yes", "no"], [20, 5, 10, 5])
    chance = (25 * 30 + 15 * 10) / 40**2
    expected = (25 / 40 - chance) / (1 - chance)
    assert example("system-design/agreement")["kappa"](first, second) == pytest.approx(expected)


@QUICK
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_uncertainty_of_probabilities(example, seed, classes):
    run, rng = example("system-design/active_learning"), np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(classes), 8)
    assert run["entropy"](p) == pytest.approx(stats.entropy(p, axis=1))
    first, second = torch.tensor(p).topk(2, dim=1).values.T.numpy()
    assert run["margin"](p) == pytest.approx(first - second)
    sure = np.eye(classes)
    assert run["entropy"](sure) == pytest.approx(0)
    assert (run["margin"](sure) == 1).all()


@QUICK
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_farthest_first_takes_what_is_least_covered(example, seed, count):
    run, rng = example("system-design/active_learning"), np.random.default_rng(seed)
    points = rng.normal(size=(15, 2))
    taken = [0, *run["farthest_first"](points, [0], count)]
    for size in range(1, len(taken)):
        gaps = [min(math.dist(point, points[i]) for i in taken[:size]) for point in points]
        assert taken[size] == int(np.argmax(gaps))


def test_farthest_first_begins_without_labels_and_takes_nothing_twice(example):
    run = example("system-design/active_learning")
    chosen = run["farthest_first"](np.zeros((4, 2)), [0], 3)
    assert sorted(chosen) == [1, 2, 3]
    assert len(set(run["farthest_first"](np.eye(5), [], 5))) == 5
    assert sorted(run["farthest_first"](np.eye(5), [1, 1], 9)) == [0, 2, 3, 4]  # all that are left
    p = np.full((5, 2), 0.5)
    assert sorted(run["next_batch"](np.eye(5), p, [0, 1], 9, 2)) == [2, 3]


@QUICK
@given(st.integers(0, 10**6))
def test_the_cover_is_at_most_twice_the_best(example, seed):
    run, points = (
        example("system-design/active_learning"),
        np.random.default_rng(seed).normal(size=(9, 2)),
    )
    radius = run["radius"]
    greedy = radius(points, [0, 1, *run["farthest_first"](points, [0, 1], 2)])
    best = min(radius(points, [0, 1, *more]) for more in itertools.combinations(range(2, 9), 2))
    assert best <= greedy <= 2 * best + 1e-9


@QUICK
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_the_next_batch_is_unsure_and_spread(example, seed, labelled):
    run, rng = example("system-design/active_learning"), np.random.default_rng(seed)
    features, p = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(3), 30)
    taken = list(range(labelled))
    batch = run["next_batch"](features, p, taken, 4, 10)
    assert len(set(batch) - set(taken)) == 4
    order = [i for i in np.argsort(run["margin"](p)) if i not in taken]
    assert set(batch) <= set(order[:10])


def test_the_true_nearest_is_found_as_often_as_told(example):
    """Ranks by decoded vectors, for one of the drawn sets."""
    run, rng = example("system-design/product_quantization"), np.random.default_rng(5)
    base, queries = rng.normal(size=(600, 32)), rng.normal(size=(40, 32))
    books = run["train"](base, 8, 16, rng, rounds=3)
    codes = run["encode"](base, books)
    decoded = books[np.arange(8), codes].reshape(len(base), 32)
    for q in queries:
        by_table = run["distances"](q, codes, books).argsort(kind="stable")
        assert (by_table == ((decoded - q) ** 2).sum(1).argsort(kind="stable")).mean() > 0.95
    assert np.all(np.diff(run["found"].mean(0), axis=1) > 0)
    assert np.all(np.diff(run["hit"].mean(0)) > 0)
