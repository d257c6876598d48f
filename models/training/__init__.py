"""Making weights of our own: pictures with labels in, a detector and a reader of heads out."""
