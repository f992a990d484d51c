"""The process that opens one dataset: layers as a line of JSON, then features as an Arrow stream, on stdout.

Run as `python -m geo.boundaries.child REQUEST` by geo.boundaries.reading, and by nothing else, in an empty
folder of its own that holds the parts under fixed names. Only the drivers of formats.DRIVERS exist here, the
network is closed, and memory, time and the size of files are limited.
"""

import io
import json
import math
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from data.storage.json_values import JsonObject, one_of, parse_object, text_or_none
from geo.boundaries import formats
from geo.boundaries.formats import Format, Listed
from geo.boundaries.limits import MAX_MEMORY, MAX_SECONDS, MAX_TEXT, MAX_VERTICES, Refusal, check_size

if TYPE_CHECKING:
    import numpy as np

STEM: Final = "dataset"

RAW: Final = ("shapefile", "tab")
"""Formats whose texts are bytes of an encoding that the file may not tell, or tell wrongly: read as Latin-1."""

_OPTIONS: Final[dict[str, dict[str, str]]] = {"gpkg": {"LIST_ALL_TABLES": "NO", "IMMUTABLE": "YES"}}


def closed_environment() -> dict[str, str]:
    """Return the environment of the child: no network, no drivers but ours, no files beside the dataset."""
    return {
        "GDAL_SKIP": ",".join(_other_drivers()),
        "PROJ_NETWORK": "OFF",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
        "no_proxy": "",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_PYTHON_DRIVER_PATH": "",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "400",
        "CPL_LOG": os.devnull,
        "SHAPE_RESTORE_SHX": "YES",
        "OMP_NUM_THREADS": "1",
    }


def _other_drivers() -> list[str]:
    import pyogrio

    return sorted(set(pyogrio.list_drivers()) - set(formats.DRIVERS.values()))


def main(request: JsonObject) -> None:
    """Write the layers, then the features of the one that `request` names, or why they are refused.

    Of a dataset of one layer that layer is sent; of several none, where none is named.
    """
    _limit_process()
    try:
        named, form = text_or_none(request["layer"]), one_of(request["format"], formats.EXTENSIONS)
        if named is None:
            found = layers(form)
            _write({"layers": found})
            named = found[0]["name"] if len(found) == 1 else None
        if named is not None:
            send(form, named)
    except Refusal as refusal:
        _write({"refused": refusal.key, "values": refusal.values_told})
    except MemoryError:
        _write({"refused": "boundaries.too_heavy", "values": {}})
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, sqlite3.Error) as fault:
        _write({"refused": "boundaries.damaged", "values": {}, "said": str(fault)[:300]})


def _limit_process() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**24, 2**24))


def _write(message: Mapping[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=True).encode() + b"\n")
    sys.stdout.buffer.flush()


def _path(form: Format) -> str:
    return str(Path.cwd() / f"{STEM}.{formats.EXTENSIONS[form]}")


def layers(form: Format) -> list[Listed]:
    """List the layers with features and shapes: name, features, geometry ("Polygon", "Point", "Unknown", …)."""
    if form == "geoparquet":
        from geo.boundaries import parquet

        return parquet.layers(_path(form))
    import pyogrio

    if form == "gpkg":
        _check_database(_path(form))
    found: list[Listed] = []
    for name, geometry in pyogrio.list_layers(_path(form)):
        if geometry is None:
            continue
        info = pyogrio.read_info(_path(form), layer=name, force_feature_count=True, **_reading(form))
        if info["features"] != 0:
            found.append({"name": str(name), "features": int(info["features"]), "geometry": str(geometry)})
    return found


def _check_database(path: str) -> None:
    """Refuse a GeoPackage whose layers are views or virtual tables: opening them would run what they say."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
        entries = base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        contents = {str(name).lower() for (name,) in base.execute("SELECT table_name FROM gpkg_contents")}
    for kind, name, sql in entries:
        words = " ".join(str(sql or "").lower().split())
        virtual = words.startswith("create virtual table") and " using rtree" not in words
        if virtual or (kind == "view" and str(name).lower() in contents):
            raise Refusal("boundaries.view_in_database", name=str(name)[:80])


def _reading(form: Format) -> dict[str, str]:
    return {"encoding": "ISO-8859-1"} if form in RAW else dict(_OPTIONS.get(form, {}))


def send(form: Format, layer: str) -> None:
    """Write a layer: its head (crs, columns, features), then its features with geometry made valid."""
    if form == "geoparquet":
        from geo.boundaries import parquet

        crs, geometry, columns = parquet.read(_path(form))
        _send(crs, geometry, {name: texts(values) for name, values in columns.items()})
    else:
        crs, shapes, fields = _read(form, layer)
        _send(crs, shapes, {name: texts(values.tolist()) for name, values in fields.items()})


def _read(form: Format, layer: str) -> tuple[str | None, "np.ndarray", dict[str, "np.ndarray"]]:
    import pyogrio
    import pyogrio.raw

    info = pyogrio.read_info(_path(form), layer=layer, force_feature_count=True, **_reading(form))
    check_size(int(info["features"]), len(info["fields"]))
    meta, _, geometry, fields = pyogrio.raw.read(
        _path(form), layer=layer, force_2d=True, datetime_as_string=True, **_reading(form)
    )
    return meta["crs"], geometry, dict(zip(map(str, meta["fields"]), fields, strict=True))


def texts(values: Iterable[object]) -> list[str | None]:
    """Return a column as texts, whole numbers without a point; missing, bytes and lists are None."""
    return [_text(value) for value in values]


def _text(value: object) -> str | None:
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if value is None or isinstance(value, bytes | list | dict | tuple):
        return None
    return str(value)[:MAX_TEXT]


def _send(crs: str | None, wkb: Iterable[bytes | None], columns: dict[str, list[str | None]]) -> None:
    import pyarrow as pa

    from geo.boundaries import repair

    mended = repair.mended(wkb, most_vertices=MAX_VERTICES)
    if mended is None:
        raise Refusal("boundaries.too_many_vertices", limit=MAX_VERTICES)
    table = pa.table(
        {
            "wkb": pa.array(mended.wkb, pa.binary()),
            "state": pa.array(mended.state, pa.string()),
            **{f"c{at}": pa.array(values, pa.string()) for at, values in enumerate(columns.values())},
        }
    )
    _write({"crs": crs, "columns": list(columns), "features": table.num_rows, "vertices": mended.vertices})
    stdout = cast("io.BufferedIOBase", sys.stdout.buffer)
    with pa.ipc.new_stream(stdout, table.schema) as stream:
        stream.write_table(table, max_chunksize=2_000)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(parse_object(sys.argv[1]))
