"""The cabin of the driving test: car, street, and who does what there."""
