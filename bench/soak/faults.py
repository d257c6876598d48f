"""Faults drawn by lot and done to real cameras, one after another."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from bench.lots import lots
from bench.soak.proxy import Proxy
from tests.rtsp import RtspServer

Kind: TypeAlias = Literal["kill", "freeze", "restart", "stall", "garbage", "password", "resolution"]
KINDS: tuple[Kind, ...] = (
    "kill", "freeze", "restart", "stall", "garbage", "password", "resolution",
)  # fmt: skip

_LENGTHS = (2.0, 14.0)
"""Shortest and longest fault, seconds; restart and resolution last as long as a start does."""
_RIGHT, _WRONG = ("officer", "right-1"), ("officer", "changed-2")
_QUIET_S = 3.0
"""So long must pictures have passed before the next fault, or two of them would be one."""
_PATIENCE_S = 40.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be done to a camera."""

    kind: Kind
    """As in ``KINDS``."""
    at_s: float
    """Not before this time of the soak."""
    length_s: float
    """How long."""


@dataclass(slots=True)
class Deed:
    """What was done, and what the proxy saw of it; monotonic seconds."""

    fault: Fault
    began: float
    """When it was done."""
    last_flow: float
    """When pictures last passed before."""
    over: float = 0.0
    """When the camera was well again."""


def drawn(seed: int, cameras: int, faults: int, seconds: float) -> list[list[Fault]]:
    """Faults for each camera: every kind as often as the others, spread over the time."""
    lot = lots(seed)
    kinds = [KINDS[number % len(KINDS)] for number in range(faults)]
    lot.shuffle(kinds)
    plans: list[list[Fault]] = []
    for camera in range(cameras):
        mine = kinds[camera::cameras]
        step = (seconds - 25) / max(1, len(mine))
        plans.append(
            [
                Fault(kind, 8 + step * number + lot.uniform(0, step / 4), lot.uniform(*_LENGTHS))
                for number, kind in enumerate(mine)
            ]
        )
    return plans


@dataclass(slots=True)
class Victim:
    """A camera behind its proxy."""

    name: str
    clips: tuple[Path, Path]
    """The same minutes in two sizes."""
    server: RtspServer = field(init=False)
    proxy: Proxy = field(init=False)
    deeds: list[Deed] = field(default_factory=list)
    shown: int = 0
    """Which of the clips."""

    def start(self) -> None:
        """Serve, behind the proxy."""
        self.server = RtspServer(self.clips[0], _RIGHT)
        self.server.start()
        self.proxy = Proxy(self.server.port)
        self.proxy.start()

    @property
    def url(self) -> str:
        """Where it is watched."""
        user, password = _RIGHT
        return f"rtsp://{user}:{password}@127.0.0.1:{self.proxy.port}/exam"

    def suffer(self, plan: list[Fault], began: float, ends: float) -> None:
        """All faults of the plan, each once pictures have passed for a while."""
        for fault in plan:
            while time.monotonic() < began + fault.at_s:
                time.sleep(0.05)
            if not self._calm() or time.monotonic() > ends - 22:
                continue
            deed = Deed(fault, time.monotonic(), self.proxy.last_flow())
            self.deeds.append(deed)
            self._do(fault)
            deed.over = time.monotonic()

    def _calm(self) -> bool:
        """Wait for pictures that pass without a break."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if self.proxy.calm(_QUIET_S):
                return True
            time.sleep(0.1)
        return False

    def _do(self, fault: Fault) -> None:
        match fault.kind:
            case "kill":
                self.server.kill()
                time.sleep(fault.length_s)
                self.server.start()
            case "restart":
                self.server.kill()
                self.server.start()
            case "freeze":
                self.server.freeze()
                time.sleep(fault.length_s)
                self.server.thaw()
            case "stall" | "garbage":
                self.proxy.mode = fault.kind
                time.sleep(fault.length_s)
                self.proxy.mode = "pass"
            case "password":
                self._restarted(_WRONG)
                time.sleep(fault.length_s)
                self._restarted(_RIGHT)
            case "resolution":
                self.shown = 1 - self.shown
                self.server.clip = self.clips[self.shown]
                self._restarted(_RIGHT)

    def _restarted(self, login: tuple[str, str]) -> None:
        self.server.kill()
        self.server.login = login
        self.server.start()

    def stop(self) -> None:
        """End it."""
        self.proxy.close()
        self.server.kill()


def suffering(
    victims: list[Victim], plans: list[list[Fault]], began: float, ends: float
) -> list[threading.Thread]:
    """Every camera suffers in a thread of its own."""
    threads = [
        threading.Thread(target=victim.suffer, args=(plan, began, ends), daemon=True)
        for victim, plan in zip(victims, plans, strict=True)
    ]
    for thread in threads:
        thread.start()
    return threads
