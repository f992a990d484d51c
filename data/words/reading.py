"""Words of the tools for reading a map: filters, classes, tables, comparisons, links."""

WORDS = {
    "reading.outside": ("ngoài bộ lọc", "outside the filter"),
}
