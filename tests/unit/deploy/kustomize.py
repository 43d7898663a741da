"""What `kustomize build` makes of our overlays: the parts of it that they use, and an error for any other.

A test compares it with the real one where that is installed.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.unit.deploy.files import ROOT, read_yaml

KUBERNETES: Final = ROOT / "deploy/kubernetes"
OVERLAYS: Final = sorted((KUBERNETES / "overlays").iterdir())

Object = dict[str, Any]
_KNOWN: Final = {"apiVersion", "kind", "namespace", "nameSuffix", "labels", "resources", "patches"}
_OF_NO_NAMESPACE: Final = {"Namespace"}


def documents(path: Path) -> list[Object]:
    """Return the objects of a YAML file."""
    return [found for found in YAML(typ="safe", pure=True).load_all(path) if found]


def build(folder: Path) -> list[Object]:
    """Return the objects of a kustomization in the order of its resources.

    Raises:
        ValueError: it uses what is not known here, or a patch that finds nothing.
    """
    kustomization: Object = read_yaml(folder / "kustomization.yaml")
    if unknown := set(kustomization) - _KNOWN:
        raise ValueError(f"{folder}: {unknown} are not known here")
    found: list[Object] = []
    for resource in kustomization["resources"]:
        path = (folder / resource).resolve()
        found += build(path) if path.is_dir() else copy.deepcopy(documents(path))
    for patch in kustomization.get("patches", ()):
        _patch(found, patch)
    for thing in found:
        thing["metadata"]["name"] += kustomization.get("nameSuffix", "")
        if "namespace" in kustomization and thing["kind"] not in _OF_NO_NAMESPACE:
            thing["metadata"]["namespace"] = kustomization["namespace"]
        for label in kustomization.get("labels", ()):
            if label.keys() != {"pairs", "includeSelectors"}:
                raise ValueError(f"{folder}: labels with other fields are not known here")
            for place in _labelled(thing):
                place.update(label["pairs"])
    return found


def of_kind(objects: list[Object], kind: str) -> list[Object]:
    """Return the objects of a kind."""
    return [each for each in objects if each["kind"] == kind]


def _patch(objects: list[Object], patch: Object) -> None:
    target = patch["target"]
    meant = [each for each in of_kind(objects, target["kind"]) if each["metadata"]["name"] == target["name"]]
    if not meant:
        raise ValueError(f"{target} is not there")
    for operation in YAML(typ="safe", pure=True).load(patch["patch"]):
        for each in meant:
            _apply(each, operation)


def _apply(thing: Any, operation: Object) -> None:
    """Do one operation of RFC 6902, `add` or `replace`."""
    *steps, last = operation["path"].strip("/").split("/")
    for step in steps:
        thing = thing[int(step) if isinstance(thing, list) else step]
    value = copy.deepcopy(operation["value"])
    if operation["op"] == "add" and isinstance(thing, list) and last == "-":
        thing.append(value)
        return
    key = int(last) if isinstance(thing, list) else last
    if operation["op"] == "replace":
        thing[key]  # an error where it is not there
    elif operation["op"] != "add" or isinstance(thing, list):
        raise ValueError(f"{operation} is not known here")
    thing[key] = value


def _labelled(thing: Object) -> Iterator[dict[str, str]]:
    """Yield the labels and selectors of an object that `includeSelectors` adds to."""
    yield thing["metadata"].setdefault("labels", {})
    spec = thing.get("spec", {})
    if thing["kind"] in {"Deployment", "PodDisruptionBudget"}:
        yield spec["selector"]["matchLabels"]
    if thing["kind"] == "Deployment":
        yield spec["template"]["metadata"]["labels"]
        for constraint in spec["template"]["spec"].get("topologySpreadConstraints", ()):
            yield constraint["labelSelector"]["matchLabels"]
