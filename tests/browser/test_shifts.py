"""What a reader has begun to read stays where it is when the fonts arrive."""

import pytest

SIZES = {"phone": (390, 844), "laptop": (1350, 940)}
# Half of what Web Vitals call good; with fallbacks of other widths it was 0.10 to 0.18.
GOOD = 0.05
# Chromium's words for a font of the system that takes Inter's place.
IS_THERE = """() => new FontFace("probe", 'local("Arial"), local("ArialMT"), local("Liberation Sans"), local("Roboto")')
  .load().then(() => true, () => false)"""
WATCH = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({ type: "layout-shift", buffered: true });"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["", "cnn/", "losses/", "optimization/"])
def test_little_moves_when_the_fonts_come_late(profile, server, path, size):
    width, height = SIZES[size]
    page = profile(WATCH, viewport={"width": width, "height": height})
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(server + path, wait_until="commit")
    page.wait_for_function(PAINTED)
    if not page.evaluate(IS_THERE):
        pytest.skip("this system has none of the fonts that readers' systems have")
    assert held, "no font was asked for before the first paint"
    page.route("**/*.woff2", lambda route: route.continue_())
    # In the order in which the page asks for them.
    text = [route for route in held if "/katex/" not in route.request.url]
    for routes in (text, [route for route in held if route not in text]):
        for route in routes:
            route.continue_()
        page.wait_for_function("() => document.fonts.check('16px Inter')")
        page.evaluate(TWO_FRAMES)
    page.evaluate("document.fonts.ready")
    page.evaluate(TWO_FRAMES)
    assert sum(page.evaluate("shifts")) < GOOD
