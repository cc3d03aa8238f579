"""What the vendors publish of their webhooks: names alone, taken by `extract.py`."""
