"""Saves a small scikit-learn model, `y = 2 a + b + 1`, in the folder that the argument names, with its signature."""

import sys

import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

inputs = pd.DataFrame({"a": [0.0, 1.0, 0.0, 2.0], "b": [0.0, 0.0, 1.0, 3.0]})
model = LinearRegression().fit(inputs, 2 * inputs["a"] + inputs["b"] + 1)
mlflow.sklearn.save_model(model, sys.argv[1], signature=infer_signature(inputs, model.predict(inputs)), pip_requirements=[])
