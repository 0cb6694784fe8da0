"""What a first and a second visit to the eight key pages cost, and when a slow line shows them.

Usage: PYTHONPATH=. python benchmarks/explore/visits.py

Serves the demonstration as `./run` does and visits each page with chromium, through its debugging
protocol: at full speed for what comes over the line, in bytes as sent with their headers; then with
400 kbit/s each way, 400 ms of waiting and a processor slowed down six times, for the moment at which
the largest thing is seen (largest contentful paint). The middle of three such visits counts.
"""

from __future__ import annotations

import statistics
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from served import key_pages, served

_SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_PAINTED = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) last = one.startTime })
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(last), 300);
})"""


def main() -> None:
    with served() as (port, _), sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print(f"{'page':<58}{'HTML':>7}{'first':>8}{'asked':>6}{'script':>8}{'hosts':>6}"
              f"{'again':>7}{'LCP, s':>8}")  # fmt: skip
        for path in key_pages(port):
            address = f"http://127.0.0.1:{port}{path}"
            first, again = visits(browser, address)
            painted = statistics.median(slow(browser, address) for _ in range(3))
            scripts = sum(each["bytes"] for each in first if each["kind"] == "Script")
            hosts = {urlsplit(each["address"]).hostname for each in first} - {"127.0.0.1"}
            print(
                f"{path:<58}{html(address):>7,}{total(first):>8,}{len(first):>6}{scripts:>8,}"
                f"{len(hosts):>6}{total(again):>7,}{painted / 1000:>8.2f}",
                flush=True,
            )
        browser.close()


def html(address: str) -> int:
    """Bytes of the page alone, as they are sent."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        assert answer.headers["Content-Encoding"] in ("br", "gzip")
    return len(body)


def visits(browser: Browser, address: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What comes over the line at the first visit, and when somebody comes back after a minute."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    heard: list[dict[str, Any]] = listen(page)
    page.goto(address, wait_until="networkidle")
    first = list(heard)
    heard.clear()
    page.goto("about:blank")
    # Asked for again as when what is kept may be old: by its tag.
    page.goto(address, wait_until="load")
    page.reload(wait_until="networkidle")
    again = [each for each in heard if each["address"] == address][-1:]
    context.close()
    return first, again


def listen(page: Page) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    heard: list[dict[str, Any]] = []
    named: dict[str, dict[str, Any]] = {}

    def begun(event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if not address.startswith(("data:", "about:")):
            named[event["requestId"]] = {"address": address, "kind": event.get("type", "")}

    def ended(event: dict[str, Any]) -> None:
        one = named.pop(event["requestId"], None)
        if one is not None:
            heard.append(one | {"bytes": int(event["encodedDataLength"])})

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    return heard


def total(heard: list[dict[str, Any]]) -> int:
    return sum(each["bytes"] for each in heard)


def slow(browser: Browser, address: str) -> float:
    """Milliseconds until the largest thing is seen on a slow line and a slow phone."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(address, wait_until="load")
    found = float(page.evaluate(_PAINTED))
    context.close()
    return found


if __name__ == "__main__":
    main()
