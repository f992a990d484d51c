"""Reads GeoParquet, inside the child process: sizes are looked at before anything is unpacked."""

import json
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.storage.json_values import JsonObject, items, members, parse_object, text
from geo.boundaries import limits
from geo.boundaries.formats import Listed

_CRS84: Final = "EPSG:4326"  # OGC:CRS84, in the same order of axes as everything here: longitude first


def layers(path: str) -> list[Listed]:
    """Return the one layer of the file; its `name` is the geometry column's."""
    metadata = pq.read_metadata(path)
    geo = _geo(metadata)
    kinds = items(geo.column.get("geometry_types") or ["Unknown"])
    return [{"name": geo.primary, "features": metadata.num_rows, "geometry": str(kinds[0])}]


def read(path: str) -> tuple[str | None, list[bytes | None], dict[str, list[object]]]:
    """Return crs, shapes as WKB, and the columns of texts and numbers."""
    metadata = pq.read_metadata(path)
    geo = _geo(metadata)
    limits.check_size(metadata.num_rows, metadata.num_columns)
    size = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if size > limits.MAX_PARQUET:
        raise limits.Refusal("boundaries.too_large", size=size >> 20, limit=limits.MAX_PARQUET >> 20)
    if geo.encoding.upper() != "WKB":
        raise limits.Refusal("boundaries.geoparquet_encoding")
    fields = [field for field in pq.read_schema(path) if field.name not in geo.names]
    simple = [field.name for field in fields if _is_simple(field.type)]
    table = pq.read_table(path, columns=[geo.primary, *simple])
    return _crs(geo.column), table[geo.primary].to_pylist(), {n: table[n].to_pylist() for n in simple}


@dataclass(frozen=True)
class _Geo:
    """A file's word on its geometry: the names of its columns of shapes, the primary one, and its entry."""

    names: frozenset[str]
    primary: str
    column: JsonObject
    encoding: str


def _geo(metadata: pq.FileMetaData) -> _Geo:
    """Return the file's word on its geometry; refused where it has none."""
    try:
        geo = parse_object((metadata.metadata or {})[b"geo"])
        columns, primary = members(geo["columns"]), text(geo["primary_column"])
        column = members(columns[primary])
        return _Geo(frozenset(columns), primary, column, text(column["encoding"]))
    except (KeyError, ValueError) as fault:
        raise limits.Refusal("boundaries.no_geoparquet") from fault


def _crs(column: JsonObject) -> str | None:
    """Return the coordinate system as text: longitude and latitude where none is given, None where it is null."""
    if "crs" not in column:
        return _CRS84
    return None if column["crs"] is None else json.dumps(column["crs"])


def _is_simple(kind: pa.DataType) -> bool:
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_integer(kind)
        or (pa.types.is_floating(kind))
    )
