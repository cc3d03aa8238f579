"""Tests of passerelle_translate."""
