"""aisuite. Its releases have no `databricks` provider: the `openai` one, on the workspace's base URL, does the same."""

import os

import aisuite as ai
import pytest
from databricks.sdk import WorkspaceClient

MESSAGES = [
    {"role": "system", "content": "Respond in Pirate English."},
    {"role": "user", "content": "Tell me a joke."},
]


def client(host, key):
    return ai.Client({"openai": {"api_key": key, "base_url": f"{host}/serving-endpoints"}})


def ask(client):
    models = ["openai:databricks-dbrx-instruct"]
    answers = []
    for model in models:
        response = client.chat.completions.create(model=model, messages=MESSAGES, temperature=0.75)
        answers.append(response.choices[0].message.content)
    return answers


def test_personal_access_token(host, token):
    assert ask(client(host, token)) == ["Tell me a joke."]


def test_service_principal():
    # aisuite can't sign in by itself: the SDK fetches the token, which is good for an hour.
    host = os.environ["OAUTH_HOST"]
    config = WorkspaceClient(
        host=host,
        client_id=os.environ["OAUTH_CLIENT_ID"],
        client_secret=os.environ["OAUTH_CLIENT_SECRET"],
        auth_type="oauth-m2m",
    ).config
    bearer = config.authenticate()["Authorization"].removeprefix("Bearer ")
    assert ask(client(host, bearer)) == ["Tell me a joke."]


def test_there_is_no_databricks_provider():
    with pytest.raises(ValueError, match="databricks"):
        ai.Client().chat.completions.create(model="databricks:databricks-dbrx-instruct", messages=MESSAGES)
