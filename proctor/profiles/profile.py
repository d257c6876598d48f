"""What a profile holds once it is checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from proctor.perception import Subject

Settings: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Rule code → setting → value."""

Level: TypeAlias = Literal["common", "subject", "room", "site", "camera", "set"]
LEVELS: tuple[Level, ...] = ("common", "subject", "room", "site", "camera", "set")
"""How special a table is, the least special first."""

ROOMS: Mapping[Subject, str] = {
    "hall": "computer-hall",
    "field": "cabin",
    "road": "cabin",
    "counter": "counter",
}
"""What kind of room a camera looks into, where no profile says otherwise."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One table of settings that holds for a recording."""

    level: Level
    """How special it is."""
    name: str
    """Of which subject, room, site or camera; empty for those that hold for all."""
    settings: Settings
    """What it says."""
    shipped: bool = False
    """Whether it comes with the program rather than from the site."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Changes to the defaults, checked, not yet resolved."""

    common: Settings = field(default_factory=dict)
    """For every exam."""
    subjects: Mapping[str, Settings] = field(default_factory=dict)
    """Per subject."""
    rooms: Mapping[str, Settings] = field(default_factory=dict)
    """Per kind of room."""
    sites: Mapping[str, Settings] = field(default_factory=dict)
    """Per name of a site."""
    cameras: Mapping[str, Settings] = field(default_factory=dict)
    """Per name of a camera."""
    site_rooms: Mapping[str, str] = field(default_factory=dict)
    """Site → the kind of room that its cameras look into."""
    camera_rooms: Mapping[str, str] = field(default_factory=dict)
    """Camera → the kind of room that it looks into."""
    top: Settings = field(default_factory=dict)
    """What was said on the command line, which beats everything."""

    def room(self, subject: Subject, site: str, camera: str) -> str:
        """The kind of room that a camera looks into."""
        by_site = self.site_rooms.get(site, ROOMS[subject])
        return self.camera_rooms.get(camera, by_site)

    def layers(self, subject: Subject, site: str, camera: str, room: str) -> Iterator[Layer]:
        """The tables that hold for a recording, the least special first."""
        yield Layer("common", "", self.common)
        yield Layer("subject", subject, self.subjects.get(subject, {}))
        yield Layer("room", room, self.rooms.get(room, {}))
        yield Layer("site", site, self.sites.get(site, {}))
        yield Layer("camera", camera, self.cameras.get(camera, {}))
        yield Layer("set", "", self.top)

    def every(self) -> Iterator[Layer]:
        """Every table that says anything, the least special first."""
        named: tuple[tuple[Level, Mapping[str, Settings]], ...] = (
            ("subject", self.subjects),
            ("room", self.rooms),
            ("site", self.sites),
            ("camera", self.cameras),
        )
        yield Layer("common", "", self.common)
        for level, tables in named:
            for name, settings in tables.items():
                yield Layer(level, name, settings)
        yield Layer("set", "", self.top)

    def names(self, level: Literal["site", "camera"]) -> list[str]:
        """The sites or cameras of which it says something."""
        if level == "site":
            return [*dict.fromkeys((*self.sites, *self.site_rooms))]
        return [*dict.fromkeys((*self.cameras, *self.camera_rooms))]


NO_PROFILE = Profile()
