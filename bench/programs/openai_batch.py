"""Asks with rows of a file by OpenAI's async client for Python."""

import asyncio
import json
import os
import sys
import time

from openai import AsyncOpenAI

file, count, concurrency = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(file) as source:
    rows = [json.loads(line) for _, line in zip(range(count), source)]


async def main():
    client = AsyncOpenAI(base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints", api_key="bench")
    left = iter(rows)

    async def work():
        for row in left:
            await client.chat.completions.create(
                model="chat", messages=row["messages"], max_tokens=row["max_tokens"]
            )

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(concurrency)))
    print(json.dumps({"rows": len(rows), "ms": (time.perf_counter() - started) * 1000}))


asyncio.run(main())
