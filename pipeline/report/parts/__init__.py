"""The report's sections, each a pure function of :class:`pipeline.report.inputs.Inputs`."""
