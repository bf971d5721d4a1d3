"""Both quantizers keep the contract."""

import pytest
from builders import quantizer_contract as contract
from builders.layered_models import residual, saved

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.adapters.nncf.quantizer import NncfQuantizer
from dlwb.adapters.openvino.engine import OpenVinoEngine
from dlwb.adapters.openvino.naming import name_tensors
from dlwb.plugins import load_quantizer
from dlwb.protocol import ModelFiles


def fake(folder):
    FakeNetwork("net").save(folder / "model.xml", folder / "model.bin")
    files = ModelFiles(str(folder / "model.xml"), str(folder / "model.bin"))
    return contract.Subject(load_quantizer("fake"), FakeEngine(), "GPU", files, folder / "work")


def nncf(folder):
    model = residual(width=16)
    name_tensors(model)
    return contract.Subject(NncfQuantizer(), OpenVinoEngine(), "CPU", saved(model, folder), folder / "work")


@pytest.fixture(params=[pytest.param(fake, id="fake"), pytest.param(nncf, id="nncf", marks=pytest.mark.openvino)])
def subject(request, tmp_path):
    return request.param(tmp_path)


@pytest.mark.parametrize("law", contract.CONTRACT, ids=lambda law: law.__name__)
def test_contract(subject, law):
    law(subject)


def test_it_is_found_by_the_name_of_its_engine():
    assert isinstance(load_quantizer("openvino"), NncfQuantizer)
