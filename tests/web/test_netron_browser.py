"""Netron in a real browser, with every other host blocked."""

import io
import time

import pytest
from builders.onnx_models import write
from onnx import helper
from PIL import Image

from dlwb.config import Settings
from dlwb.domain.inference import InferenceConfig
from dlwb.web.app import create_app
from dlwb.web.security import Gate
from dlwb.workbench import Workbench

pytestmark = [pytest.mark.browser, pytest.mark.openvino]
sync_api = pytest.importorskip("playwright.sync_api")

SHOW = """query => {
    window.heard = [];
    window.onmessage = (event) => window.heard.push(event.data);
    const frame = document.createElement("iframe");
    frame.width = 1000; frame.height = 700;
    frame.src = "/viewers/netron/?" + query;
    document.body.replaceChildren(frame);
}"""
SAY = "message => document.querySelector('iframe').contentWindow.postMessage(message, location.origin)"


@pytest.fixture(scope="module")
def served(tmp_path_factory, listening):
    """A server with one real model and one real profile: (origin, gate, model id, run id)."""
    folder = tmp_path_factory.mktemp("netron")
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], name="first conv"),
        helper.make_node("Relu", ["c"], ["r"], name="relu"),
        helper.make_node("MaxPool", ["r"], ["p"], name="pool", kernel_shape=[2, 2]),
        helper.make_node("Sigmoid", ["p"], ["y"], name="last"),
    ]
    static = folder / "static"
    static.mkdir()
    (static / "index.html").write_text("<!doctype html><html><head></head><body></body></html>")
    settings = Settings(workspace=folder / "workspace", slot=folder / "slot.lock")
    gate = Gate()
    with Workbench(settings=settings) as workbench:
        model = workbench.models.add(write(folder / "net.onnx", nodes=nodes))
        run = workbench.profile(model, InferenceConfig(batch=1))
        with listening(create_app(workbench, gate=gate, static=static)) as origin:
            yield origin, gate, model.id, run.id


class Viewer:
    """Our page (empty) with Netron in a frame, as the real page uses it."""

    def __init__(self, page):
        self.page = page

    def show(self, query):
        self.page.evaluate(SHOW, query)
        return self.hear("dlwb:ready", "dlwb:failed")

    def say(self, **message):
        self.page.evaluate(SAY, message)

    def hear(self, *types):
        """Wait for a message of one of these types and take it."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            heard = self.page.evaluate("types => window.heard.find((m) => types.includes(m.type)) || null", types)
            if heard:
                self.page.evaluate(
                    "type => { window.heard = window.heard.filter((m) => m.type !== type); }", heard["type"]
                )
                return heard
            time.sleep(0.05)
        raise AssertionError(f"nothing of {types} was heard")

    @property
    def netron(self):
        return self.page.frame_locator("iframe").first

    def header(self, name):
        """The coloured part of a node."""
        return self.netron.locator(f'[id="node-name-{name}"] > .node-item').first


@pytest.fixture
def requests():
    return []


@pytest.fixture
def viewer(chromium, served, requests):
    origin, gate, _, _ = served
    context = chromium.new_context(color_scheme="light", viewport={"width": 1100, "height": 800})
    context.route(lambda url: not url.startswith(origin + "/"), lambda route: route.abort())
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{origin}/?token={gate.token}")
    assert "token" not in page.url
    yield Viewer(page)
    context.close()


@pytest.fixture
def queries(served):
    _, _, model, run = served
    return {
        "original": f"graph=original&model={model}",
        "ir": f"graph=ir&model={model}",
        "runtime": f"graph=runtime&run={run}",
    }


@pytest.mark.parametrize("graph", ["original", "ir", "runtime"])
def test_the_graph_draws_and_no_request_leaves(viewer, queries, graph, requests, served):
    ready = viewer.show(queries[graph])
    assert ready["type"] == "dlwb:ready", ready
    assert ready["nodes"] >= 3
    assert viewer.netron.locator(".graph-node").count() >= 2
    assert viewer.netron.locator("#message-text").text_content() == ""
    origin = served[0]
    assert [url for url in requests if not url.startswith(origin + "/")] == []
    assert [url for url in requests if ".bin" in url] == [], "nobody has the weights to give"
    assert viewer.page.evaluate("document.activeElement.tagName") == "BODY", "the page's keys are gone"
    cookies = viewer.page.context.cookies()
    assert [cookie["name"] for cookie in cookies] == [f"dlwb-{origin.rpartition(':')[2]}"]


def test_it_also_draws_long_after_its_release(viewer, queries):
    """Netron by itself refuses to work 180 days after its release."""
    viewer.page.clock.set_fixed_time("2030-01-01")
    assert viewer.show(queries["ir"])["type"] == "dlwb:ready"


def fill(element):
    return element.locator("path").evaluate("path => getComputedStyle(path).fill")


def test_nodes_take_the_colours_of_the_page_and_give_them_back(viewer, queries):
    viewer.show(queries["original"])
    own = viewer.header("first conv").locator("path").get_attribute("style")
    assert not own
    viewer.say(type="dlwb:colours", colours={"first conv": "#ffd43b", "relu": "javascript:alert(1)", "gone": "#000000"})
    path = viewer.header("first conv").locator("path")
    sync_api.expect(path).to_have_css("fill", "rgb(255, 212, 59)")
    sync_api.expect(viewer.header("first conv").locator("text")).to_have_css("fill", "rgb(0, 0, 0)")
    assert not viewer.header("relu").locator("path").get_attribute("style")
    viewer.say(type="dlwb:colours", colours={"relu": "#7a0000"})
    sync_api.expect(viewer.header("relu").locator("text")).to_have_css("fill", "rgb(255, 255, 255)")
    assert not path.get_attribute("style")


def test_selection_goes_both_ways(viewer, queries):
    viewer.show(queries["ir"])
    viewer.say(type="dlwb:select", name="relu")
    selected = viewer.netron.locator('[id="node-name-relu"].select')
    sync_api.expect(selected).to_have_count(1)
    viewer.header("pool").click()
    assert viewer.hear("dlwb:selected")["name"] == "pool"
    sync_api.expect(selected).to_have_count(0)
    viewer.say(type="dlwb:select", name=None)
    sync_api.expect(viewer.netron.locator(".graph-node.select")).to_have_count(0)
    heard = viewer.page.evaluate("window.heard")
    assert [message for message in heard if message["type"] == "dlwb:selected"] == [], (
        "the page's own choice is no news"
    )


def test_a_selection_that_comes_before_the_graph_waits_for_it(viewer, queries):
    viewer.page.evaluate(SHOW, queries["runtime"])
    viewer.netron.locator("#target").wait_for(state="attached")
    viewer.say(type="dlwb:select", name="pool")
    viewer.hear("dlwb:ready")
    sync_api.expect(viewer.netron.locator('[id="node-name-pool"].select')).to_have_count(1)


def test_the_theme_is_the_pages(viewer, queries):
    viewer.show(queries["ir"] + "&theme=dark")
    arrow = viewer.netron.locator("#arrowhead")
    sync_api.expect(arrow).to_have_css("fill", "rgb(136, 136, 136)")
    viewer.say(type="dlwb:theme", theme="light")
    sync_api.expect(arrow).to_have_css("fill", "rgb(0, 0, 0)")


@pytest.mark.parametrize(("theme", "panel"), [("dark", (20, 27, 32)), ("light", (255, 254, 253))])
def test_the_pages_own_background_shows_through(viewer, queries, theme, panel):
    """Whatever colour the panel around it has; asked of the picture, for a frame can be opaque without any rule."""
    paint = "([theme, colour]) => { Object.assign(document.documentElement.style, {colorScheme: theme, background: colour}); }"
    viewer.page.evaluate(paint, [theme, f"rgb{panel}"])
    viewer.show(f"{queries['ir']}&theme={theme}")
    picture = Image.open(io.BytesIO(viewer.page.locator("iframe").screenshot())).convert("RGB")
    width, height = picture.size
    corners = [(5, 5), (width - 25, 5), (5, height - 80), (width - 25, height - 25)]
    assert [picture.getpixel(corner) for corner in corners] == [panel] * 4


def test_a_file_that_is_no_graph_is_said(viewer, queries):
    viewer.page.route("**/ir/model.xml*", lambda route: route.fulfill(body=b"<net"))
    failed = viewer.show(queries["ir"])
    assert failed["type"] == "dlwb:failed"
    assert failed["message"]


def test_messages_of_strangers_are_not_heard(viewer, queries):
    """Another window of the same origin is not the page around the viewer."""
    viewer.show(queries["original"])
    viewer.page.evaluate("""() => {
        const other = document.createElement("iframe");
        document.body.append(other);
        const target = document.querySelector("iframe").contentWindow;
        target.dispatchEvent(new MessageEvent("message", {
            origin: "http://evil.example", source: window, data: {type: "dlwb:colours", colours: {relu: "#ff0000"}},
        }));
        target.dispatchEvent(new MessageEvent("message", {
            origin: location.origin, source: other.contentWindow,
            data: {type: "dlwb:colours", colours: {relu: "#ff0000"}},
        }));
    }""")
    assert not viewer.header("relu").locator("path").get_attribute("style")
