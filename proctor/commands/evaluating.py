"""The running of ``proctor evaluate``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from proctor.commands.app import App
from proctor.commands.score_rows import review_rows, sheet_rows
from proctor.commands.scores import print_sheet
from proctor.commands.verdicts import print_review_sheet
from proctor.evaluation import (
    Measure,
    Scoresheet,
    from_reviews,
    gather,
    read,
    score,
    truth_files,
)
from proctor.home import Home
from proctor.i18n import _


def against_truth(app: App, asked: Mapping[str, Any], as_json: bool) -> None:
    """Score the flags of the record against files of truth, print and write the result.

    ``asked`` are the options of the command by name.
    """
    files = truth_files(asked["truth"])
    _not_over(files, *filter(None, (asked["html"], asked["png"])))
    references = [read(path, asked["fps"]) for path in files]
    with app.record() as record:
        cases = gather(record, Home(app.home), references, asked["runs"])
    measure = Measure(
        codes=frozenset(asked["codes"]) or None,
        anywhere=asked["anywhere"],
        min_visible=asked["min_visible"],
        seed=asked["seed"],
    )
    sheet = score(cases, measure)
    if as_json:
        app.rows(sheet_rows(sheet), {}, as_json=True)
    else:
        print_sheet(app, sheet)
    _write(app, sheet, asked["html"], asked["png"], {one.split for one in references})


def _not_over(truth: Sequence[Path], *written: Path) -> None:
    """Refuses to write two things to one file, or anything over the truth."""
    targets = [path.resolve() for path in written]
    if len(set(targets)) < len(targets):
        raise click.UsageError(_("--html and --png name the same file."))
    for path in {path.resolve() for path in truth} & set(targets):
        raise click.UsageError(
            _("{path} holds truth; nothing is written over it.").format(path=path)
        )


def _write(
    app: App, sheet: Scoresheet, html: Path | None, png: Path | None, splits: set[str]
) -> None:
    from proctor.storage import write_whole

    if html is None and png is None:
        return
    from reports.accuracy import det_png, page

    split = next(iter(splits)) if len(splits) == 1 else ""
    if html is not None:
        write_whole(html, page(sheet, split))
    if png is not None:
        write_whole(png, det_png(sheet))
    for path in filter(None, (html, png)):
        app.talk.print(_("Written: {path}").format(path=path), soft_wrap=True)


def against_reviews(app: App, codes: Sequence[str], seed: int, as_json: bool) -> None:
    """Score the current flags of the record by their reviewers' verdicts, print the result."""
    with app.record() as record:
        sheet = from_reviews(record, frozenset(codes) or None, seed=seed)
    if as_json:
        app.rows(review_rows(sheet), {}, as_json=True)
    else:
        print_review_sheet(app, sheet)
