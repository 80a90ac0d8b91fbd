"""MLflow's deployments client, as its guide for Databricks calls it. Runs with MLflow 3 and with one of 2024."""

import os

import mlflow
import pytest
from mlflow.deployments import get_deploy_client
from mlflow.exceptions import MlflowException
from requests import HTTPError

NAME = "chat"
SECRET = "{{secrets/llm/openai-api-key}}"

CONFIG = {
    "served_entities": [
        {
            "name": "test",
            "external_model": {
                "name": "gpt-4",
                "provider": "openai",
                "task": "llm/v1/chat",
                "openai_config": {"openai_api_key": SECRET},
            },
        }
    ],
    "tags": [{"key": "foo", "value": "bar"}],
    "rate_limits": [{"key": "user", "renewal_period": "minute", "calls": 5}],
}

HELLO = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 128}


@pytest.fixture(scope="module")
def client():
    return get_deploy_client("databricks")


@pytest.fixture
def chat(client):
    client.create_endpoint(name=NAME, config=CONFIG)
    while client.get_endpoint(endpoint=NAME)["state"]["config_update"] == "IN_PROGRESS":
        pass
    yield NAME
    client.delete_endpoint(endpoint=NAME)


def test_version_is_the_one_that_was_asked_for():
    assert mlflow.__version__ == os.environ["INTEROP_MLFLOW"]


def test_create_endpoint_in_the_older_form(client, chat):
    endpoint = client.get_endpoint(endpoint=chat)
    assert endpoint.name == "chat"
    [entity] = endpoint["config"]["served_entities"]
    assert entity["external_model"]["openai_config"] == {"openai_api_key": SECRET}
    assert endpoint["tags"] == [{"key": "foo", "value": "bar"}]
    assert endpoint["state"]["ready"] == "READY"


def test_list_endpoints_holds_it_beside_the_provided_ones(client, chat):
    names = [endpoint["name"] for endpoint in client.list_endpoints()]
    assert chat in names
    assert "databricks-bge-large-en" in names
    assert len(client.list_endpoints()[:5]) == 5


def test_update_endpoint_with_rate_limits_alone(client, chat):
    updated = client.update_endpoint(
        endpoint=chat,
        config={"rate_limits": [{"key": "user", "renewal_period": "minute", "calls": 10}]},
    )
    assert updated["rate_limits"] == [{"key": "user", "renewal_period": "minute", "calls": 10}]


def test_predict_is_answered_by_the_provider(client, chat):
    answer = client.predict(endpoint=chat, inputs=HELLO)
    assert answer["choices"][0]["message"]["content"] == "Hello"
    assert answer["usage"] == {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def test_predict_stream_yields_each_chunk(client):
    said = "één\u0085two\u2028three"
    chunks = list(
        client.predict_stream(
            endpoint="databricks-dbrx-instruct",
            inputs={"messages": [{"role": "user", "content": said}]},
        )
    )
    assert len(chunks) > 3
    assert "".join(chunk["choices"][0]["delta"]["content"] for chunk in chunks) == said
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


def test_predict_stream_from_the_provider(client, chat):
    chunks = list(client.predict_stream(endpoint=chat, inputs=HELLO))
    assert "".join(chunk["choices"][0]["delta"]["content"] for chunk in chunks) == "Hello"


def test_update_endpoint_with_a_config_deploys_another_version(client, chat):
    entity = CONFIG["served_entities"][0] | {"name": "second"}
    client.update_endpoint(endpoint=chat, config={"served_entities": [entity]})
    assert client.get_endpoint(endpoint=chat)["pending_config"]["config_version"] == 2
    config = client.get_endpoint(endpoint=chat)["config"]
    assert [entity["name"] for entity in config["served_entities"]] == ["second"]
    assert config["config_version"] == 2


def test_rate_limit_ends_in_a_429_of_the_client(client, monkeypatch):
    # Else MLflow 3 sleeps through the minute that the answer asks for.
    monkeypatch.setenv("MLFLOW_ENABLE_DB_SDK", "false")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    limit = {"key": "user", "renewal_period": "minute", "calls": 1}
    client.create_endpoint(name="limited", config=CONFIG | {"rate_limits": [limit]})
    assert client.predict(endpoint="limited", inputs=HELLO)["choices"]
    with pytest.raises((HTTPError, MlflowException), match="429|too many 429"):
        client.predict(endpoint="limited", inputs=HELLO)
    client.delete_endpoint(endpoint="limited")


def test_delete_endpoint_and_what_is_gone_is_not_found(client):
    client.create_endpoint(name="short-lived", config=CONFIG)
    client.delete_endpoint(endpoint="short-lived")
    with pytest.raises(HTTPError) as missing:
        client.get_endpoint(endpoint="short-lived")
    assert missing.value.response.status_code == 404
    assert "Endpoint with name 'short-lived' does not exist" in str(missing.value)


def test_predict_of_a_missing_endpoint_is_a_404_in_words(client):
    with pytest.raises(HTTPError) as missing:
        client.predict(endpoint="no-such-endpoint", inputs=HELLO)
    assert missing.value.response.status_code == 404
    assert "The given endpoint does not exist" in str(missing.value)
