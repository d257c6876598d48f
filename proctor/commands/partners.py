"""What other cameras say about a flag: shown, and offered the same decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proctor.anomalies.footage import Filmed
from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.lead_footage import footage_of, footage_rows, tell_footage
from proctor.corroboration import unseen_by
from proctor.findings import FlagRow
from proctor.home import Home
from proctor.i18n import _


@dataclass(frozen=True, slots=True)
class Company:
    """Other cameras on the place of a flag."""

    partners: tuple[FlagRow, ...] = ()
    """Flags of the same happening."""
    unseen: tuple[str, ...] = ()
    """Cameras that judged the place then and flagged nothing."""
    footage: Sequence[Filmed] | None = None
    """What was filmed of the attempts of a flag on results; ``None`` for other flags."""


def company(record: Record, home: Home, row: FlagRow) -> Company:
    """Who else looked there then, and what they said."""
    ids = row.weight.partners if row.weight else ()
    partners = tuple(record.flag(name) for name in ids)
    saw = {partner.camera for partner in partners}
    silent = tuple(name for name in unseen_by(record, home, row) if name not in saw)
    return Company(partners, silent, footage_of(record, row))


def company_json(of: Company) -> dict[str, object]:
    """For ``--json``."""
    seen = [
        {"camera": partner.camera, "flag": partner.flag.id, "clips": [*_clips(partner)]}
        for partner in of.partners
    ]
    told = {} if of.footage is None else {"footage": footage_rows(of.footage)}
    return {"seen_by": seen, "not_seen_by": list(of.unseen), **told}


def tell_company(app: App, of: Company) -> None:
    """For a person: partners with their clips, who saw nothing, and what shows a lead."""
    if of.footage is not None:
        tell_footage(app, of.footage)
    for partner in of.partners:
        text = _("Seen by {camera} as well: {flag}, score {score:.2f}").format(
            camera=partner.camera, flag=partner.flag.id, score=partner.flag.score
        )
        app.out.print(f"  {text}", soft_wrap=True)
        for path in _clips(partner):
            app.out.print(f"    {app.home / path}", soft_wrap=True)
    for camera in of.unseen:
        text = _("Not seen by {camera}, which judged that place then.").format(camera=camera)
        app.out.print(f"  {text}", soft_wrap=True)


def _clips(row: FlagRow) -> Iterator[str]:
    return (item.path for item in row.evidence if item.kind == "clip")
