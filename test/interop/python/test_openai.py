"""OpenAI's client on `HOST/serving-endpoints`, as guides for Databricks set it up."""

import os

import openai
import pytest
from dotenv import load_dotenv
from openai import OpenAI

CHAT = "databricks-meta-llama-3-1-405b-instruct"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    file = tmp_path_factory.mktemp("guide") / ".env"
    file.write_text(
        f"DATABRICKS_TOKEN={os.environ['DATABRICKS_TOKEN']}\n"
        f"base_url={os.environ['DATABRICKS_HOST']}/serving-endpoints\n"
    )
    load_dotenv(file)
    return OpenAI(api_key=os.getenv("DATABRICKS_TOKEN"), base_url=os.getenv("base_url"), max_retries=0)


def test_chat_completion_with_a_usage_context(client):
    response = client.chat.completions.create(
        model="databricks-meta-llama-3-1-405b-instruct",
        messages=[{"role": "user", "content": "What is Databricks?"}],
        temperature=0,
        extra_body={"usage_context": {"project": "project1"}},
    )
    assert response.choices[0].message.content == "What is Databricks?"
    assert response.choices[0].finish_reason == "stop"
    assert response.usage.total_tokens == response.usage.prompt_tokens + response.usage.completion_tokens


def test_usage_context_is_not_passed_on_to_the_provider(client):
    response = client.chat.completions.create(
        model="guide-chat",
        messages=[{"role": "user", "content": "hello"}],
        extra_body={"usage_context": {"project": "project1"}},
    )
    assert response.choices[0].message.content == "hello"


def test_chat_completion_streams_and_tells_its_usage(client):
    chunks = list(
        client.chat.completions.create(
            model=CHAT,
            messages=[{"role": "user", "content": "one two three"}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert len(pieces) > 2
    assert "".join(pieces) == "one two three"
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens > 2


def test_stop_max_tokens_and_n(client):
    ask = {"model": CHAT, "messages": [{"role": "user", "content": "one two. three"}]}
    assert client.chat.completions.create(**ask, stop=["."]).choices[0].message.content == "one two"
    short = client.chat.completions.create(**ask, max_tokens=1)
    assert short.choices[0].finish_reason == "length"
    assert len(client.chat.completions.create(**ask, n=2).choices) == 2


def test_completions(client):
    response = client.completions.create(model=CHAT, prompt="Once upon", max_tokens=16)
    assert response.choices[0].text == "Once upon"


def test_embeddings_come_in_base64_unless_asked_otherwise(client):
    plain = client.embeddings.create(
        model="databricks-bge-large-en", input=["hello", "world"], encoding_format="float"
    )
    packed = client.embeddings.create(model="databricks-bge-large-en", input=["hello", "world"])
    assert [len(item.embedding) for item in packed.data] == [1024, 1024]
    assert packed.data[1].embedding == pytest.approx(plain.data[1].embedding, abs=1e-6)
    raw = client.embeddings.with_raw_response.create(model="databricks-bge-large-en", input="hello")
    assert raw.http_request.content.find(b'"encoding_format":"base64"') > 0


def test_responses(client):
    response = client.responses.create(model=CHAT, input="hello", instructions="Be brief")
    assert response.output_text == "hello"
    assert response.status == "completed"


def test_responses_stream(client):
    events = list(client.responses.create(model=CHAT, input="one two", stream=True))
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == "one two"
    assert events[-1].type == "response.completed"


def test_a_missing_endpoint_is_not_found_in_words(client):
    with pytest.raises(openai.NotFoundError) as missing:
        client.chat.completions.create(model="no-such-endpoint", messages=[{"role": "user", "content": "hi"}])
    assert str(missing.value).startswith("Error code: 404 - The given endpoint does not exist")
    # The code is at the top level, where this client doesn't look.
    assert missing.value.code is None
    assert missing.value.body["error_code"] == "ENDPOINT_NOT_FOUND"


def test_a_wrong_token_is_refused(client):
    with pytest.raises(openai.PermissionDeniedError, match="Invalid access token"):
        client.with_options(api_key="dapi-wrong").chat.completions.create(
            model=CHAT, messages=[{"role": "user", "content": "hi"}]
        )


def test_a_rate_limit_is_an_error_of_its_own(client):
    with pytest.raises(openai.RateLimitError) as limited:
        client.chat.completions.create(model="always-limited", messages=[{"role": "user", "content": "hi"}])
    assert limited.value.response.headers["retry-after"] == "1"


def test_a_stream_that_breaks_off_raises(client):
    with pytest.raises(openai.APIError, match="broke off"):
        list(
            client.chat.completions.create(
                model="broken-provider", messages=[{"role": "user", "content": "one two three"}], stream=True
            )
        )
