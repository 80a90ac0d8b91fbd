"""An app on a cluster's driver, as the notebooks have it, with a model that says the prompt again. Its port is an argument."""

import sys

from flask import Flask, jsonify, request


def llm(prompt, stop=None, repeat=1):
    text = prompt * repeat
    for mark in stop or []:
        text = text.partition(mark)[0]
    return text


app = Flask("dolly")


@app.route("/", methods=["POST"])
def serve_llm():
    resp = llm(**request.json)
    return jsonify(resp)


app.run(host="127.0.0.1", port=int(sys.argv[1]))
