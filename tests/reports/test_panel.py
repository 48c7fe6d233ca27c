"""Weights moved by hand: the widget follows, a run of the batch shows a still table."""

import ipywidgets
import pytest

from kamlib.analysis.identification import what_if
from kamlib.intake.reading import RUN
from kamlib.reports import panel
from kamlib.study import open_study


@pytest.fixture(scope="module")
def study():
    return open_study("demo")


def test_moving_a_weight_moves_the_list(study):
    box = panel.live(study)
    *sliders, room, listed = box.children
    before = listed.value
    for slider in sliders:
        slider.value = 0
    assert "<table" not in listed.value
    sliders[0].value = 100
    assert "<table" in listed.value and listed.value != before
    room.value = 2
    assert listed.value.count("<tr>") - 1 == len(
        what_if.relisted(study, {next(iter(what_if.weights(study))): 100}, 2)
    )


def test_a_run_shows_it_still(study, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(panel, "display", shown.append)
    panel.panel(study)
    monkeypatch.setenv(RUN, "a run")
    panel.panel(study)
    assert isinstance(shown[0], ipywidgets.VBox)
    assert "<table" in shown[1].data


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_languages_and_hostile_names(language):
    study = open_study("demo", language=language)
    html = panel.still(study).data + panel.listing(study, {"volume": 1}, 5).data
    assert "<script" not in html
    assert study.say("identification.panel.leaves") in html
