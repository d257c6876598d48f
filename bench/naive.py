"""The naive way: ultralytics' ``track()`` on every picture.

A program of its own, run from here with an interpreter that has ultralytics and torch:
``python -m bench.naive CLIP WEIGHTS --pictures 100``. Prints one line of JSON: pictures, processor
and wall seconds, peak memory.
"""

import argparse
import json
import resource
import sys
import time

from models.ultra import ready


def tracked(clip: str, weights: str, pictures: int) -> dict[str, float]:
    """Every picture decoded and tracked, as the examples of the library do it."""
    ready()
    import cv2
    from ultralytics import YOLO

    model = YOLO(weights, task="detect")
    film = cv2.VideoCapture(clip)
    for _ in range(2):  # the first calls load and warm up; they do not count
        model.track(film.read()[1], persist=True, verbose=False)
    began, busy, done = time.perf_counter(), time.process_time(), 0
    while done < pictures:
        there, image = film.read()
        if not there:
            break
        model.track(image, persist=True, verbose=False)
        done += 1
    return {
        "pictures": done,
        "rate": film.get(cv2.CAP_PROP_FPS),
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - busy,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip")
    parser.add_argument("weights")
    parser.add_argument("--pictures", type=int, default=100)
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(tracked(asked.clip, asked.weights, asked.pictures)) + "\n")


if __name__ == "__main__":
    main()
