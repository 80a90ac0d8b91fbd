"""The notebook of spring 2024: MLflow makes an endpoint of an external model, langchain-community chats with it."""

import pytest
from langchain_community.chat_models import ChatDatabricks
from langchain_community.embeddings import DatabricksEmbeddings
from langchain_community.llms import Databricks
from langchain_core.messages import HumanMessage
from mlflow.deployments import get_deploy_client


@pytest.fixture(scope="module")
def my_chat():
    client = get_deploy_client("databricks")
    secret = "secrets/llm/openai-api-key"
    name = "my-chat"
    client.create_endpoint(
        name=name,
        config={
            "served_entities": [
                {
                    "name": "my-chat",
                    "external_model": {
                        "name": "gpt-4",
                        "provider": "openai",
                        "task": "llm/v1/chat",
                        "openai_config": {
                            "openai_api_key": "{{" + secret + "}}",
                        },
                    },
                }
            ],
        },
    )
    yield name
    client.delete_endpoint(endpoint=name)


def test_chat(my_chat):
    chat = ChatDatabricks(
        target_uri="databricks",
        endpoint=my_chat,
        temperature=0.1,
    )
    assert chat([HumanMessage(content="hello")]).content == "hello"


def test_chat_streams(my_chat):
    # Each delta must tell its role, the last one too.
    chat = ChatDatabricks(target_uri="databricks", endpoint="databricks-dbrx-instruct", temperature=0.1)
    chunks = [chunk.content for chunk in chat.stream([HumanMessage(content="hello déjà vu")])]
    assert len(chunks) > 3
    assert "".join(chunks) == "hello déjà vu"


def test_embeddings():
    embeddings = DatabricksEmbeddings(endpoint="databricks-bge-large-en")
    assert len(embeddings.embed_query("hello")[:3]) == 3


def test_llm():
    llm = Databricks(endpoint_name="dolly")
    assert llm("How are you?") == "How are you?"
    assert llm("Good. And you?", stop=["."]) == "Good"


def test_transform_input_fn():
    def transform_input(**request):
        full_prompt = f"""{request["prompt"]}
        Be Concise.
        """
        request["prompt"] = full_prompt
        return request

    llm = Databricks(endpoint_name="dolly", transform_input_fn=transform_input)
    assert llm("How are you?").split() == ["How", "are", "you?", "Be", "Concise."]


def test_model_kwargs_are_refused_by_the_client_itself():
    with pytest.raises(ValueError, match="Cannot set both extra_params and extra_params"):
        Databricks(endpoint_name="dolly", model_kwargs={"temperature": 0.1})
