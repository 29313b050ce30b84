"""Everything pages share: converters, language of the request, Jinja's words, headers, error pages."""

from flask import Flask

from assembly.web.errors import error_page, link_not_valid, set_up_errors
from assembly.web.headers import CSP, HEADERS, HSTS, add_headers, headers_for
from assembly.web.jinja import teach_jinja
from assembly.web.language import preferred_language, set_up_language
from assembly.web.routing import longest_body, page_asked, set_up_routing, takes_files
from assembly.web.sending import saved_as, stored_file, table_file, unless_known


def init_app(app: Flask) -> None:
    """Bind converters, language, words, headers and error pages to the application."""
    set_up_language(app)
    set_up_routing(app)
    app.after_request(add_headers)
    teach_jinja(app)
    set_up_errors(app)
