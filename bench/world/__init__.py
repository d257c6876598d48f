"""The exam world: rendered halls and cabins with exactly known truth. See README.md."""
