"""MLflow's deployments client on a custom model: a scikit-learn model behind an endpoint, in all four forms of input."""

import pytest
from mlflow.deployments import get_deploy_client
from requests import HTTPError

INPUTS = {
    "dataframe_split": {"columns": ["a", "b"], "data": [[1.0, 2.0], [3.0, 4.0]]},
    "dataframe_records": [{"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 4.0}],
    "instances": [{"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 4.0}],
    "inputs": {"a": [1.0, 3.0], "b": [2.0, 4.0]},
}


@pytest.mark.parametrize("key", INPUTS)
def test_predict(key):
    answer = get_deploy_client("databricks").predict(endpoint="regression", inputs={key: INPUTS[key]})
    assert answer["predictions"] == pytest.approx([5.0, 11.0])


def test_a_column_that_is_missing_is_said():
    with pytest.raises(HTTPError, match="missing inputs"):
        get_deploy_client("databricks").predict(endpoint="regression", inputs={"dataframe_records": [{"a": 1.0}]})
