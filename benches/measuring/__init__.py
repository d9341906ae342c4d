"""The parts of `benches/measure`."""
