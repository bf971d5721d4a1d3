"""`dlwb advise`: findings with figures, trials, and whether a trial helped."""

import pytest

CONFIG = ("--device", "GPU", "--precision", "f32", "--property", "fake.latency_ms=1")


@pytest.fixture
def measured(dlwb, model_file):
    assert dlwb("benchmark", model_file, *CONFIG, "--streams", "1", "--budget", "0.5").code == 0
    return dlwb("model", "list", "--json").document["models"][0]["model"]["name"]


def test_nothing_is_said_of_what_was_not_measured(dlwb, model_file):
    dlwb("model", "import", model_file)
    document = dlwb("advise", model_file, "--json").document
    assert (document["findings"], document["missing"], document["benchmark"]) == ([], ["benchmark", "profile"], None)
    assert "dlwb benchmark" in dlwb("advise", model_file).out


def test_a_trial_is_measured_side_by_side_and_its_answer_shown(dlwb, measured):
    before = dlwb("advise", measured, "--json").document
    streams = next(f for f in before["findings"] if f["limit"] == "streams")
    assert "1 of 4 streams work in parallel" in streams["evidence"]
    assert (streams["trials"][0]["run"], streams["trials"][0]["deltas"]) == (None, [])
    texts = dlwb("advise", measured).out
    number = next(line for line in texts.splitlines() if "try 4 streams" in line).split(".")[0].split()[-1]

    after = dlwb("advise", measured, "--try", number, "--budget", "3", "--json")
    assert after.code == 0, after.err
    trial = next(f for f in after.document["findings"] if f["limit"] == "streams")["trials"][0]
    assert trial["run"]["state"] == "succeeded"
    words = {d["what"]: d["word"] for d in trial["deltas"]}
    assert words["throughput"] == "faster"
    assert "tried, throughput " in dlwb("advise", measured).out


def test_a_trial_that_does_not_exist(dlwb, measured):
    refused = dlwb("advise", measured, "--try", "99", "--json")
    assert refused.code == 1
    assert "no trial 99" in refused.document["error"]["message"]
