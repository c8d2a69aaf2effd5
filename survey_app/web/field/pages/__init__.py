"""The pages of the field desk, one file per stop of the day."""

from flask import Blueprint

from survey_app.web.field.pages import (
    alone,
    contents,
    door,
    ending,
    forgotten,
    holdings,
    home,
    interview,
    joining,
    kept_files,
    keys,
    map_pictures,
    media,
    outgoing,
    panic,
    phones,
    submission,
    texts,
    wizard,
)

EVERY_PAGE: tuple[Blueprint, ...] = (
    wizard.pages,
    door.pages,
    home.pages,
    interview.pages,
    alone.pages,
    kept_files.pages,
    media.pages,
    map_pictures.pages,
    contents.pages,
    ending.pages,
    submission.pages,
    texts.pages,
    outgoing.pages,
    phones.pages,
    joining.pages,
    keys.pages,
    forgotten.pages,
    panic.pages,
    holdings.pages,
)
