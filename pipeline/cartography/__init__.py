"""Maps: one HTML file per scenario that needs no network, with every figure's provenance in it."""
