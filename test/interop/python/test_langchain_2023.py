"""The notebook of autumn 2023: `langchain.llms.Databricks` over https, before MLflow came in between."""

import os

import pytest
import requests
from langchain.llms import Databricks

CLUSTER = os.environ["INTEROP_CLUSTER"]
PORT = os.environ["INTEROP_APP_PORT"]


def transform_input(**request):
    full_prompt = f"""{request["prompt"]}
    Be Concise.
    """
    request["prompt"] = full_prompt
    return request


def transform_output(response):
    return response.upper()


def test_llm_asks_a_serving_endpoint():
    llm = Databricks(endpoint_name="dolly")
    assert llm("How are you?") == "How are you?"


def test_stop_ends_the_text():
    llm = Databricks(endpoint_name="dolly")
    assert llm("Good. And you?", stop=["."]) == "Good"


def test_host_and_token_by_hand(token):
    host = os.environ["DATABRICKS_HOST"].removeprefix("https://")
    llm = Databricks(host=host, api_token=token, endpoint_name="dolly")
    assert llm("How are you?") == "How are you?"


def test_model_kwargs_are_sent_along():
    llm = Databricks(endpoint_name="dolly", model_kwargs={"temperature": 0.1})
    assert llm("How are you?") == "How are you?"


def test_transform_input_fn():
    llm = Databricks(endpoint_name="dolly", transform_input_fn=transform_input)
    assert llm("How are you?").split() == ["How", "are", "you?", "Be", "Concise."]


def test_driver_proxy():
    llm = Databricks(cluster_id=CLUSTER, cluster_driver_port=PORT)
    assert llm("How are you?") == "How are you?"
    assert llm("Good. And you?", stop=["."]) == "Good"


def test_driver_proxy_takes_model_kwargs():
    llm = Databricks(cluster_id=CLUSTER, cluster_driver_port=PORT, model_kwargs={"repeat": 2})
    assert llm("Hi ") == "Hi Hi "


def test_driver_proxy_with_both_transforms():
    llm = Databricks(
        cluster_id=CLUSTER,
        cluster_driver_port=PORT,
        transform_input_fn=transform_input,
        transform_output_fn=transform_output,
    )
    assert llm("How are you?").split() == ["HOW", "ARE", "YOU?", "BE", "CONCISE."]


def test_a_certificate_that_nobody_trusts_is_refused(monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(requests.exceptions.SSLError):
        Databricks(endpoint_name="dolly")("How are you?")
