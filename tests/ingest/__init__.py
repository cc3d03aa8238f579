"""Tests of passerelle_ingest."""
