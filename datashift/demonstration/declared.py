"""The demonstration's studies, declared as people would declare them."""

from __future__ import annotations

from datashift.demonstration.survey import QUESTIONS, Question

_SURVEY = """\
study: 1
title: How people live in Ruvela, 2024
producer: Count Us In (invented)
licence: CC-BY-4.0
language: en
invented: true
unit: person
data:
  file: survey.csv
design:
  sampling: probability
  strata: stratum
  cluster: [area]
  weight: weight
place:
  name: Ruvela
  column: province
  areas: {file: provinces.geojson, name: name, code: code}
  level: province
time: {value: 2024}
variables:
  SEX: {from: sex, map: {Male: M, Female: F}}
  URBANISATION: {from: place, map: {urban: U, rural: R}}
"""

_REGISTER = """\
study: 1
title: Water points that work in Ruvela
producer: Clear Water Watch (invented)
licence: CC-BY-4.0
language: en
invented: true
unit: water point
data:
  file: water_points.csv
repairs:
  - set_aside: coordinates.null_island
  - set_aside: duplicates.exact
  - {drop_column: caretaker_phone, flag: personal.phone}
  - {mark_missing: [0], column: users, flag: missing.marker_like_zero}
  - {recode: {Works: works}, column: state, flag: categories.split}
design:
  sampling: register
place:
  name: Ruvela
  longitude: longitude
  latitude: latitude
  areas: {file: provinces.geojson, name: name, code: code}
  level: province
time: {value: 2024}
variables:
  works: {from: state, map: {works: 1, needs repair: 0, dry: 0}}
indicators:
  - id: works
    title: Water points that work
    sentence: water points work
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: works
    by: [[], [place], [pump]]
  - id: users
    title: People who use a working water point, on average
    sentence: use a water point
    sdg: 6.1.1
    match: proxy
    measure: mean
    unit_measure: PS
    unit_words: people
    of: users
    by: [[], [place]]
official: [{file: official.csv, indicator: 6.1.1}]
protect: {minimum: 10}
"""

EARLIER_QUESTIONS = frozenset({"basic_water", "electricity", "child_reads", "owns_phone"})


def _variable(question: Question) -> str:
    return f"  {question.name}_yes: {{from: {question.name}, map: {{'yes': 1, 'no': 0}}}}\n"


def _indicator(question: Question) -> str:
    return (
        f"  - id: {question.name}\n"
        f"    title: {question.title}\n"
        f"    sentence: {question.sentence}\n"
        f"    sdg: {question.sdg}\n"
        f"    match: {question.match}\n"
        "    measure: proportion\n"
        f"    of: {question.name}_yes\n"
        "    by: [[], [place], [SEX], [URBANISATION], [place, SEX]]\n"
    )


def survey_study() -> str:
    """The household survey's study.yaml: 22 shares and two means."""
    means = """\
  - id: unpaid_hours
    title: Hours of unpaid work a day
    sentence: a day go into unpaid work
    sdg: 5.4.1
    match: partial
    measure: mean
    unit_measure: HUR
    unit_words: hours
    of: unpaid_hours
    by: [[], [SEX], [place]]
  - id: minutes_to_water
    title: Minutes to fetch water and return
    sentence: are needed to fetch water
    sdg: 6.1.1
    match: proxy
    measure: mean
    unit_measure: MIN
    unit_words: minutes
    of: minutes_to_water
    by: [[], [place], [URBANISATION]]
"""
    return (
        _SURVEY
        + "".join(_variable(question) for question in QUESTIONS)
        + "indicators:\n"
        + "".join(_indicator(question) for question in QUESTIONS)
        + means
        + "official: [{file: official.csv}]\nprotect: {minimum: 20}\n"
    )


def earlier_study() -> str:
    """The study.yaml of an earlier round of the survey: a few of its questions, asked alike."""
    asked = [question for question in QUESTIONS if question.name in EARLIER_QUESTIONS]
    return (
        _SURVEY.replace("How people live in Ruvela, 2024", "How people lived in Ruvela, 2021")
        .replace("time: {value: 2024}", "time: {value: 2021}")
        .replace("file: survey.csv", "file: survey_2021.csv")
        + "".join(_variable(question) for question in asked)
        + "indicators:\n"
        + "".join(_indicator(question) for question in asked)
        + "protect: {minimum: 20}\n"
    )


def register_study() -> str:
    """The water-point register's study.yaml."""
    return _REGISTER
