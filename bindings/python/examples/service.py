"""FastAPI: a service that moderates, and takes new rules while it runs.

    uvicorn service:app
    curl -s localhost:8000/scan -H 'content-type: application/json' -d '{"texts": ["来玩百家乐"]}'
"""

from typing import Any, Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

import textgate

app = FastAPI(title="textgate")
app.state.gate = textgate.Gate()  # the shipped dictionaries


class Texts(BaseModel):
    texts: list[str] = Field(max_length=1000)
    html: bool = False
    language: str | None = None


class Rules(BaseModel):
    source: str  # of a dictionary


class Redacted(BaseModel):
    action: Literal["pass", "review", "block"]
    text: str


# Plain functions: FastAPI runs them on threads of its own, which share the gate.


@app.post("/scan")
def scan(request: Texts) -> list[dict[str, Any]]:
    verdicts = app.state.gate.scan_many(request.texts, html=request.html, language=request.language)
    return [verdict.to_dict() for verdict in verdicts]


@app.post("/redact")
def redact(request: Texts) -> list[Redacted]:
    gate, how = app.state.gate, {"html": request.html, "language": request.language}
    return [Redacted(action=gate.scan(text, **how).action, text=gate.redact(text, **how)) for text in request.texts]


@app.put("/rules")
def put_rules(rules: Rules) -> dict[str, int]:
    """Scans under way finish with the rules that they began with."""
    try:
        pack = textgate.compile([("rules.txt", rules.source)])
    except textgate.DictionaryError as error:
        raise HTTPException(422, {"line": error.line, "column": error.column, "message": str(error)}) from error
    app.state.gate = textgate.Gate(dictionaries=[pack], default=True)
    return {"entries": len(pack)}
