"""The entries of the field registry, one module per room; read them through :mod:`pipeline.fields`."""
