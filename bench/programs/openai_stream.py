"""Reads a stream of chunks with OpenAI's client for Python."""

import json
import os
import time

from openai import OpenAI

client = OpenAI(base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints", api_key="bench")


def read():
    stream = client.chat.completions.create(model="chat", messages=[], stream=True)
    return sum(1 for _ in stream)


read()
started = time.perf_counter()
chunks = read()
print(json.dumps({"chunks": chunks, "ms": (time.perf_counter() - started) * 1000}))
