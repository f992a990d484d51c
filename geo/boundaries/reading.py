"""Reads a layer in a child process with limits: features as typed by the office, nothing decided."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, cast

import numpy as np
import pyarrow as pa
import shapely

from data.storage.errors import Refused
from data.storage.json_values import Json, members, objects, parse_object, text, text_or_none, texts, whole
from data.storage.paths import PROJECT
from geo.boundaries import child, limits, parts
from geo.boundaries.formats import Format, Listed
from geo.boundaries.parts import Dataset

_CHARSET: Final = b"Neutral"  # of a MapInfo table: its driver then hands over the bytes as they are


@dataclass(frozen=True)
class _Sent:
    """A layer as the child sends it: its head (coordinate system, names of columns) and its features."""

    crs: str | None
    columns: list[str]
    features: pa.Table


@dataclass(frozen=True)
class LayerInfo:
    """One layer of what was handed in. `geometry` is what the format says ("MultiPolygon", "Point", "Unknown").

    `sent` is the layer as the child sent it, where it was the only one of its dataset.
    """

    name: str
    features: int
    geometry: str
    dataset: Dataset
    inner: str
    sent: _Sent | None = None


@dataclass(frozen=True)
class RawLayer:
    """A layer as read. shapes: valid polygons or points in the file's coordinates, None where there is none.

    state: of each shape (see repair.State). columns: texts by column, None where missing. crs: as the file says
    it (authority code, WKT or PROJJSON), None where it says nothing. raw: texts are still bytes, read as Latin-1;
    what the file says of their encoding is not believed.
    """

    info: LayerInfo
    shapes: np.ndarray
    state: np.ndarray
    columns: Mapping[str, list[str | None]]
    crs: str | None
    raw: bool

    @property
    def format(self) -> Format:
        """Return the format of the file."""
        return self.info.dataset.format


def layers(files: Mapping[str, bytes]) -> list[LayerInfo]:
    """List the layers with shapes in a file, its siblings or its archive. Raises Refused."""
    found = [info for dataset in parts.datasets(files) for info in _layers(dataset)]
    names = [info.name for info in found]
    return [
        replace(info, name=f"{info.dataset.name}/{info.name}") if names.count(info.name) > 1 else info for info in found
    ]


def _layers(dataset: Dataset) -> list[LayerInfo]:
    listed, sent = _run(dataset, layer=None)
    named = dataset.format in ("gpkg", "kml")
    return [
        LayerInfo(
            each["name"] if named else dataset.name, each["features"], each["geometry"], dataset, each["name"], sent
        )
        for each in listed
    ]


def read(info: LayerInfo) -> RawLayer:
    """Read one layer whole. Raises Refused for what is unreadable, unsafe or too large."""
    sent = info.sent or _run(info.dataset, layer=info.inner)[1]
    if sent is None:
        raise Refused("boundaries.too_heavy")
    table = sent.features
    columns = {name: table[f"c{at}"].to_pylist() for at, name in enumerate(sent.columns)}
    return RawLayer(
        info,
        shapely.from_wkb(np.array(table["wkb"].to_pylist(), dtype=object)),
        np.array(table["state"].to_pylist(), dtype=object),
        columns,
        _crs(sent.crs, info.dataset),
        raw=info.dataset.format in child.RAW,
    )


def _crs(declared: str | None, dataset: Dataset) -> str | None:
    """Return what the file says of its coordinates; a file of QGIS (.qpj) speaks where the .prj is absent."""
    if declared is None and "prj" not in dataset.parts and "qpj" in dataset.parts:
        return dataset.parts["qpj"][:20_000].decode("utf-8", errors="replace") or None
    return declared


@cache
def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {**passed, **child.closed_environment(), "PYTHONPATH": str(PROJECT)}


def _run(dataset: Dataset, *, layer: str | None) -> tuple[list[Listed], _Sent | None]:
    """Hand a dataset to a child process in a folder of its own; return its layers, and one that it sent whole."""
    with tempfile.TemporaryDirectory(prefix="layer-") as folder:
        for extension, content in _handed(dataset).items():
            (Path(folder) / f"{child.STEM}.{extension}").write_bytes(content)
        request = json.dumps({"format": dataset.format, "layer": layer})
        process = subprocess.Popen(
            [sys.executable, "-m", "geo.boundaries.child", request],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(),
        )
        stdout = cast("io.BufferedReader", process.stdout)
        clock = threading.Timer(limits.MAX_SECONDS, process.kill)
        clock.start()
        try:
            return _collected(stdout, layer=layer)
        except (ValueError, pa.ArrowException) as fault:
            raise Refused("boundaries.too_heavy") from fault
        finally:
            clock.cancel()
            process.kill()
            process.wait()
            stdout.close()


def _handed(dataset: Dataset) -> dict[str, bytes]:
    """Return the parts as the child gets them: without a word on the encoding, which is found by the names."""
    handed = {extension: content for extension, content in dataset.parts.items() if extension not in ("cpg", "qpj")}
    if "tab" in handed:
        handed["tab"] = _neutral(handed["tab"])
    return handed


def _neutral(tab: bytes) -> bytes:
    """Say "Neutral" for the charset of a MapInfo table, so that its bytes come through unchanged."""
    lines = []
    for line in tab.split(b"\n"):
        low = line.lower()
        if low.startswith(b"!charset"):
            line = b"!charset " + _CHARSET + line[len(line.rstrip(b"\r")) :]
        elif b"charset" in low and b'"' in line:
            at = low.index(b"charset")
            line = line[:at] + b'Charset "' + _CHARSET + b'"' + line[len(line.rstrip(b"\r")) :]
        lines.append(line)
    return b"\n".join(lines)


def _collected(stream: io.BufferedReader, *, layer: str | None) -> tuple[list[Listed], _Sent | None]:
    found = [_listed(each) for each in objects(_message(stream)["layers"])] if layer is None else []
    if layer is None and len(found) != 1:
        return found, None
    head = _message(stream)
    with pa.ipc.open_stream(stream) as features:
        table = features.read_all()
    if table.num_rows != head["features"]:
        raise ValueError("the child ended early")
    return found, _Sent(text_or_none(head["crs"]), texts(head["columns"]), table)


def _listed(entry: dict[str, Json]) -> Listed:
    return {"name": text(entry["name"]), "features": whole(entry["features"]), "geometry": text(entry["geometry"])}


def _message(stream: io.BufferedReader) -> dict[str, Json]:
    message = parse_object(stream.readline())
    if "refused" in message:
        raise Refused(text(message["refused"]), **members(message["values"]))
    return message
