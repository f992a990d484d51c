"""The map against what is usually done: first paint, a change of indicator, a click, and the bytes of a change.

Every variant gets the same 3,321 communes and the same values; folium.GeoJson as usually written the layer as it is,
with about 280,000 vertices, the others the product's own simplified file. Each figure is the median of several
rounds, the variants taking turns, so that a machine that slows down slows all of them.
"""

import json
import math
import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data.storage import paths
from tests.benchmarks import layer
from tests.benchmarks.visits import OTHERS, Visit
from tests.browser import conftest as browsers

ROUNDS = 3
KEYS = ("first", "change", "click", "bytes")
# plotly and pydeck draw with WebGL, which a browser without a graphics card does in software
CHROMIUM_ARGS = [*browsers.QUIET, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

Found = dict[str, dict[str, float]]


def prepare(folder: Path) -> dict[str, dict[str, str]]:
    """Write the layer for the usual map, and the product's map files; return the settings of each server."""
    frame = layer.communes()
    heavy = folder / "layer.json"
    heavy.write_text(frame[["name", "geometry"]].rename_axis("code").reset_index().to_json(), encoding="utf-8")
    name, bounds = layer.map_file(frame)
    villages = layer.villages()
    told = {
        "communes": {"file": name, "bounds": bounds, "codes": list(frame.index)},
        "villages": {"file": villages.file, "bounds": villages.bounds, "codes": villages.codes},
    }
    for what, content in told.items():
        (folder / f"{what}.json").write_text(json.dumps(content), encoding="utf-8")
        size = (paths.map_files() / content["file"]).stat().st_size
        print(f"{len(content['codes'])} {what}: the product's file has {size:,} bytes")
    print(f"layer: {frame.geometry.count_coordinates().sum():,} vertices, {heavy.stat().st_size:,} bytes")
    shared = {
        "CNSCD_BENCH": str(folder / "communes.json"),
        "CNSCD_BENCH_LAYER": str(heavy),
        "PYTHONPATH": str(browsers.PROJECT),
    }
    return {name: shared for name in ("product", *OTHERS)} | {
        "unnamed": shared | {"CNSCD_BENCH_NAMES": "off"},
        "villages": shared | {"CNSCD_BENCH": str(folder / "villages.json")},
    }


def measure(browser: Browser, addresses: dict[str, str]) -> Found:
    """Take every variant through the same visits, in turns."""
    found: dict[str, dict[str, list[float]]] = {name: {key: [] for key in KEYS} for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            visit, row = Visit(browser, name, address), found[name]
            row["first"].append(visit.first_paint())
            visit.page.wait_for_timeout(800)
            for option in ("B", "C"):
                took, sent = visit.change(option)
                row["change"].append(took)
                row["bytes"].append(sent)
            row["click"].append(visit.click())
            visit.page.close()
    return {name: {key: statistics.median(values) for key, values in row.items()} for name, row in found.items()}


def report(found: Found) -> None:
    """Print the figures and how many times better the product is."""
    print(f"\n{'variant':<10}{'first paint':>14}{'change':>12}{'click':>12}{'bytes a change':>18}")
    for name, row in found.items():
        times = "".join(f"{row[key] * 1000:>{width}.0f} ms" for key, width in zip(KEYS, (11, 9, 9), strict=False))
        print(f"{name:<10}{times}{row['bytes']:>18,.0f}")
    own = found["product"]
    for name in OTHERS:
        first, change, click, sent = (found[name][key] / own[key] for key in KEYS)
        clicked = "no click was answered" if math.isnan(click) else f"click to panel {click:.1f} times faster"
        print(
            f"\nagainst {name}: first paint {first:.1f} times faster, change of indicator {change:.1f} times faster, "
            f"{clicked}, {sent:.1f} times fewer bytes a change"
        )
    first, change = (own[key] / found["unnamed"][key] for key in ("first", "change"))
    print(
        f"\n3,321 communes with names: first paint takes {first:.2f} times that without names, a change of indicator "
        f"{change:.2f} times"
    )
    ratio = found["villages"]["first"] / own["first"]
    print(f"\n{layer.VILLAGES:,} villages of a province: first paint takes {ratio:.2f} times that of 3,321 communes")


def main() -> None:
    """Start a server for each variant, visit them in turns, and print how many times better the product is."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["CNSCD_VAR"] = str(folder / "var")
        settings = prepare(folder)
        scripts = {name: f"tests/benchmarks/app_{name if name in OTHERS else 'product'}.py" for name in settings}
        servers = {
            name: browsers.start(folder / "var", folder / f"{name}.log", script=scripts[name], **settings[name])
            for name in settings
        }
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browsers.CHROMIUM, args=CHROMIUM_ARGS)
                report(measure(browser, {name: server.address for name, server in servers.items()}))
        finally:
            for server in servers.values():
                server.process.terminate()
