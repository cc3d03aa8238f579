"""Tests of passerelle_report."""
