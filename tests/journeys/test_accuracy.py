"""Accuracy on the page: from sample pictures to what is wrong, and two runs held against each other."""

import re

import pytest
from builders import onnx_models, shown_pictures

pytestmark = pytest.mark.browser

CLASSES = 10
PICTURES = 24


@pytest.mark.openvino
def test_from_sample_pictures_to_what_the_model_gets_wrong(real_server, visit, expect) -> None:
    page = visit(real_server).page
    page.get_by_role("button", name="Try a sample").click()
    page.get_by_role("menuitem", name="shapes-detector").click()
    expect(page.get_by_role("heading", name="shapes-detector", level=1)).to_be_visible()
    page.get_by_role("link", name="Accuracy", exact=True).click()
    expect(page.get_by_role("heading", name="How right is it?")).to_be_visible()
    page.get_by_role("button", name="shapes-detection").click()
    expect(page.get_by_role("combobox", name="Pictures", exact=True)).to_have_value("shapes-detection")

    # How it is read is shown before anything is measured, and kept once somebody agreed.
    page.get_by_role("button", name="See how it is read").click()
    expect(page.get_by_role("heading", name=re.compile("^Is .+ read rightly\\?$"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("^This looks like "))).to_be_visible()
    expect(page.get_by_role("figure")).to_have_count(3)
    page.get_by_role("button", name="Confirm and measure").click()

    # The verdict comes first, then pictures with boxes.
    expect(page.get_by_role("status").filter(has_text="pictures.")).to_contain_text(
        re.compile(r"[\d.]+ % \["), timeout=60_000
    )
    expect(page.get_by_role("region", name="Metrics")).to_contain_text("mAP at IoU 0.5")
    expect(page.get_by_role("form", name="Accuracy settings")).to_contain_text("as was confirmed")
    pictures = page.get_by_role("grid", name="Pictures of this run")
    pictures.press("1")  # not the tab of that number, while one is among pictures
    expect(page.get_by_role("button", name="Truth 1")).to_have_attribute("aria-pressed", "false")
    pictures.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of")
    dialog.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"picture=2"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    # The threshold draws fewer boxes and says what that does.
    page.get_by_role("slider", name="Confidence from").press("End")
    expect(page).to_have_url(re.compile(r"threshold=1\.00"))
    expect(page.get_by_label("At this threshold")).to_contain_text("Recall0.0")
    expect(pictures).to_contain_text(re.compile(r"0 of \d+ found"))
    expect(pictures.get_by_text("too many")).to_have_count(0)


def test_two_runs_held_against_each_other(server, visit, import_file, ask, carried, expect, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "compared.onnx", metadata={"who": "compared"}))
    shown = [i % CLASSES for i in range(PICTURES)]
    folder = shown_pictures.classified(tmp_path / "shown", shown, [*shown[:5], 0, *shown[6:]])
    imported = ask(tab, "POST", "/datasets", {"path": str(folder)})
    while imported["state"] not in ("succeeded", "failed"):
        page.wait_for_timeout(100)
        imported = ask(tab, "GET", f"/runs/{imported['id']}")
    dataset = imported["dataset"]
    wish = {"model": model.rsplit("/", 1)[-1], "dataset": dataset, "config": {"device": "GPU"}, "background": False}
    plain = carried(tab, "accuracy", {**wish, "preprocessing": {"mean": [0.0], "scale": [1.0]}})
    darker = carried(tab, "accuracy", {**wish, "preprocessing": {"mean": [26.0], "scale": [1.0]}})

    # One picture is labelled wrongly: the matrix has it, and a click shows it alone.
    with page.expect_request(
        lambda request: f"model={wish['model']}" in request.url and "kind=accuracy" in request.url
    ):
        page.goto(
            f"{server.origin}{model}/accuracy?run={plain}"
        )  # other models' runs do not push these out of the list
    expect(page.get_by_role("status").filter(has_text="Top-1 is")).to_contain_text("24 pictures")
    pictures = page.get_by_role("grid", name="Pictures of this run")
    expect(pictures.get_by_role("gridcell")).not_to_have_count(1)
    page.get_by_title(re.compile("^class 0 taken for class 5")).click()
    expect(pictures.get_by_role("gridcell")).to_have_count(1)
    expect(pictures).to_contain_text("p005.png")
    page.get_by_role("button", name=re.compile("take off")).click()

    # Names that the classes get in the same tab are those that are shown from then on.
    page.get_by_role("link", name="Datasets", exact=True).first.click()
    page.get_by_role("link", name="shown", exact=True).click()
    page.get_by_label("Label map", exact=True).fill("\n".join(f"beast {i}" for i in range(CLASSES)))
    page.get_by_role("button", name="Name the classes").click()
    expect(page.get_by_role("heading", name="What are the classes called?")).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(page.get_by_title(re.compile("^beast 0 taken for beast 5"))).to_be_visible()

    # Against the other run, by address: what changed comes first, and the files have both.
    page.goto(f"{server.origin}{model}/accuracy?run={darker}&against={plain}")
    metrics = page.get_by_role("region", name="Metrics")
    expect(metrics.get_by_role("row").nth(1)).to_contain_text("Worse")
    expect(page.get_by_role("combobox", name="Order of pictures")).to_have_value("Largest change first")
    expect(page.get_by_role("link", name="CSV")).to_have_attribute(
        "href", re.compile(f"{darker}/accuracy.csv\\?against={plain}")
    )
    page.get_by_role("grid", name="Accuracy of each class").get_by_text("beast 3").click()
    expect(page).to_have_url(re.compile("label=3"))
    expect(page.get_by_text("3 pictures of 24")).to_be_visible()
    expect(
        page.get_by_role("grid", name="Accuracy runs of this model and its versions").get_by_role("row")
    ).to_have_count(3)

    # What a quantization measured on the way is offered like any other.
    wish = {"model": wish["model"], "dataset": dataset, "accuracy": {"config": wish["config"], "background": False}}
    carried(tab, "quantize", wish)
    page.goto(f"{server.origin}{model}/accuracy")
    listed = page.get_by_role("grid", name="Accuracy runs of this model and its versions")
    expect(listed.get_by_role("row").filter(has_text="INT8")).to_have_count(1)
