"""``proctor cameras discover``: a device that answers WS-Discovery over a real network socket."""

import json
import re
import socket
import threading
from collections.abc import Iterator

import pytest

MATCH = """<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
 xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"
 xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
<e:Header><w:MessageID>urn:uuid:{name}-answer</w:MessageID><w:RelatesTo>{asked}</w:RelatesTo>
<w:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</w:To>
<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</w:Action></e:Header>
<e:Body><d:ProbeMatches><d:ProbeMatch>
<w:EndpointReference><w:Address>urn:uuid:{name}</w:Address></w:EndpointReference>
<d:Types>{type}</d:Types><d:Scopes>{scopes}</d:Scopes><d:XAddrs>{where}</d:XAddrs>
<d:MetadataVersion>1</d:MetadataVersion>
</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"""


GROUP, PORT = "239.255.255.250", 3702


def our_address() -> str:
    """Of this computer in a network that is not its own loop; skips where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((GROUP, PORT))
        except OSError:
            pytest.skip("no network that takes multicast")
        return str(asking.getsockname()[0])


class Device:
    """Answers every probe with what it is, or with nonsense."""

    def __init__(self, *answers: str) -> None:
        self._answers = answers
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((GROUP, PORT))
        joined = socket.inet_aton(GROUP) + socket.inet_aton(our_address())
        self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, joined)
        self.probes: list[str] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while (heard := self._socket.recvfrom(65535))[0] != b"over":
            probe, asker = heard[0].decode(), heard[1]
            if "/Probe<" not in probe:
                continue
            self.probes.append(probe)
            asked = re.search(r"MessageID>([^<]+)<", probe)
            assert asked is not None
            for answer in self._answers:
                self._socket.sendto(answer.replace("{asked}", asked[1]).encode(), asker)

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            ours = socket.inet_aton(our_address())
            end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, ours)
            end.sendto(b"over", (GROUP, PORT))
        self._thread.join()
        self._socket.close()


def match(name: str, where: str, scopes: str = "", kind: str = "NetworkVideoTransmitter") -> str:
    known = {"name": name, "where": where, "scopes": scopes, "type": f"dn:{kind}"}
    return MATCH.format(asked="{asked}", **known)


@pytest.fixture
def device() -> Iterator[Device]:
    pytest.importorskip("wsdiscovery")
    scopes = (
        "onvif://www.onvif.org/name/Hall%20camera onvif://www.onvif.org/hardware/DS-2CD "
        "onvif://www.onvif.org/location/Hall%201 onvif://www.onvif.org/Profile/Streaming"
    )
    found = Device(
        match("cam", "http://192.0.2.7/onvif/device_service http://[2001:db8::7]/onvif", scopes),
        match("printer", "http://192.0.2.8/print", kind="Printer"),
        "<this is no XML",
    )
    yield found
    found.close()


def test_a_device_that_sends_video_is_found_and_others_are_not(proctor, device):
    answer = proctor("cameras", "discover", "--for", "1", "--json")
    assert answer.code == 0, answer.err
    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert "urn:uuid:printer" not in {row["id"] for row in rows}
    (row,) = [row for row in rows if row["id"] == "urn:uuid:cam"]  # others may be real
    assert (row["host"], row["name"], row["hardware"]) == ("192.0.2.7", "Hall camera", "DS-2CD")
    assert row["location"] == "Hall 1"
    assert row["service"] == "http://192.0.2.7/onvif/device_service"
    assert len(row["services"]) == 2
    assert "NetworkVideoTransmitter" in device.probes[0]


def test_silence_is_told(proctor, monkeypatch):
    monkeypatch.setattr("proctor.commands.discovering._answers", lambda _seconds: [])
    answer = proctor("cameras", "discover")
    assert answer.code == 0
    assert "No device answered" in answer.err
