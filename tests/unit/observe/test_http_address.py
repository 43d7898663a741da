"""Metrics and health are for this machine alone, unless somebody says otherwise."""

import asyncio
import ipaddress
import socket

import psutil
import pytest

from processor.observe.health import Health
from processor.observe.http import HttpServer
from processor.observe.metrics import Metrics
from processor.settings import Settings


def _outer_addresses() -> list[str]:
    """Return this machine's IPv4 addresses that others can reach."""
    every = [address for card in psutil.net_if_addrs().values() for address in card]
    found = [address.address for address in every if address.family is socket.AF_INET]
    return [address for address in found if not ipaddress.ip_address(address).is_loopback]


async def _answers(host: str, addresses: list[str]) -> list[bool]:
    """Return which of the addresses answer while a server listens on `host`."""
    answers = []
    async with HttpServer(host, 0, Metrics().registry, Health(["fused"])) as server:
        for address in addresses:
            try:
                _, writer = await asyncio.open_connection(address, server.port)
            except OSError:
                answers.append(False)
            else:
                writer.close()
                answers.append(True)
    return answers


def test_the_default_is_loopback() -> None:
    assert ipaddress.ip_address(Settings().http_host).is_loopback


def test_by_default_no_other_machine_gets_an_answer() -> None:
    outer = _outer_addresses()
    if not outer:
        pytest.skip("this machine has no address but loopback")

    assert asyncio.run(_answers(Settings().http_host, ["127.0.0.1", *outer])) == [True, *([False] * len(outer))]
    # That they would answer: the test above must be able to fail.
    assert asyncio.run(_answers("0.0.0.0", outer)) == [True] * len(outer)  # noqa: S104 - the point, for a moment
