"""Templates are compiled to lists of pieces, and print what Jinja prints."""

import jinja2
import pytest

from sitegen.pages.html import _Environment

FILES = {
    "base": "<t>{% block title %}أصل{% endblock %}</t>{% block main %}{% endblock %}",
    "part": "[{{ name }}]",
    "macros": "{% macro twice(text, n=2) %}{{ text * n }}{% endmacro %}",
    "plain": "ا{{ name }}ب{% if name %}{{ name }}{% endif %}",
    "block": "{% extends 'base' %}{% block main %}{{ super() }}{{ name }}{% endblock %}",
    "super": "{% extends 'block' %}{% block title %}<{{ super() }}>{% endblock %}",
    "early": "قبل {% extends 'base' %} بعد",
    "perhaps": "{% if name %}{% extends 'base' %}{% endif %}متن{% block title %}ع{% endblock %}",
    "perhaps not": "{% if not name %}{% extends 'base' %}{% endif %}متن {{ name }}",
    "include": "{% for name in 'أب' %}{% include 'part' %}{% endfor %}",
    "include none": "{% include 'none' ignore missing %}{% include 'part' without context %}",
    "macro": "{% from 'macros' import twice %}{{ twice('ب') }}{{ twice('ج', n=3) }}",
    "call": "{% macro box() %}({{ caller() }}){% endmacro %}{% call box() %}ب{% endcall %}",
    "scoped": "{% for one in 'أب' %}{% block main scoped %}{{ one }}{% endblock %}{% endfor %}",
    "filter": "{% filter upper %}a{{ name }}{% block title %}b{% endblock %}{% endfilter %}",
    "set": "{% set kept %}{{ name }}<b>{% endset %}{{ kept }}",
    "tree": "{% for one in [[]] recursive %}ا{{ loop(one) }}{% endfor %}",
    "escaped": "{{ '<' }}{{ none }}{{ 3 }}{{ '<b>' | safe }}",
}  # fmt: skip


def printed(environment, name):
    made = environment(
        loader=jinja2.DictLoader(FILES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.globals["_"] = str
    try:
        return made.get_template(name).render(name="س")
    except jinja2.TemplateError as error:
        return type(error)


@pytest.mark.parametrize("name", FILES)
def test_a_template_prints_what_jinja_prints(name):
    assert printed(_Environment, name) == printed(jinja2.Environment, name)
