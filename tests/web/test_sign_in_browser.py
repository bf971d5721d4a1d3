"""Signing in with a real browser, whose own rules about cookies decide."""

import pytest
from starlette.responses import PlainTextResponse

from dlwb.web.app import create_app

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def served(workbench, gate, static, listening):
    with listening(create_app(workbench, gate=gate, static=static)) as origin:
        yield origin


@pytest.fixture
def tab(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def status(tab):
    return tab.evaluate("fetch('/api/v1/status').then((answer) => answer.status)")


def test_the_printed_url_signs_in_and_disappears(tab, served, gate):
    tab.goto(f"{served}/models?token={gate.token}")
    assert tab.url == f"{served}/models"
    assert status(tab) == 200
    assert tab.evaluate("document.cookie") == "", "scripts cannot read it"


def test_a_person_without_the_url_can_type_the_token(tab, served, gate):
    tab.goto(f"{served}/runs")
    tab.get_by_label("Token").fill(gate.token)
    tab.get_by_role("button", name="Open").click()
    tab.wait_for_url(f"{served}/runs")
    assert status(tab) == 200


def test_a_link_on_another_site_signs_in(tab, served, gate):
    """Browsers hold strict cookies back while they follow another site's link; the page must open all the same."""
    elsewhere = served.replace("127.0.0.1", "localhost")  # another site for a browser
    link = f'<a href="{served}/runs?token={gate.token}">open</a>'
    tab.route(f"{elsewhere}/", lambda route: route.fulfill(body=link, content_type="text/html"))
    tab.goto(f"{elsewhere}/")
    tab.get_by_text("open").click()
    tab.wait_for_url(f"{served}/runs")
    sync_api.expect(tab.locator("input[name=token]")).to_have_count(0)
    assert status(tab) == 200


def test_a_page_of_another_port_can_neither_read_nor_command(tab, served, gate, listening, settings):
    """Cookies do not know ports, so this is where `Origin` and `Sec-Fetch-Site` matter."""
    tab.goto(f"{served}/?token={gate.token}")
    with listening(PlainTextResponse("another program's page")) as other:
        tab.goto(other)
        call = (
            "fetch('{0}', {{method: '{1}', mode: '{2}', credentials: 'include'}}).then((a) => a.text()).catch(() => '')"
        )
        tab.evaluate(call.format(f"{served}/api/v1/uploads", "POST", "no-cors"))
        assert tab.evaluate(call.format(f"{served}/api/v1/status", "GET", "cors")) == ""
    assert list((settings.workspace / "tmp" / "uploads").glob("*/*")) == []
