"""A DNS server on loopback that answers what a test tells it to, and a look-up that asks it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field

import dns.asyncquery
import dns.exception
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

KINDS = (dns.rdatatype.A, dns.rdatatype.AAAA)


@dataclass(slots=True)
class Zone:
    """What the server knows. Each look-up of a name gets the next of its answers, and the last
    one stays: so a name can change between two look-ups. An answer is addresses, or `CNAME x`, or
    one of the words servfail, silence, rubbish."""

    answers: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def reply(self, wire: bytes) -> bytes | None:
        """A reply to a query; None for none."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name, kind = question.name.to_text().rstrip(".").lower(), question.rdtype
        self.asked.append(f"{dns.rdatatype.to_text(kind)} {name}")
        reply = dns.message.make_response(query)
        answers = self.answers.get(name)
        if answers is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
            return reply.to_wire()
        # The second kind that is asked for ends a look-up.
        answer = answers.pop(0) if kind == KINDS[-1] and len(answers) > 1 else answers[0]
        if "silence" in answer:
            return None
        if "rubbish" in answer:
            return wire[:2] + b"\xff" * 40
        if "servfail" in answer:
            reply.set_rcode(dns.rcode.SERVFAIL)
            return reply.to_wire()
        for one in answer:
            text, of = (one[6:], dns.rdatatype.CNAME) if one.startswith("CNAME ") else (one, None)
            of = of or (dns.rdatatype.AAAA if ":" in one else dns.rdatatype.A)
            if of in (kind, dns.rdatatype.CNAME):
                reply.answer.append(
                    dns.rrset.from_text(question.name, 0, dns.rdataclass.IN, of, text)
                )
        return reply.to_wire(max_size=65_000)


class _Server(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone) -> None:
        self.zone = zone

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = self.zone.reply(data)
        if reply is not None:
            self.transport.sendto(reply, addr)


async def serve_names(zone: Zone) -> tuple[asyncio.DatagramTransport, int]:
    """A server on a free UDP port of loopback; close the transport when done."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Server(zone), local_addr=("127.0.0.1", 0)
    )
    return transport, transport.get_extra_info("sockname")[1]


@dataclass(frozen=True, slots=True)
class LookUp:
    """The look-up that a prober is given: both kinds of address, from the server on `port`."""

    port: int

    async def __call__(self, name: str) -> Sequence[str]:
        found: list[str] = []
        for kind in KINDS:
            try:
                reply = await dns.asyncquery.udp(
                    dns.message.make_query(name, kind), "127.0.0.1", port=self.port
                )
            except dns.exception.DNSException as error:
                raise socket.gaierror(socket.EAI_FAIL, "no usable answer") from error
            if reply.rcode() != dns.rcode.NOERROR:
                raise socket.gaierror(socket.EAI_NONAME, dns.rcode.to_text(reply.rcode()))
            found += [
                one.to_text() for rrset in reply.answer for one in rrset if one.rdtype in KINDS
            ]
        return found
