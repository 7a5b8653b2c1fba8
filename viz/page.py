"""One HTML file that carries everything it needs and may ask nothing of anybody.

The policy in its head allows exactly the styles and scripts written here, by their hashes:
no other host, no inline handler, no form. All values are escaped by the template, and data
for scripts stand in an inert block that no text can end early.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.messages import _, language
from graph.words import word

VIS_NETWORK = "vendor/vis-network/vis-network.min.js"
_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def page(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    footer: str = "",
    **values: Any,
) -> str:
    """The HTML of a template with these files of `viz/static` written into it.

    The template gets `style` and `scripts` as trusted text, `policy` for its head, `lang`,
    and `values`. `footer` is printed on every sheet of paper, with the page number. Anything
    undefined in the template is an error.
    """
    style = "\n".join([*(static_text(name) for name in styles), _footer(footer)])
    sources = [static_text(name) for name in scripts]
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),
            scripts=[Markup(source) for source in sources],
            policy=_policy(style, sources),
            lang=_LANGUAGE_TAGS[language()],
            **values,
        )
    )


def _footer(text: str) -> str:
    quoted = "".join(f"\\{ord(character):06x}" for character in text)
    return (
        f'@page {{ @bottom-left {{ content: "{quoted}"; font-size: 8pt }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }'
    )


def data_block(data: Any) -> Markup:
    """JSON that stays inert inside a script element, whatever text it carries."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


@cache
def static_text(name: str) -> str:
    """The text of a file in `viz/static`."""
    return files("viz").joinpath("static", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("viz"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.globals["word"] = word
    environment.filters["data_block"] = data_block
    return environment


def _policy(style: str, scripts: Sequence[str]) -> str:
    allowed = " ".join(_hash(source) for source in scripts)
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return f"'sha256-{digest}'"
