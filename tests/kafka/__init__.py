"""Tests of passerelle_kafka."""
