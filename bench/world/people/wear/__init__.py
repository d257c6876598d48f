"""What is worn over the clothes and on the head."""
