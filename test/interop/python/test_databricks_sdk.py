"""Databricks' own SDK: serving endpoints, signing in as a service principal, the data plane, secrets."""

import os

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, PermissionDenied, ResourceConflict
from databricks.sdk.service.serving import (
    AiGatewayConfig,
    AiGatewayUsageTrackingConfig,
    ChatMessage,
    ChatMessageRole,
    EndpointCoreConfigInput,
    EndpointTag,
    ExternalModel,
    ExternalModelProvider,
    OpenAiConfig,
    ServedEntityInput,
)

CHAT = "databricks-meta-llama-3-1-405b-instruct"
HELLO = [ChatMessage(role=ChatMessageRole.USER, content="hello")]


def entity(name):
    return ServedEntityInput(
        name=name,
        external_model=ExternalModel(
            name="gpt-4",
            provider=ExternalModelProvider.OPENAI,
            task="llm/v1/chat",
            openai_config=OpenAiConfig(openai_api_key="{{secrets/llm/openai-api-key}}"),
        ),
    )


@pytest.fixture(scope="module")
def workspace():
    return WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=os.environ["DATABRICKS_TOKEN"])


@pytest.fixture(scope="module")
def principal():
    """Signed in by client id and secret, which the SDK does by the documents of the workspace."""
    return WorkspaceClient(
        host=os.environ["OAUTH_HOST"],
        client_id=os.environ["OAUTH_CLIENT_ID"],
        client_secret=os.environ["OAUTH_CLIENT_SECRET"],
        auth_type="oauth-m2m",
    )


def test_list_and_get(workspace):
    assert CHAT in [endpoint.name for endpoint in workspace.serving_endpoints.list()]
    endpoint = workspace.serving_endpoints.get(CHAT)
    assert endpoint.task == "llm/v1/chat"
    assert endpoint.state.ready.value == "READY"


def test_create_update_wait_and_delete(workspace):
    endpoints = workspace.serving_endpoints
    created = endpoints.create_and_wait(
        name="by-sdk",
        config=EndpointCoreConfigInput(name="by-sdk", served_entities=[entity("first")]),
        tags=[EndpointTag(key="team", value="search")],
    )
    assert created.config.served_entities[0].external_model.provider is ExternalModelProvider.OPENAI
    updated = endpoints.update_config_and_wait("by-sdk", served_entities=[entity("second")])
    assert [served.name for served in updated.config.served_entities] == ["second"]
    gateway = endpoints.put_ai_gateway("by-sdk", usage_tracking_config=AiGatewayUsageTrackingConfig(enabled=True))
    assert gateway.usage_tracking_config.enabled
    assert endpoints.patch("by-sdk", add_tags=[EndpointTag(key="tier", value="gold")]).tags[-1].key == "tier"
    assert endpoints.query("by-sdk", messages=HELLO).choices[0].message.content == "hello"
    endpoints.delete("by-sdk")
    with pytest.raises(NotFound, match="by-sdk"):
        endpoints.get("by-sdk")


def test_a_name_that_is_taken_is_a_conflict(workspace):
    with pytest.raises(ResourceConflict):
        workspace.serving_endpoints.create(
            name="guide-chat", config=EndpointCoreConfigInput(name="guide-chat", served_entities=[entity("x")])
        )


def test_query_of_a_chat(workspace):
    response = workspace.serving_endpoints.query(
        CHAT, messages=HELLO, max_tokens=64, temperature=0.1, usage_context={"project": "p"}, client_request_id="r1"
    )
    assert response.choices[0].message.content == "hello"
    assert response.served_model_name == CHAT


def test_query_of_a_custom_model(workspace):
    response = workspace.serving_endpoints.query("dolly", dataframe_records=[{"prompt": "How are you?", "stop": ["?"]}])
    assert response.predictions == ["How are you"]


def test_query_of_embeddings(workspace):
    response = workspace.serving_endpoints.query("databricks-bge-large-en", input=["one", "two"])
    assert [len(item.embedding) for item in response.data] == [1024, 1024]


def test_a_stream_is_beyond_this_client(workspace):
    with pytest.raises(ValueError, match="Expecting value"):
        workspace.serving_endpoints.query(CHAT, messages=HELLO, stream=True)


def test_errors_have_classes_of_their_own(workspace):
    with pytest.raises(NotFound, match="The given endpoint does not exist"):
        workspace.serving_endpoints.query("no-such-endpoint", messages=HELLO)
    stranger = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token="dapi-wrong")
    with pytest.raises(PermissionDenied):
        list(stranger.serving_endpoints.list())


def test_secrets(workspace):
    workspace.secrets.create_scope("by-sdk")
    workspace.secrets.put_secret("by-sdk", "key", string_value="s3cret")
    assert [secret.key for secret in workspace.secrets.list_secrets("by-sdk")] == ["key"]
    assert workspace.dbutils.secrets.get("by-sdk", "key") == "s3cret"
    workspace.secrets.delete_scope("by-sdk")


def test_openai_client_of_the_sdk(workspace):
    client = workspace.serving_endpoints.get_open_ai_client()
    response = client.chat.completions.create(model=CHAT, messages=[{"role": "user", "content": "hello"}])
    assert response.choices[0].message.content == "hello"


def test_service_principal(principal):
    assert principal.config.authenticate()["Authorization"].startswith("Bearer ")
    assert principal.serving_endpoints.query(CHAT, messages=HELLO).choices[0].message.content == "hello"
    openai = principal.serving_endpoints.get_open_ai_client()
    said = openai.chat.completions.create(model=CHAT, messages=[{"role": "user", "content": "again"}])
    assert said.choices[0].message.content == "again"


def test_route_optimised_endpoint_by_the_data_plane(principal):
    principal.serving_endpoints.create_and_wait(
        name="fast",
        route_optimized=True,
        config=EndpointCoreConfigInput(
            name="fast",
            served_entities=[
                ServedEntityInput(
                    name="echo",
                    entity_name="main.default.dolly",
                    entity_version="1",
                    workload_size="Small",
                    scale_to_zero_enabled=True,
                )
            ]
        ),
    )
    response = principal.serving_endpoints_data_plane.query("fast", dataframe_records=[{"prompt": "hello"}])
    assert response.predictions == ["hello"]
