"""What MLflow 3 adds to the deployments client: a call for each part of an endpoint, and the SDK underneath."""

import time

import pytest
import requests
from mlflow.deployments import get_deploy_client

NAME = "parts"
ENTITY = {
    "name": "test",
    "external_model": {
        "name": "gpt-4",
        "provider": "openai",
        "task": "llm/v1/chat",
        "openai_config": {"openai_api_key": "{{secrets/llm/openai-api-key}}"},
    },
}
HELLO = {"messages": [{"role": "user", "content": "Hello"}]}


@pytest.fixture(scope="module")
def client():
    return get_deploy_client("databricks")


@pytest.fixture
def endpoint(client):
    client.create_endpoint(
        config={"name": NAME, "config": {"served_entities": [ENTITY]}, "tags": [{"key": "foo", "value": "bar"}]}
    )
    while client.get_endpoint(endpoint=NAME)["state"]["config_update"] == "IN_PROGRESS":
        pass
    yield NAME
    client.delete_endpoint(endpoint=NAME)


def test_update_endpoint_config(client, endpoint):
    client.update_endpoint_config(endpoint=endpoint, config={"served_entities": [ENTITY | {"name": "second"}]})
    assert client.get_endpoint(endpoint=endpoint)["pending_config"]["config_version"] == 2
    config = client.get_endpoint(endpoint=endpoint)["config"]
    assert [entity["name"] for entity in config["served_entities"]] == ["second"]
    assert config["config_version"] == 2


def test_update_endpoint_tags(client, endpoint):
    client.update_endpoint_tags(
        endpoint=endpoint, config={"add_tags": [{"key": "team", "value": "search"}], "delete_tags": ["foo"]}
    )
    assert client.get_endpoint(endpoint=endpoint)["tags"] == [{"key": "team", "value": "search"}]


def test_update_endpoint_rate_limits(client, endpoint):
    limits = [{"key": "endpoint", "renewal_period": "minute", "calls": 10}]
    assert client.update_endpoint_rate_limits(endpoint=endpoint, config={"rate_limits": limits})["rate_limits"] == limits


def test_update_endpoint_ai_gateway(client, endpoint):
    client.update_endpoint_ai_gateway(endpoint=endpoint, config={"usage_tracking_config": {"enabled": True}})
    gateway = client.get_endpoint(endpoint=endpoint)["ai_gateway"]
    assert gateway["usage_tracking_config"] == {"enabled": True}


def test_a_lasting_429_ends_in_a_timeout_within_the_budget(client, monkeypatch):
    # The workspace answers this endpoint with 429 and Retry-After: 1, always.
    monkeypatch.setenv("MLFLOW_DEPLOYMENT_PREDICT_TOTAL_TIMEOUT", "2")
    monkeypatch.setenv("MLFLOW_DEPLOYMENT_PREDICT_TIMEOUT", "2")
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        client.predict(endpoint="always-limited", inputs=HELLO)
    assert 1 < time.monotonic() - started < 15


def test_an_oversized_body_is_refused_at_once(client):
    # A code that MLflow doesn't know would become 500, and be sent again and again.
    started = time.monotonic()
    with pytest.raises(requests.HTTPError) as refused:
        client.predict(endpoint="databricks-dbrx-instruct", inputs=HELLO | {"padding": "x" * 5_000_000})
    assert "larger than the limit of 4 MB" in str(refused.value)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (404, lambda client: client.predict(endpoint="no-such-endpoint", inputs=HELLO)),
        (404, lambda client: client.update_endpoint_tags(endpoint="no-such-endpoint", config={"add_tags": []})),
        (400, lambda client: client.predict(endpoint="databricks-dbrx-instruct", inputs={"text": "?"})),
        (400, lambda client: client.predict(endpoint="databricks-dbrx-instruct", inputs={"messages": []})),
        (400, lambda client: client.create_endpoint(config={"name": "no spaces please", "config": {}})),
        (403, lambda client: client.delete_endpoint(endpoint="databricks-dbrx-instruct")),
    ],
)
def test_each_refusal_keeps_its_status(client, status, ask):
    # This client takes it from `error_code`, and would send again what it takes for a 500.
    with pytest.raises(requests.HTTPError) as refused:
        ask(client)
    assert refused.value.response.status_code == status
