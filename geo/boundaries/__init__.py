"""Imports boundaries: any layer of an office, checked, joined to the units, kept as a layer with its source.

`parts.gather` takes up files, `check.check` says what is in them, `drafting.draft` keeps a checked layer; what
data.boundaries publishes of these is drawn by geo.shapes. Nothing is imported here: the process that opens files
(`child`) begins with as little as it can.
"""
