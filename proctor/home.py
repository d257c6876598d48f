"""Where an installation keeps its things: one folder, told by ``--home`` or ``PROCTOR_HOME``."""

from dataclasses import dataclass
from pathlib import Path

from proctor.errors import StorageError
from proctor.i18n import _
from proctor.reasons import spoken

_UNSAFE = frozenset('/\\:*?"<>|%')
"""What file systems do not take in a name, and the sign that stands for it."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside a home folder; nothing is created by asking for them."""

    root: Path
    """The folder itself."""

    @property
    def profile(self) -> Path:
        """The site's own rulebook settings; may not exist."""
        return self.root / "profile.toml"

    @property
    def cameras(self) -> Path:
        """The cameras that are watched; may not exist."""
        return self.root / "cameras.toml"

    @property
    def secrets(self) -> Path:
        """The folder of passwords, for its owner alone; may not exist."""
        return self.root / "secrets"

    @property
    def watch_state(self) -> Path:
        """How the cameras stood when the running watch last looked; may not exist."""
        return self.root / "live" / "state.json"

    @property
    def site_key(self) -> Path:
        """The key under which identity numbers are fingerprinted; may not exist."""
        return self.root / "secrets" / "site.key"

    def photo(self, sha256: str) -> Path:
        """An enrolment photo, known by its bytes alone; may not exist."""
        return self.root / "photos" / sha256[:2] / sha256

    @property
    def prompts(self) -> Path:
        """Recordings of what the exam system says, a file for each prompt; may not exist."""
        return self.root / "prompts"

    def log(self, recording: str, perception: str) -> Path:
        """The observation log of a recording as seen by one perception."""
        name = recording.removeprefix("live:").replace(":", "-").replace("/", "-")
        return self.root / "logs" / name[:2] / f"{name}-{perception[:16]}.parquet"

    def places(self, camera: str) -> Path:
        """The places somebody wrote down for a camera; may not exist."""
        return self.root / "places" / f"{_file_name(camera)}.toml"

    def evidence(self, flag: str) -> Path:
        """The folder of one flag's evidence."""
        return self.root / "evidence" / flag[:2] / flag

    @property
    def footages(self) -> Path:
        """Where the footage of watched cameras is kept, a folder for each."""
        return self.root / "footage"

    def footage(self, camera: str) -> Path:
        """Where a watched camera's own footage is kept."""
        return self.footages / _file_name(camera)

    @property
    def archives(self) -> Path:
        """Indexes of archives that lie elsewhere."""
        return self.root / "archives"

    @property
    def layouts(self) -> Path:
        """The site's own ways of naming recordings; may not exist."""
        return self.root / "layouts.toml"

    @property
    def recorder(self) -> Path:
        """How long footage is kept, and how much of it; may not exist."""
        return self.root / "recorder.toml"

    def relative(self, path: Path) -> str:
        """``path`` below the home folder, with forward slashes, as stored in the record."""
        return path.relative_to(self.root).as_posix()

    def ready(self) -> "Home":
        """The same home with its folder made. Raises ``StorageError``."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                _("cannot make home folder {path}: {reason}").format(
                    path=self.root, reason=spoken(error)
                ),
                hint=_("Choose a folder you may write to with --home or PROCTOR_HOME."),
            ) from error
        return self


def _file_name(text: str) -> str:
    """``text`` with what no file name can hold spelt as %XX; different texts stay different."""
    bad = [c in _UNSAFE or not c.isprintable() or (c == "." and not n) for n, c in enumerate(text)]
    return "".join(
        "".join(f"%{byte:02X}" for byte in c.encode()) if wrong else c
        for c, wrong in zip(text, bad, strict=True)
    )
