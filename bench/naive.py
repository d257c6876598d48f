"""The naive way: ultralytics' ``track()`` on every picture.

A program of its own, run from here with an interpreter that has ultralytics and torch:
``python -m bench.naive CLIP WEIGHTS --pictures 100``. Prints one line of JSON: pictures, processor
and wall seconds, peak memory, people in a picture.
"""

import argparse
import json
import resource
import sys
import time

from models.ultra import ready


def tracked(clip: str, weights: str, pictures: int, side: int) -> dict[str, float]:
    """Every picture decoded and tracked, as the examples of the library do it.

    ``side``: what the longer side of the picture is shrunk to, in pixels.
    """
    ready()
    import cv2
    from ultralytics import YOLO

    model = YOLO(weights, task="detect")
    film = cv2.VideoCapture(clip)
    for _ in range(2):  # the first calls load and warm up; they do not count
        model.track(film.read()[1], persist=True, verbose=False, imgsz=side)
    began, busy, done, people = time.perf_counter(), time.process_time(), 0, 0
    while done < pictures:
        there, image = film.read()
        if not there:
            break
        (seen,) = model.track(image, persist=True, verbose=False, imgsz=side)
        people += sum(seen.names[int(kind)] == "person" for kind in seen.boxes.cls)
        done += 1
    return {
        "pictures": done,
        "rate": film.get(cv2.CAP_PROP_FPS),
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - busy,
        "people": people / max(done, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip")
    parser.add_argument("weights")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--side", type=int, default=640)
    asked = parser.parse_args()
    found = json.dumps(tracked(asked.clip, asked.weights, asked.pictures, asked.side))
    sys.stdout.write(found + "\n")


if __name__ == "__main__":
    main()
