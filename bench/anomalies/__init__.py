"""Simulated offices with known truth: how often the checks of results are wrong, what they see."""
