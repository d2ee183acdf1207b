"""Benchmarks: each prints what a claim in the documentation stands on."""
