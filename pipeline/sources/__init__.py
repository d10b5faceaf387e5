"""Upstream services: one module per publisher that asks and parses, and the session they share."""
