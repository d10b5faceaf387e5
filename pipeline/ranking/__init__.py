"""Gates, criteria, scores, and how sure the order is."""
