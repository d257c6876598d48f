"""People: body, face, clothes, poses."""
