#!/usr/bin/env python3
"""`redraft serve` under siege: clients that upload, ask, delete, stall, break off and lie, all at once.

    siege.py REDRAFT [--clients 50] [--acts 60 | --minutes 10] [--memory-growth 1.5]

Everything stays on this computer. Each client acts so many times, however long that takes; or, with
--minutes, for so long. Whoever asks for something as it should waits until it is answered: only a
server that does not answer within ten minutes hangs. Each draft says in each clause whose it is, so
that an answer with words of another one is seen. In the end the server must be alive, must have
mixed nothing up, must have given no answer that only a defect gives, must have done most of what it
was rightly asked for (a server that says to all that it is busy is none), and must take no more
memory than --memory-growth times what it took in the first quarter of the acts.
"""
import argparse
import collections
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time

HOST = "127.0.0.1"
# Whoever stalls leaves after so many seconds at the latest; the server lets it go after ten.
STALLS = 30
# A server that is silent for so long hangs, however slow the computer is.
HANGS = 600
LIES = [
    (b"%PDF-1.7\n", "a.pdf"),
    (b"PK\x03\x04" + b"\0" * 200, "a.docx"),
    (b"\xd0\xcf\x11\xe0" * 50, "a.doc"),
    (b'{"redraft": 1, "paragraphs": 7}', "a.json"),
    (b"[" * 50_000, "a.txt"),
    (b"~~" * 40_000, "a.md"),
    (b"{++" * 30_000, "a.md"),
    (b"(a) " * 20_000, "a.txt"),
    (b"1\n\n" * 300_000, "a.txt"),
    (b"\xff\xfe\x00", "a.txt"),
    (b"", "a.txt"),
]


# Of requests that are as they should be, so many must be done: of uploads, of what is made of two
# drafts, of removals. All clients together ask for far more than there is room for at once.
LEAST_DONE = 0.7
# Without this many of a kind, nothing was tried.
LEAST_ASKED = 20


class Wrong(Exception):
    """Something that must not happen."""


class Server:
    def __init__(self, binary):
        command = [binary, "serve", "--max-megabytes", "8"]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        port, token = re.match(r"http://127\.0\.0\.1:(\d+)/(\w+)/", self.child.stdout.readline()).groups()
        self.port, self.base = int(port), f"/{token}/"

    def memory(self):
        with open(f"/proc/{self.child.pid}/status", encoding="utf8") as about:
            return int(re.search(r"VmRSS:\s+(\d+)", about.read()).group(1)) / 1000

    def open(self):
        return socket.create_connection((HOST, self.port), timeout=HANGS)

    def head(self, method, path, more=""):
        return f"{method} {self.base}{path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nConnection: close\r\n{more}\r\n".encode()

    def ask(self, method, path, body=None):
        """The status and the body of an answer."""
        more = "" if body is None else f"Content-Length: {len(body)}\r\n"
        with self.open() as stream:
            try:
                stream.sendall(self.head(method, path, more) + (body or b""))
            except (BrokenPipeError, ConnectionResetError):
                pass  # It may refuse before all is said.
            whole = bytearray()
            try:
                while part := stream.recv(1 << 16):
                    whole += part
            except ConnectionResetError:
                pass
        head, _, body = bytes(whole).partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]) if head else 0, body


class Client(threading.Thread):
    def __init__(self, server, number, goes_on, told):
        super().__init__(daemon=True)
        self.server, self.number, self.goes_on, self.told = server, number, goes_on, told
        self.random = random.Random(number)
        self.drafts = {}
        self.made = 0

    def run(self):
        acts = [self.upload] * 4 + [self.read] * 4 + [self.remove] * 2 + [self.stall, self.half_say, self.break_off, self.lie, self.leave]
        done = 0
        while self.goes_on(done):
            act = self.random.choice(acts)
            done += 1
            try:
                self.told["acts"][act.__name__] += 1
                act()
            except Wrong as wrong:
                self.told["wrong"].append(f"client {self.number}: {wrong}")
            except TimeoutError as error:
                # Whoever stalls has given up; whoever asked was not answered.
                if act.__name__ not in ("stall", "half_say"):
                    self.told["wrong"].append(f"client {self.number}: no answer to {act.__name__}")
                self.told["errors"][type(error).__name__] += 1
            except OSError as error:
                self.told["errors"][type(error).__name__] += 1

    def draft(self):
        """A draft that says in each clause whose it is."""
        self.made += 1
        mark = f"mark{self.number}x{self.made}x"
        clauses = self.random.choice([3, 30, 300, 2000])
        text = "resolves\n\n" + "".join(
            f"{k}. to act within {self.random.randrange(99)} days, as {mark} says [soon];\n\n" for k in range(1, clauses + 1))
        return mark, text.encode()

    def status(self, what, status, body, fine):
        self.told["statuses"][status] += 1
        kind = what.split()[0].rstrip("?&").split("?")[0]
        self.told["asked"][kind] += 1
        self.told["done"][kind] += status in fine
        if status not in fine and status not in (0, 408, 413, 503):
            raise Wrong(f"{what}: {status} {body[:200]!r}")
        return status in fine

    def upload(self):
        if len(self.drafts) >= 2:
            self.remove()
        mark, text = self.draft()
        status, body = self.server.ask("POST", f"drafts?name={mark}.txt", text)
        if self.status("upload", status, body, (201,)):
            told = json.loads(body)
            if told["name"] != mark:
                raise Wrong(f"{mark} is called {told['name']}")
            self.drafts[told["number"]] = mark

    def read(self):
        if not self.drafts:
            return
        chosen = self.random.sample(sorted(self.drafts), min(2, len(self.drafts)))
        marks = {self.drafts[number] for number in chosen}
        drafts = ".".join(map(str, chosen))
        what = self.random.choice(["summary?", "report.json?", "redline?", "take/redline.md?", "take/clean.md?renumber=true&", "take/brackets.csv?",
                                   "take/redline.docx?"])
        status, body = self.server.ask("GET", f"{what}drafts={drafts}")
        if not self.status(what, status, body, (200,)):
            return
        found = set(re.findall(rb"mark\d+x\d+x", body))
        if others := found - {mark.encode() for mark in marks}:
            raise Wrong(f"{what} of {marks} has words of {others}")
        if what in ("report.json?", "take/redline.md?") and not found:
            raise Wrong(f"{what} of {marks} says nothing of them")

    def remove(self):
        if not self.drafts:
            return
        number = self.random.choice(sorted(self.drafts))
        status, body = self.server.ask("DELETE", f"drafts/{number}")
        if self.status("remove", status, body, (204,)):
            del self.drafts[number]

    def stall(self):
        """Begins a file and stops; waits for the server to have enough of it."""
        with self.server.open() as stream:
            stream.sendall(self.server.head("POST", "drafts?name=stalled.txt", "Content-Length: 5000000\r\n") + b"resolves " * 1000)
            stream.settimeout(self.random.choice([1, STALLS]))
            stream.recv(1000)

    def half_say(self):
        with self.server.open() as stream:
            stream.sendall(self.server.head("GET", "")[:self.random.randrange(1, 60)])
            stream.settimeout(self.random.choice([1, STALLS]))
            stream.recv(1000)

    def break_off(self):
        """Sends half a file, and is gone."""
        mark, text = self.draft()
        with self.server.open() as stream:
            stream.sendall(self.server.head("POST", f"drafts?name={mark}.txt", f"Content-Length: {len(text)}\r\n") + text[:len(text) // 2])

    def leave(self):
        """Asks for much, takes little, and is gone."""
        if self.drafts:
            with self.server.open() as stream:
                stream.sendall(self.server.head("GET", f"redline?drafts={self.random.choice(sorted(self.drafts))}"))
                stream.recv(100)

    def lie(self):
        body, name = self.random.choice(LIES)
        if self.random.random() < .3:
            length = self.random.choice([len(body) + 9, 99_999_999, 10 ** 30, -1])
            with self.server.open() as stream:
                stream.sendall(self.server.head("POST", f"drafts?name={name}", f"Content-Length: {length}\r\n") + body[:1000])
            return
        status, answer = self.server.ask("POST", f"drafts?name={name}", body)
        if self.status(f"lie {name}", status, answer, (201, 422, 413)) and status == 201:
            self.server.ask("DELETE", f"drafts/{json.loads(answer)['number']}")


def too_little(asked, done):
    """What was not done often enough, or not asked for."""
    groups = {"uploads": ["upload"], "removals": ["remove"], "comparisons": [kind for kind in asked if kind not in ("upload", "remove", "lie")]}
    for name, kinds in groups.items():
        right, all_of_them = sum(done[kind] for kind in kinds), sum(asked[kind] for kind in kinds)
        if all_of_them < LEAST_ASKED or right < LEAST_DONE * all_of_them:
            yield f"{right} of {all_of_them} {name} were done"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--clients", type=int, default=50)
    ap.add_argument("--acts", type=int, default=60, help="so many by each client")
    ap.add_argument("--minutes", type=float, help="for so long, instead of so many acts")
    ap.add_argument("--memory-growth", type=float, default=1.5)
    a = ap.parse_args()
    server = Server(os.path.abspath(a.binary))
    start = time.monotonic()

    def part(acts):
        """How much of the siege is over, by acts or by time."""
        return (time.monotonic() - start) / (a.minutes * 60) if a.minutes else acts / (a.acts * a.clients)

    def goes_on(done):
        return part(0) < 1 if a.minutes else done < a.acts

    told = {name: collections.Counter() for name in ("acts", "asked", "done", "errors", "statuses")} | {"wrong": []}
    clients = [Client(server, number, goes_on, told) for number in range(a.clients)]
    for client in clients:
        client.start()
    memory = []
    while any(client.is_alive() for client in clients):
        time.sleep(.5)
        if server.child.poll() is not None:
            print(f"the server has ended with {server.child.returncode} after {time.monotonic() - start:.0f} s")
            return 1
        memory.append((part(sum(list(told["acts"].values()))), server.memory()))
    for name in ("acts", "statuses", "errors"):
        print(f"{name}: " + ", ".join(f"{what} {count}" for what, count in sorted(told[name].items(), key=str)))
    print("done of what was asked for: " + ", ".join(f"{kind} {told['done'][kind]} of {count}" for kind, count in sorted(told["asked"].items())))
    last = memory[-1][1]
    first = max((taken for when, taken in memory if when <= .25), default=last)
    rest = max((taken for when, taken in memory if when > .25), default=last)
    print(f"memory, MB: first quarter up to {first:.0f}, then up to {rest:.0f}, in the end {last:.0f}")
    try:
        status, body = server.ask("GET", "drafts")
    except OSError as error:
        status, body = type(error).__name__, b""
    wrong = told["wrong"]
    if status != 200:
        wrong.append(f"it does not answer any more: {status}")
    wrong += too_little(told["asked"], told["done"])
    kept = {number: mark for client in clients for number, mark in client.drafts.items()}
    there = {one["number"]: one["name"] for one in json.loads(body)} if status == 200 else {}
    wrong += [f"draft {number} is {there.get(number)}, not {mark}" for number, mark in kept.items() if there.get(number) != mark]
    if rest > a.memory_growth * first:
        wrong.append("memory grows")
    for one in wrong[:20]:
        print("WRONG", one)
    server.child.terminate()
    code = server.child.wait(HANGS)
    minutes = (time.monotonic() - start) / 60
    print(f"siege: {a.clients} clients, {minutes:.1f} minutes, {sum(told['acts'].values())} acts, {len(wrong)} wrong, ended with {code}")
    return bool(wrong) or code != 0


if __name__ == "__main__":
    sys.exit(main())
