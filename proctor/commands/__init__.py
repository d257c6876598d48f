"""The doors of the command line, one file a noun; ``cli`` loads each only when it is called."""
