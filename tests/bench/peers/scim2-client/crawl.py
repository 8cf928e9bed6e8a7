"""Reads all users of a server page by page with scim2-client, and prints how long that took.

Usage: crawl.py BASE_URL CHECKS ROUNDS, where CHECKS is "checked" or "unchecked". Prints one line
`USERS SECONDS` for each round, after one that is not counted.
"""

import sys
import time

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import SearchRequest

PAGE = 100


def crawl(client, model, checked):
    start, seen = 1, 0
    while True:
        page = client.query(
            model,
            query_parameters=SearchRequest(start_index=start, count=PAGE),
            check_response_payload=checked,
        )
        if checked:
            rows, total = page.resources or [], page.total_results
        else:
            rows, total = page.get("Resources", []), page["totalResults"]
        seen += len(rows)
        start += len(rows)
        if not rows or seen >= total:
            return seen


def main():
    base_url, checks, rounds = sys.argv[1], sys.argv[2] == "checked", int(sys.argv[3])
    with httpx2.Client(base_url=base_url) as http:
        client = SyncSCIMClient(http)
        client.discover()
        model = client.get_resource_model("User")
        crawl(client, model, checks)
        for _ in range(rounds):
            started = time.perf_counter()
            users = crawl(client, model, checks)
            print(users, time.perf_counter() - started, flush=True)


main()
