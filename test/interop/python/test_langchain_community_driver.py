"""LangChain's `Databricks` and an app on a cluster's driver, which it reaches by https alone."""

import os

from langchain_community.llms import Databricks


def llm(host, token, **more):
    # A host by hand: the one of the environment loses its first letters where these are in `https://`.
    return Databricks(
        host=host.removeprefix("https://"),
        api_token=token,
        cluster_id=os.environ["INTEROP_CLUSTER"],
        cluster_driver_port=os.environ["INTEROP_APP_PORT"],
        **more,
    )


def test_driver_proxy(host, token):
    assert llm(host, token).invoke("How are you?") == "How are you?"


def test_stop_ends_the_text(host, token):
    assert llm(host, token).invoke("Good. And you?", stop=["."]) == "Good"


def test_both_transforms(host, token):
    asked = llm(
        host,
        token,
        transform_input_fn=lambda **request: request | {"prompt": f"{request['prompt']} Be concise."},
        transform_output_fn=str.upper,
    )
    assert asked.invoke("How are you?") == "HOW ARE YOU? BE CONCISE."
