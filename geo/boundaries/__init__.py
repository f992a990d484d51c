"""Imports boundaries: any layer of an office, checked, joined to the units, kept as a layer with its source.

`parts.gather` takes up files, `check.check` says what is in them, `drafting.draft` keeps a checked layer; what
data.boundaries publishes of these is drawn by geo.shapes. A check goes, in this order, through `reading` (with
`formats`, `limits`, `child`, `parquet`, `repair`), `encoding`, `columns` (with `spelling`), `matching`, `georeference`
(with `systems`), `coverage` (for villages `villages`) and `findings`; `result` holds what comes out.

Nothing is imported here: the process that opens files (`child`) begins with as little as it can.
"""
