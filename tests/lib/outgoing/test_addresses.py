"""No webhook reaches what only this machine can, however its address is spelled."""

import socket
from typing import Any

import pytest

from lib.addresses import NoAnswer, resolve

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "192.0.2.7", "198.18.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "fc00::1", "fd12:3456::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.5", "64:ff9b::7f00:1", "64:ff9b::a00:5", "64:ff9b:1::a00:5", "2002:7f00:1::1",
    "2002:a00:5::1", "::7f00:1",
]  # fmt: skip
NEVER = [
    "0.0.0.0",  # noqa: S104 an address to refuse
    "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.255.255.250", "168.63.129.16",
    "100.100.100.200", "192.0.0.192", "::", "fe80::1", "fe80::1%eth0", "ff02::1",
    "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    "::a9fe:a9fe", "::ffff:0.0.0.0",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]


def meaning(*addresses: str) -> Any:
    """A look-up that gives these addresses for every name."""

    def lookup(_: str, port: int, **__: object) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port))
            for each in addresses
        ]

    return lookup


def reached(*addresses: str, private: bool = False) -> list[str]:
    found = resolve("hooks.example.com", 443, private=private, lookup=meaning(*addresses))
    return [str(each.sockaddr[0]) for each in found]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert reached(address) == [address]


@pytest.mark.parametrize("address", PRIVATE + NEVER)
def test_a_name_that_means_an_address_within_is_refused(address: str) -> None:
    with pytest.raises(NoAnswer, match="where no webhook may go"):
        reached(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_reached_where_that_is_allowed(address: str) -> None:
    assert reached(address, private=True) == [address]


@pytest.mark.parametrize("address", NEVER)
def test_metadata_links_and_groups_are_never_reached(address: str) -> None:
    with pytest.raises(NoAnswer, match="where no webhook may go"):
        reached(address, private=True)


def test_of_mixed_addresses_only_the_public_ones_are_used() -> None:
    assert reached("10.0.0.5", "8.8.8.8", "::1") == ["8.8.8.8"]


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0", "localhost"])
def test_odd_spellings_of_this_machine_mean_what_they_mean(host: str) -> None:
    with pytest.raises(NoAnswer, match="where no webhook may go"):
        resolve(host, 80, private=False)


def test_a_name_that_nobody_knows_is_said() -> None:
    def unknown(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(NoAnswer, match=r"nowhere\.example\.com is not known"):
        resolve("nowhere.example.com", 443, private=False, lookup=unknown)


def test_the_refusal_says_how_to_allow_it_only_where_that_would_help() -> None:
    with pytest.raises(NoAnswer, match="LEADS_WEBHOOK_PRIVATE=true"):
        reached("10.0.0.5")
    with pytest.raises(NoAnswer) as refused:
        reached("169.254.169.254", private=True)
    assert "LEADS_WEBHOOK_PRIVATE" not in str(refused.value)
