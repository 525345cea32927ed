"""Network links in user space, for kernels without netem: what tc would do to packets, done here.

usage: link.py SOCKET ROUTER_PID NAME:HOST_PID:HOST_DEVICE:ROUTER_DEVICE ...

Each link is a pair of TUN devices, one in the network namespace of a host and one in the router's. Packets go from one
to the other after their time, or not at all. A connection to SOCKET may bring one line of JSON, which says how a
direction is shaped from then on: {"link": NAME, "direction": "up" or "down", "delayMs", "jitterMs", "lossPercent",
"rateKbps", "queueMs"}, where up is from the host to the router; the answer is "ok". Devices are gone when this ends.
"""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000
LONGEST_PACKET_BYTES = 65_535
# Of one device at a time, so that a flood on one does not keep the others waiting.
PACKETS_AT_ONCE = 64


class Direction:
    """One way of a link: the device to read, the one to write, and what becomes of packets between them."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.free_at = 0.0
        self.shape({})

    def shape(self, wish):
        self.delay = wish.get("delayMs", 0) / 1000
        self.jitter = wish.get("jitterMs", 0) / 1000
        self.loss = wish.get("lossPercent", 0) / 100
        self.bytes_per_second = wish.get("rateKbps", 0) * 125
        self.queue = wish.get("queueMs", 200) / 1000

    def due(self, size, now):
        """When a packet that came now is to go on, or None if it is lost."""
        if self.loss and random.random() < self.loss:
            return None
        due = now
        if self.bytes_per_second:
            waits = max(0.0, self.free_at - now)
            if waits > self.queue:
                return None
            self.free_at = now + waits + size / self.bytes_per_second
            due = self.free_at
        if self.jitter:
            due += random.uniform(-self.jitter, self.jitter)
        return due + self.delay


def open_tun(namespace_pid, device):
    with open(f"/proc/{namespace_pid}/ns/net") as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter the network namespace of process {namespace_pid}")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN_NO_PI))
    return tun


def open_links(router_pid, descriptions):
    links = {}
    for description in descriptions:
        name, host_pid, host_device, router_device = description.split(":")
        host = open_tun(host_pid, host_device)
        router = open_tun(router_pid, router_device)
        links[name] = {"up": Direction(host, router), "down": Direction(router, host)}
    return links


def answer(listener, links):
    connection, _ = listener.accept()
    with connection, connection.makefile("rw") as lines:
        try:
            wish = json.loads(lines.readline())
            links[wish["link"]][wish["direction"]].shape(wish)
            lines.write("ok\n")
        except (KeyError, TypeError, ValueError) as error:
            lines.write(f"{error!r}\n")
        except OSError:
            # Who asked did not wait for the answer.
            pass


def write(target, packet):
    try:
        os.write(target, packet)
    except OSError:
        # The device is down, or full: on a real link the packet would be lost as well.
        pass


def carry(listener, links):
    by_source = {way.source: way for link in links.values() for way in link.values()}
    readable = [*by_source, listener]
    waiting = []
    order = 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, target, packet = heapq.heappop(waiting)
            write(target, packet)
        timeout = waiting[0][0] - now if waiting else None
        for source in select.select(readable, [], [], timeout)[0]:
            if source is listener:
                answer(listener, links)
                continue
            way = by_source[source]
            now = time.monotonic()
            for _ in range(PACKETS_AT_ONCE):
                try:
                    packet = os.read(source, LONGEST_PACKET_BYTES)
                except OSError:
                    break
                due = way.due(len(packet), now)
                if due is None:
                    continue
                if due <= now and not waiting:
                    write(way.target, packet)
                    continue
                order += 1
                heapq.heappush(waiting, (due, order, way.target, packet))


def main():
    path, router_pid, *descriptions = sys.argv[1:]
    links = open_links(router_pid, descriptions)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen()
    try:
        # A link that waits for its turn behind busy browsers would be slower than it says.
        os.nice(-15)
    except OSError:
        pass
    print("ready", flush=True)
    carry(listener, links)


main()
