"""The page that links the scenarios of a run, and who moves between them."""
