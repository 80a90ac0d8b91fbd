"""LangChain's `Databricks` in serving mode, in the last release that has it, and its neighbours."""

import langchain_community.chat_models
import pytest
from langchain_community.embeddings import DatabricksEmbeddings
from langchain_community.llms import Databricks


def test_llm_asks_a_custom_model():
    llm = Databricks(endpoint_name="dolly")
    assert llm.invoke("How are you?") == "How are you?"


def test_stop_ends_the_text():
    llm = Databricks(endpoint_name="dolly")
    assert llm.invoke("Good. And you?", stop=["."]) == "Good"


def test_host_and_token_by_hand(host, token):
    llm = Databricks(host=host, api_token=token, endpoint_name="dolly")
    assert llm.invoke("How are you?") == "How are you?"


def test_transform_input_fn():
    def transform_input(**request):
        full_prompt = f"""{request["prompt"]}
        Be Concise.
        """
        request["prompt"] = full_prompt
        return request

    llm = Databricks(endpoint_name="dolly", transform_input_fn=transform_input)
    assert llm.invoke("How are you?").split() == ["How", "are", "you?", "Be", "Concise."]


def test_transform_output_fn():
    def transform_output(response):
        return response.upper()

    llm = Databricks(endpoint_name="dolly", transform_output_fn=transform_output)
    assert llm.invoke("How are you?") == "HOW ARE YOU?"


def test_extra_params_are_what_model_kwargs_were():
    llm = Databricks(endpoint_name="dolly", extra_params={"temperature": 0.1})
    assert llm.invoke("How are you?") == "How are you?"
    # In this release, and all since December 2023, even beside nothing else.
    with pytest.raises(ValueError, match="Cannot set both extra_params and extra_params"):
        Databricks(endpoint_name="dolly", model_kwargs={"temperature": 0.1})


def test_llm_asks_a_foundation_model_with_a_prompt():
    llm = Databricks(endpoint_name="databricks-dbrx-instruct")
    assert llm.invoke("one. two", stop=["."]) == "one"


def test_llm_streams_in_one_piece():
    assert list(Databricks(endpoint_name="dolly").stream("How are you?")) == ["How are you?"]


def test_embeddings():
    embeddings = DatabricksEmbeddings(endpoint="databricks-bge-large-en")
    assert len(embeddings.embed_query("hello")[:3]) == 3
    assert len(embeddings.embed_documents(["one", "two"])) == 2


def test_chat_model_has_moved_to_databricks_langchain():
    assert not hasattr(langchain_community.chat_models, "ChatDatabricks")
