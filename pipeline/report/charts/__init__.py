"""The report's charts as SVG text; the same figures give the same bytes."""
