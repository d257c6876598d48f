"""Recordings that were damaged, on purpose or by bad disks: what is found, what falls over."""
