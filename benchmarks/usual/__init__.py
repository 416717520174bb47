"""The jobs of the benchmarks as one would otherwise write them."""
