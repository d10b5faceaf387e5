"""Candidate sites, region polygons, and the join between them."""
