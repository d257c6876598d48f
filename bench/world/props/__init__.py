"""Things of the exam room, and the hands that close on them."""
