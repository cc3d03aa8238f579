"""Says what technical work means for a department, by the rules of the CTO."""
