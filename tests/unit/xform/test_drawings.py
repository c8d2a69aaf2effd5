"""A drawing comes through as shapes and colours; whatever could act or reach out does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from survey_app.xform.drawings import LOOKS, MEASURES, SHAPES, SVG, clean_drawing
from survey_app.xform.errors import FormDrawingError


def drawn(inside, **how):
    head = f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    return clean_drawing(f"{head}{inside}</svg>".encode(), **how)


def test_shapes_and_their_looks_come_through():
    made = drawn('<path d="M0 0h9" fill="#f00"/><text x="1">a &lt; b</text>')
    assert '<path d="M0 0h9" fill="#f00"/>' in made
    assert '<text x="1">a &lt; b</text>' in made
    assert 'viewBox="0 0 9 9"' in made


@pytest.mark.parametrize(
    "inside",
    [
        "<script>evil()</script>",
        "<g onclick='evil()'/>",
        "<foreignObject><p>evil</p></foreignObject>",
        "<image href='evil.png'/>",
        "<image xlink:href='data:image/png;base64,evil'/>",
        "<use href='http://evil/x.svg#a'/>",
        "<use xlink:href='javascript:evil'/>",
        "<rect fill='url(http://evil/x)'/>",
        "<rect style='fill:url(//evil)'/>",
        "<style>@import 'evil.css'; .a{fill:url(evil)}</style><rect class='a'/>",
        "<animate attributeName='href' to='evil'/>",
        "<set attributeName='onclick' to='evil'/>",
        "<a href='javascript:evil'><rect/></a>",
        "<filter><feImage href='evil'/></filter>",
        "<metadata>evil</metadata><title>evil</title>",
        "<rect id='x\" onload=\"evil'/>",
        "<rect class='evil'/>",
        "<?xml-stylesheet href='evil'?>",
        "<!-- evil -->",
    ],
)
def test_what_could_act_or_reach_out_is_gone(inside):
    assert "evil" not in drawn(inside)


def test_what_a_link_holds_stays():
    assert "<rect" in drawn("<a href='http://x'><rect width='1'/></a>")


def test_looks_of_a_class_become_looks_of_the_shape():
    made = drawn("<style>.a, .b { fill: #123456; position: fixed }</style><rect class='b'/>")
    assert '<rect fill="#123456"/>' in made


def test_regions_are_named_by_choices_and_ids_are_the_drawings_own():
    made = drawn(
        "<g id='arm'/><g id='leg'/><rect fill='url(#g)'/><use href='#arm'/>",
        stem="q-",
        regions=frozenset({"arm"}),
        chosen=frozenset({"arm"}),
    )
    assert '<g id="q-arm" data-choice="arm" class="region is-chosen"/>' in made
    assert '<g id="q-leg"/>' in made
    assert 'fill="url(#q-g)"' in made
    assert 'href="#q-arm"' in made


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_drawing_is_refused(data):
    with pytest.raises(FormDrawingError):
        clean_drawing(data)


def test_a_drawing_deeper_than_any_is_cut():
    made = drawn("<g>" * 200 + "<rect/>" + "</g>" * 200)
    assert "<rect" not in made


NAMES = st.sampled_from([*sorted(SHAPES), "script", "a", "image", "style", "foreignObject", "x:y"])
KEYS = st.sampled_from(
    [*sorted(LOOKS | MEASURES), "onclick", "href", "xlink:href", "style", "class", "id"]
)
VALUES = st.text("abc:;()#/'\\@ url<&", max_size=12)


@st.composite
def trees(draw, depth=3):
    made = etree.Element(f"{{{SVG}}}{draw(NAMES).replace(':', '')}")
    for key, value in draw(st.dictionaries(KEYS, VALUES, max_size=4)).items():
        name = key.replace("xlink:", "{http://www.w3.org/1999/xlink}")
        made.set(name, value)
    if depth:
        made.extend(draw(st.lists(trees(depth - 1), max_size=2)))
    return made


@given(trees())
def test_nothing_but_the_allowed_ever_comes_through(tree):
    root = etree.Element(f"{{{SVG}}}svg")
    root.append(tree)
    made = etree.fromstring(clean_drawing(etree.tostring(root)))
    for one in made.iter():
        assert etree.QName(one).localname in SHAPES | {"svg"}
        assert set(one.keys()) <= LOOKS | MEASURES | {"id", "href"}
        assert all(value.startswith("#") for key, value in one.items() if key == "href")
        assert not [value for value in one.values() if re.search(r"url\((?!#)", value)]
