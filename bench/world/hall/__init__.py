"""The theory-exam hall: rooms, furniture, and who does what there."""
