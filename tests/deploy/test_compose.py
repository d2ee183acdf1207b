"""Compose: what it says is what Compose knows, no service has more than it needs, and the proxy finds the app."""

from __future__ import annotations

import ipaddress
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.image import ROOT, running_image
from tests.nginx import NGINX, needs_nginx

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# Two servers over a PostgreSQL and a Milvus.
CLUSTER: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.klynge.yaml").read_text())
REPLICAS = ("first", "second")
FILES = pytest.mark.parametrize("compose", [COMPOSE, CLUSTER], ids=["one", "cluster"])
ALL_SERVICES = {
    **{f"one-{name}": one for name, one in SERVICES.items()},
    **{f"cluster-{name}": one for name, one in CLUSTER["services"].items()},
}
# Of the Compose specification, what is used here or is likely to be.
KNOWN = {
    "top": {"name", "services", "volumes", "networks", "secrets", "configs"},
    "service": {
        "build", "image", "restart", "init", "user", "read_only", "cap_drop", "security_opt", "tmpfs", "mem_limit",
        "pids_limit", "stop_grace_period", "environment", "secrets", "volumes", "networks", "logging", "command",
        "ports", "depends_on", "profiles", "healthcheck", "cpus", "labels", "extra_hosts", "configs", "shm_size",
    },
    "build": {"context", "dockerfile", "args", "target"},
    "network": {"internal", "ipam", "driver", "driver_opts", "external", "name"},
}  # fmt: skip


@FILES
def test_compose_knows_every_word(compose: dict[str, Any]) -> None:
    assert {name for name in compose if not name.startswith("x-")} <= KNOWN["top"]
    services = compose["services"]
    for service in services.values():
        assert set(service) <= KNOWN["service"]
        assert set(service.get("build", {})) <= KNOWN["build"]
        assert set(service["networks"]) <= set(compose["networks"])
        assert set(service.get("depends_on", {})) <= set(services)
        secrets = {one if isinstance(one, str) else one["source"] for one in service.get("secrets", [])}
        assert secrets <= set(compose.get("secrets", {}))
        named = {volume.split(":")[0] for volume in service.get("volumes", []) if volume[0] not in "./$"}
        assert named <= set(compose["volumes"])
    assert all(set(network) <= KNOWN["network"] for network in compose["networks"].values())


@pytest.mark.parametrize("name", ALL_SERVICES)
def test_a_service_that_is_taken_over_gets_nothing(name: str) -> None:
    service = ALL_SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service["user"].startswith("0")
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & set(service)
    assert not any("docker.sock" in volume for volume in service.get("volumes", []))
    assert "latest" not in service["image"]


def test_the_app_has_no_way_out_and_only_the_proxy_a_way_in() -> None:
    app = SERVICES["app"]
    assert "ports" not in app
    assert all(COMPOSE["networks"][network]["internal"] is True for network in app["networks"])
    assert [name for name, service in SERVICES.items() if "ports" in service and "profiles" not in service] == ["proxy"]
    for port in SERVICES["prometheus"]["ports"]:
        assert port.startswith("127.0.0.1:"), "the measurements would be everybody's"


def test_the_addresses_that_the_files_tell_each_other_are_the_same() -> None:
    (pool,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    inside = ipaddress.ip_network(pool["subnet"])
    addresses = {name: service["networks"]["inside"]["ipv4_address"] for name, service in SERVICES.items()}
    assert len(set(addresses.values())) == len(addresses)
    # The first is Docker's own.
    assert all(ipaddress.ip_address(one) in list(inside.hosts())[1:] for one in addresses.values())
    settings = SERVICES["app"]["environment"]
    assert settings["VEIKART_PROXIES"] == addresses["proxy"]
    assert addresses["prometheus"] in settings["VEIKART_METRICS_FROM"].split(",")
    assert addresses["proxy"] not in settings["VEIKART_METRICS_FROM"].split(",")
    prometheus = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text())
    (job,) = prometheus["scrape_configs"]
    assert job["static_configs"] == [{"targets": [f"{addresses['app']}:7860"]}]


def test_the_container_runs_as_the_image_was_made_for() -> None:
    image = {line.word: line.rest for line in running_image()}
    app = SERVICES["app"]
    assert app["user"] == image["USER"], "the data in the image belongs to that user"
    assert app["volumes"] == [f"data:{image['VOLUME']}"]
    assert "data" in COMPOSE["volumes"]
    assert SERVICES["proxy"]["depends_on"]["app"]["condition"] == "service_healthy"
    assert "HEALTHCHECK" in image
    build = ROOT / "deploy" / app["build"]["context"]
    assert (build / app["build"]["dockerfile"]).is_file()
    assert set(app["build"]["args"]) <= {
        line.split()[1].split("=")[0] for line in (ROOT / "deploy" / "Dockerfile").read_text().splitlines()
        if line.startswith("ARG ")
    }  # fmt: skip


def test_in_the_cluster_only_the_proxy_is_reached_and_nobody_inside_gets_out() -> None:
    services = CLUSTER["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert CLUSTER["networks"]["inside"]["internal"] is True
    assert [name for name, service in services.items() if set(service["networks"]) != {"inside"}] == ["proxy"]


def test_in_the_cluster_everybody_is_where_the_others_look() -> None:
    services = CLUSTER["services"]
    (pool,) = CLUSTER["networks"]["inside"]["ipam"]["config"]
    addresses = {name: service["networks"]["inside"]["ipv4_address"] for name, service in services.items()}
    assert len(set(addresses.values())) == len(addresses)
    assert all(ipaddress.ip_address(one) in list(ipaddress.ip_network(pool["subnet"]).hosts())[1:]
               for one in addresses.values())  # fmt: skip
    settings = services["first"]["environment"]
    assert settings == services["second"]["environment"] == services["prepare"]["environment"], "they have to be alike"
    assert settings["VEIKART_PROXIES"] == addresses["proxy"]
    assert f"@{addresses['database']}/" in settings["VEIKART_DATABASE"]
    assert settings["VEIKART_MILVUS"] == f"http://{addresses['milvus']}:19530"
    milvus = services["milvus"]["environment"]
    assert milvus == {"ETCD_ENDPOINTS": f"{addresses['etcd']}:2379", "MINIO_ADDRESS": f"{addresses['minio']}:9000"}
    assert f"--advertise-client-urls=http://{addresses['etcd']}:2379" in services["etcd"]["command"]


def test_in_the_cluster_tables_and_index_are_made_before_anybody_serves() -> None:
    services = CLUSTER["services"]
    assert services["prepare"]["command"][-1] == "veikart database upgrade && veikart index"
    assert services["prepare"]["restart"] == "no"
    for name in REPLICAS:
        assert services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    image = {line.word: line.rest for line in running_image()}
    for name in (*REPLICAS, "prepare"):
        assert services[name]["user"] == image["USER"]
        assert services[name]["volumes"] == [f"data:{image['VOLUME']}"], "own documents lie in it, and all need them"
        assert services[name]["build"]["args"]["EXTRA"] == "[milvus,postgres]"


def test_in_the_cluster_every_key_is_a_file() -> None:
    for service in CLUSTER["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|USER_FILE|SECRET", name):
                assert name.endswith("_FILE"), name
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    assert all(set(secret) == {"file"} for secret in CLUSTER["secrets"].values())


@needs_nginx
@FILES
def test_the_proxys_own_command_makes_a_site_that_nginx_takes(compose: dict[str, Any], tmp_path: Path) -> None:
    services = compose["services"]
    shell, flag, script = services["proxy"]["command"]
    adapt, _, _ = script.partition("&& exec nginx")
    script = adapt.replace("/etc/veikart/", f"{ROOT}/deploy/").replace("/etc/nginx/conf.d/", f"{tmp_path}/")
    subprocess.run([shell.strip(), flag, script], check=True)
    site = (tmp_path / "default.conf").read_text()
    if compose is COMPOSE:
        app = services["app"]["networks"]["inside"]["ipv4_address"]
        assert "127.0.0.1:7860" not in site.replace("# proxy_pass", "")
        assert f"proxy_pass http://{app}:7860/;" in site
    else:
        reached = set(re.findall(r"^\s+server (\S+)", site, re.MULTILINE)) - {"{"}
        assert reached == {f"{services[name]['networks']['inside']['ipv4_address']}:7860" for name in REPLICAS}
    assert "/var/log/nginx" not in site
    for mounted in [volume.split(":")[-2] for volume in services["proxy"]["volumes"] if "CERTIFICATE" in volume]:
        assert f" {mounted};" in site, f"{mounted} is mounted, but nginx reads another file"
    assert _nginx_takes(site, tmp_path)


def _nginx_takes(site: str, folder: Path) -> bool:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl = shutil.which("openssl") or "openssl"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=test", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    site = site.replace("/etc/ssl/certs/intranett.kommune.no.pem", str(certificate))
    site = site.replace("/etc/ssl/private/intranett.kommune.no.key", str(key))
    (folder / "default.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/log; events {{}} http {{ include {folder}/default.conf; }}"
    )
    checked = subprocess.run(
        [str(NGINX), "-t", "-p", str(folder), "-c", "nginx.conf"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    return True
