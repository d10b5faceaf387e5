"""The sections of the configuration, one module per room; :mod:`pipeline.config` puts them together."""
