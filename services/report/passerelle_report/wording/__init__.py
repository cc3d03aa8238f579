"""Puts what was decided into French or English. Decides nothing itself."""
