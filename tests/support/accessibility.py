"""What axe says of a page: WCAG and best practice, and the contrast of each combination of colours."""

from __future__ import annotations

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from photographs import Scale
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ("color-contrast", "link-in-text-block")
"The rules of axe that depend on what is light and dark."
_CONTRASTS = """(() => {
    const rule = axe._audit.rules.find((one) => one.id === "color-contrast"), whole = rule.matches;
    const measured = new WeakMap();
    let known, met, chains;
    // what shows through behind an element, by those around it
    const behind = (node) => {
        if (!node) return "";
        if (!chains.has(node)) {
            const { backgroundColor, backgroundImage, opacity, position, filter } = getComputedStyle(node);
            const own = [backgroundColor, backgroundImage, opacity, position, filter].join(" ");
            const plain = /^rgba\\(0, 0, 0, 0\\) none 1 (static|relative) none$/.test(own);
            chains.set(node, behind(node.parentElement) + (plain ? "" : `|${own}`));
        }
        return chains.get(node);
    };
    const combined = (node) => {
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
        const long = node.textContent.trim().length > 1;  // of a single letter axe says nothing
        return [color, fontSize, fontWeight, textShadow, node.tagName === "INPUT", long, behind(node)].join(" ");
    };
    rule.matches = function (node, ...rest) {
        const combination = combined(node);
        if (known ? known.has(combination) : measured.get(node) === combination) return false;
        if (!whole.call(this, node, ...rest)) return false;
        if (known) [known, met].forEach((one) => one.add(combination));
        else measured.set(node, combination);
        return true;
    };
    globalThis.lookWithAxe = async (options, combinations) => {
        [known, met, chains] = [combinations && new Set(combinations), new Set(), new Map()];
        const { violations } = await axe.run(options);
        const found = violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.html.slice(0, 160)}`));
        return [found, [...met]];
    };
})()"""
"""Measures the contrast of each combination of colours and size once, which is two thirds of what axe does: in `make
test` once in this process, in `make proof` once for each element of a page, at all its widths."""
AXE = f"{Axe().axe_script};{_CONTRASTS}"
_combinations: set[str] = set()
"Those of which `make test` has measured the contrast."


def accessibility_faults(page: Page, but: Iterable[str] = (), *, only: Iterable[str] = ()) -> list[str]:
    """What axe finds on the page as it stands: WCAG 2.0 to 2.2 A and AA, and best practice, but for some rules; or what
    some rules find alone."""
    options: dict[str, object] = {"runOnly": {"type": "rule", "values": list(only)}, "resultTypes": ["violations"]}
    if not only:
        # target-size is of WCAG 2.2, and off in axe unless asked for
        rules = {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in but}}
        options |= {"runOnly": {"type": "tag", "values": RULES}, "rules": rules}
    if not page.evaluate("'lookWithAxe' in window"):
        page.evaluate(AXE)
    known = None if Scale.full else list(_combinations)
    found, met = page.evaluate("asked => lookWithAxe(...asked)", [options, known])
    _combinations.update(met)
    return list(found)
