"""A Dockerfile as a list of stages and instructions; enough of the syntax for ours."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.unit.deploy.files import ROOT

DOCKERFILE: Final = ROOT / "deploy/Dockerfile"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction; `text` has no comments and no line continuations."""

    name: str
    text: str

    @property
    def exec_form(self) -> list[str]:
        """The arguments of the JSON form. ValueError for the shell form, where a shell gets the signals."""
        found: list[str] = json.loads(self.text)
        return found


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its base image and what follows."""

    image: str
    name: str | None
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        """Return the instructions of a kind."""
        return [instruction for instruction in self.instructions if instruction.name == name]

    def last(self, name: str) -> Instruction:
        """Return the one that counts where several stand."""
        return self.all(name)[-1]

    def environment(self) -> dict[str, str]:
        """Return what ENV sets, in the form NAME=VALUE without spaces in values."""
        pairs = " ".join(instruction.text for instruction in self.all("ENV")).split()
        return dict(pair.split("=", 1) for pair in pairs)


def read_dockerfile(path: Path = DOCKERFILE) -> list[Stage]:
    """Return the stages of a Dockerfile."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        name, _, text = line.strip().partition(" ")
        assert name.isupper(), f"not an instruction: {line}"
        if name == "FROM":
            image, _, alias = text.partition(" AS ")
            stages.append(Stage(image.strip(), alias.strip() or None))
        else:
            stages[-1].instructions.append(Instruction(name, re.sub(r"\s+", " ", text).strip()))
    return stages


def healthcheck() -> list[str]:
    """Return the command of the image's HEALTHCHECK."""
    text = read_dockerfile()[-1].last("HEALTHCHECK").text
    return Instruction("CMD", text.partition(" CMD ")[2]).exec_form
