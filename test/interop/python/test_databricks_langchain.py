"""ChatDatabricks and DatabricksEmbeddings as Databricks ships them today."""

import asyncio

import pytest
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from pydantic import BaseModel

CHAT = "databricks-meta-llama-3-1-405b-instruct"
ASKED = "one two three four five six"


@pytest.fixture(scope="module")
def chat():
    return ChatDatabricks(endpoint=CHAT, temperature=0.1, max_tokens=256)


def test_invoke(chat):
    answer = chat.invoke([SystemMessage("Be brief"), HumanMessage("hello")])
    assert answer.content == "hello"
    assert answer.response_metadata["finish_reason"] == "stop"


def test_invoke_an_external_model():
    answer = ChatDatabricks(endpoint="guide-chat", temperature=0.1).invoke([HumanMessage(content="hello")])
    assert answer.content == "hello"


def test_stop(chat):
    assert chat.invoke("one. two", stop=["."]).content == "one"


def total(chunks):
    summed = None
    for chunk in chunks:
        summed = chunk if summed is None else summed + chunk
    return summed


def test_stream(chat):
    chunks = list(chat.stream(ASKED))
    assert len(chunks) > 5
    assert total(chunks).content == ASKED


def test_stream_counts_its_usage_once_where_it_is_asked_for():
    # This client adds up what it finds on chunks with a choice and then adds the last of it again. Only the chunk without
    # choices, which OpenAI sends for `include_usage`, is counted once.
    chat = ChatDatabricks(endpoint=CHAT, extra_params={"stream_options": {"include_usage": True}})
    whole = ChatDatabricks(endpoint=CHAT).invoke(ASKED)
    assert total(chat.stream(ASKED)).usage_metadata["total_tokens"] == whole.usage_metadata["total_tokens"] == 12


def test_async(chat):
    async def ask():
        return [chunk.content async for chunk in chat.astream("hello there")]

    assert "".join(asyncio.run(ask())) == "hello there"


def test_tools_are_taken_and_their_results_too(chat):
    class Weather(BaseModel):
        """The weather in a city."""

        city: str

    history = [
        HumanMessage("How is Rome?"),
        AIMessage("", tool_calls=[{"id": "call_1", "name": "Weather", "args": {"city": "Rome"}}]),
        ToolMessage("sunny", tool_call_id="call_1"),
    ]
    answer = chat.bind_tools([Weather]).invoke(history)
    assert answer.content == "How is Rome?"
    assert answer.tool_calls == []


def test_responses_api():
    answer = ChatDatabricks(endpoint=CHAT, use_responses_api=True).invoke("hello")
    assert answer.text == "hello"


def test_agent():
    # The client hands on a ChatAgent's messages as they are.
    answer = ChatDatabricks(endpoint="my-agent").invoke("hello")
    assert answer.content[-1]["content"] == "hello"
    assert total(ChatDatabricks(endpoint="my-agent").stream("hello there")).content == "hello there"


def test_embeddings():
    embeddings = DatabricksEmbeddings(endpoint="databricks-bge-large-en")
    assert len(embeddings.embed_query("hello")) == 1024
    # In batches of 20.
    texts = [f"text {number}" for number in range(45)]
    vectors = embeddings.embed_documents(texts)
    assert len(vectors) == 45
    assert vectors[44] == pytest.approx(embeddings.embed_query("text 44"))
