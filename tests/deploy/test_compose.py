"""Compose: what it says is what Compose knows, no service has more than it needs, and the proxy finds the app."""

from __future__ import annotations

import ipaddress
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
# Of the Compose specification, what is used here or is likely to be.
KNOWN = {
    "top": {"name", "services", "volumes", "networks", "secrets", "configs"},
    "service": {
        "build", "image", "restart", "init", "user", "read_only", "cap_drop", "security_opt", "tmpfs", "mem_limit",
        "pids_limit", "stop_grace_period", "environment", "secrets", "volumes", "networks", "logging", "command",
        "ports", "depends_on", "profiles", "healthcheck", "cpus", "labels", "extra_hosts", "configs",
    },
    "build": {"context", "dockerfile", "args", "target"},
    "network": {"internal", "ipam", "driver", "driver_opts", "external", "name"},
}  # fmt: skip


def test_compose_knows_every_word() -> None:
    assert set(COMPOSE) <= KNOWN["top"]
    for service in SERVICES.values():
        assert set(service) <= KNOWN["service"]
        assert set(service.get("build", {})) <= KNOWN["build"]
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)
    assert all(set(network) <= KNOWN["network"] for network in COMPOSE["networks"].values())


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_is_taken_over_gets_nothing(name: str) -> None:
    service = SERVICES[name]
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


@needs_nginx
def test_the_proxys_own_command_makes_a_site_that_nginx_takes(tmp_path: Path) -> None:
    shell, flag, script = SERVICES["proxy"]["command"]
    adapt, _, _ = script.partition("&& exec nginx")
    script = adapt.replace("/etc/veikart/", f"{ROOT}/deploy/").replace("/etc/nginx/conf.d/", f"{tmp_path}/")
    subprocess.run([shell.strip(), flag, script], check=True)
    site = (tmp_path / "default.conf").read_text()
    app = SERVICES["app"]["networks"]["inside"]["ipv4_address"]
    assert "127.0.0.1:7860" not in site.replace("# proxy_pass", "")
    assert f"proxy_pass http://{app}:7860/;" in site
    assert "/var/log/nginx" not in site
    for mounted in [volume.split(":")[-2] for volume in SERVICES["proxy"]["volumes"] if "CERTIFICATE" in volume]:
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
