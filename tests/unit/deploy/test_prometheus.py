"""deploy/prometheus/prometheus.yml: its targets are services of the compose file."""

import re

from tests.unit.deploy.files import GRAFANA, PROMETHEUS, built_here, read_yaml, services


def test_it_scrapes_every_worker_and_itself() -> None:
    jobs = {job["job_name"]: job for job in read_yaml(PROMETHEUS)["scrape_configs"]}
    assert set(jobs) == {"samachar", "prometheus"}
    (discovery,) = jobs["samachar"]["dns_sd_configs"]
    (name,) = discovery["names"]
    assert name in built_here(), "a name that resolves in the network of the compose file"
    # An A record has no port and, unlike SRV, is what Compose's DNS gives: one for each container of the service.
    assert discovery["type"] == "A"
    # `metrics_path` and `scheme` are left at /metrics and http, which is what a worker serves.
    assert not {"metrics_path", "scheme"} & set(jobs["samachar"])


def test_it_finds_itself() -> None:
    jobs = {job["job_name"]: job for job in read_yaml(PROMETHEUS)["scrape_configs"]}
    ((target,),) = [config["targets"] for config in jobs["prometheus"]["static_configs"]]
    (published,) = services()["prometheus"]["ports"]
    assert published.rpartition(":")[2] == target.rpartition(":")[2]


def test_grafana_knows_how_often_it_scrapes() -> None:
    (source,) = read_yaml(GRAFANA / "provisioning/datasources/prometheus.yml")["datasources"]
    interval = read_yaml(PROMETHEUS)["global"]["scrape_interval"]
    assert source["jsonData"]["timeInterval"] == interval
    assert re.fullmatch(r"\d+s", interval)
