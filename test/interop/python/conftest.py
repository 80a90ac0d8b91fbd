"""Tells the outcome of each test, one JSON object a line, to the file that INTEROP_REPORT names."""

import json
import os
from pathlib import Path

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    result = (yield).get_result()
    # A failing fixture keeps the call from coming, and what comes after it counts only where it fails.
    if result.when == "call" or not result.passed:
        failure = None if result.passed else result.longreprtext or str(result.longrepr)
        line = json.dumps({"test": item.originalname, "failure": failure})
        with Path(os.environ["INTEROP_REPORT"]).open("a") as report:
            report.write(line + "\n")


@pytest.fixture
def host():
    """Where the workspace listens, without a slash at the end."""
    return os.environ["DATABRICKS_HOST"]


@pytest.fixture
def token():
    return os.environ["DATABRICKS_TOKEN"]
