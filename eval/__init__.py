"""Offline evaluation: question sets, metrics, fitting and benchmarks."""
