"""Weights to move by hand: in JupyterLab the list follows, on a page it stands still."""

from __future__ import annotations

import os

from IPython.display import HTML, display

from kamlib.analysis import identification
from kamlib.analysis.identification import what_if
from kamlib.analysis.identification.words import criterion
from kamlib.intake.reading import RUN
from kamlib.reports import show
from kamlib.study import Study


def panel(study: Study) -> None:
    """Sliders for the weights and the length of the list, and the list that follows.

    A run of the batch has nobody to move them: it shows what each criterion would do to the
    list if it counted double.
    """
    display(still(study) if os.environ.get(RUN) else live(study))


def still(study: Study) -> HTML:
    """Who would enter and leave the list if one criterion counted double."""
    rows = what_if.doubled(study).drop(columns="entering")
    named = rows["criterion"].map(lambda name: criterion(name, study.language))
    nobody = study.say("lists.audit.nobody")
    moved = {name: rows[name].replace("", nobody) for name in ("enters", "leaves")}
    return show.table(study, rows.assign(criterion=named, **moved), name="what_if")


def live(study: Study):
    """The sliders, as a widget."""
    import ipywidgets as widgets  # noqa: PLC0415  only where a person moves them

    style, wide = {"description_width": "12rem"}, widgets.Layout(width="34rem")
    n, places = len(identification.key_accounts(study)), identification.choice(study).places
    sliders = {
        name: widgets.FloatSlider(
            value=100 * weight,
            max=100,
            step=1,
            readout_format=".0f",
            description=criterion(name, study.language),
            style=style,
            layout=wide,
        )
        for name, weight in what_if.weights(study).items()
    }
    room = widgets.IntSlider(
        value=places,
        min=min(1, n),
        max=max(n, 1),
        description=study.say("identification.panel.places"),
        style=style,
        layout=wide,
    )
    listed = widgets.HTML()

    def follow(_=None) -> None:
        moved = {name: slider.value for name, slider in sliders.items()}
        listed.value = listing(study, moved, room.value).data

    for slider in (*sliders.values(), room):
        slider.observe(follow, names="value")
    follow()
    return widgets.VBox([*sliders.values(), room, listed])


def listing(study: Study, weights: dict[str, float], places: int) -> HTML:
    """The list under these weights, with who entered and who left, escaped."""
    rows = what_if.relisted(study, weights, places)
    if rows.empty:
        return show.text(study, "identification.panel.no_weights")
    said = rows["change"].map(lambda what: study.say(f"identification.panel.{what}"))
    return show.table(study, rows.drop(columns="account_id").assign(change=said))
