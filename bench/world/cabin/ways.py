"""How people and the car move: getting out and in, rising in the back, speed, feet, pedals."""

import bisect

import numpy as np

from bench.world.people.poses import smooth

OUT = 2.0  # seconds that getting out or in takes
CLUTCH, BRAKE, GAS, SECOND = (
    (0.09, 0.16, 0.545),
    (-0.04, 0.16, 0.545),
    (-0.14, 0.145, 0.545),
    (-0.02, 0.16, 0.55),
)
DRIVER_REST = {"l": (0.20, 0.14, 0.47), "r": GAS}
OFFICER_REST = {"l": (0.15, 0.14, 0.47), "r": (-0.15, 0.14, 0.45)}


class Speed:
    """Speed (m/s) after ``course``: a number, or [[t, m/s], ...] joined by straight lines."""

    def __init__(self, course):
        course = course if isinstance(course, list) else [[0, course]]
        self.t, self.v = [float(p[0]) for p in course], [float(p[1]) for p in course]
        self.gone = [0.0]
        for k in range(1, len(course)):
            mean = (self.v[k] + self.v[k - 1]) / 2
            self.gone.append(self.gone[-1] + mean * (self.t[k] - self.t[k - 1]))

    def __call__(self, t):
        """Metres a second at ``t``."""
        return float(np.interp(t, self.t, self.v))

    def way(self, t):
        """Metres gone since the start of the clip."""
        k = bisect.bisect_right(self.t, t) - 1
        if k < 0:
            return self.v[0] * t
        return self.gone[k] + (self(t) + self.v[k]) / 2 * (t - self.t[k])

    def braking(self, t):
        """Share 0..1 to which the brake is pressed."""
        if self(t) < 0.05:
            return 0.6
        return smooth((self(t - 0.15) - self(t + 0.15)) / 0.3 / 1.5)

    def changing(self, t):
        """Share 0..1 to which the clutch is pressed: near standstill."""
        return smooth(1.4 - self(t)) if self(t) > 0.05 else 0.0


def getting_out(u):
    """(dx, dy, dz, turn) ``u`` seconds after the driver began to leave, or None when gone."""
    if u >= OUT:
        return None
    turn, out = smooth(u / 1.0), smooth((u - 0.5) / (OUT - 0.5))
    return 0.10 * turn + 1.0 * out, -0.02 * turn - 0.08 * out, 0.06 * turn + 0.16 * out, 68 * turn


def leaver(start):
    """Sits until ``start`` (s), then gets out by the driver's door."""
    return lambda t: getting_out(max(0.0, t - start))


def newcomer(start):
    """Gets in by the driver's door from ``start`` (s) on."""

    def way(t):
        return None if t <= start else getting_out(max(0.0, start + OUT - t))

    return way


def riser(start):
    """Hidden low on the back seat; comes up around ``start`` (s) and stays."""

    def way(t):
        up = smooth((t - start + 0.9) / 1.4)
        return None if t < start - 0.9 else (-0.22 * (1 - up), 0.1 * (1 - up), -0.55 * (1 - up), 0)

    return way


def leaning_out(events):
    """The officer comes off the seat (and out of the belt) while leaning out."""
    spans = [(e["start"], e["end"]) for e in events if e["code"] == "LEAN_OUT"]

    def way(t):
        return 0, 0, 0.12 * max((_ramp(t, a, b, 0.25) for a, b in spans), default=0), 0

    return way


def door(start, end):
    """Degrees that the driver's door is open: one leaves at ``start``, one is in at ``end``."""

    def angle(t):
        return -58 * min(smooth((t - start + 0.5) / 0.8), smooth((end + 0.8 - t) / 0.8))

    return angle


def between(a, b, share):
    """The point from ``a`` to ``b`` at ``share``."""
    return tuple(np.array(a) * (1 - share) + np.array(b) * share)


def driver_feet(speed, presses):
    """Feet of the driver: gas and brake by the right, clutch by the left; fills ``presses``."""

    def feet(t):
        brake, clutch = speed.braking(t), speed.changing(t)
        presses.update(brake=brake, clutch=clutch, accelerator=0.3 * (1 - brake))
        right = between(GAS, BRAKE, smooth(brake * 3))
        right = between(right, (right[0], right[1] + 0.005, right[2] + 0.035), brake)
        left = between(DRIVER_REST["l"], CLUTCH, smooth(clutch * 3))
        left = between(left, (left[0], left[1], left[2] + 0.035), clutch)
        return {"r": (right, 26), "l": (left, 18 + 8 * clutch)}

    return feet


def _ramp(t, start, end, fade):
    """Share of a motion half in at ``start`` and half out at ``end``."""
    return min(smooth((t - start) / fade / 2 + 0.5), smooth((end - t) / fade / 2 + 0.5))


def officer_feet(events, presses):
    """Feet of the officer: at rest, or the right one on the second brake during OP_ASSIST pedal."""
    spans = [(e["start"], e["end"]) for e in events if e.get("how") == "pedal"]

    def feet(t):
        down = max((_ramp(t, a, b, 0.1) for a, b in spans), default=0)
        over = max((_ramp(t, a - 0.3, b + 0.3, 0.3) for a, b in spans), default=0)
        presses["second"] = down
        right = between(OFFICER_REST["r"], SECOND, over)
        right = between(right, (right[0], right[1] + 0.005, right[2] + 0.045), down)
        return {"r": (right, 14 + 14 * over), "l": (OFFICER_REST["l"], 14)}

    return feet


def swap_times(sc):
    """(seconds when the driver begins to leave, when the newcomer is in), or None."""
    if "newcomer" not in sc:
        return None
    return sc["driver"]["leaves"], sc["newcomer"]["arrives"] + OUT
