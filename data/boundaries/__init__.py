"""Keeps imported boundaries: layers that never change, and the releases that say which of them are drawn.

Shapes are bytes here (WKB): what they look like is the concern of `geo`.
"""
