"""``kill -9`` of the recorder at random moments, and what is left afterwards."""
