"""Runs every check of scim2-tester against a server.

Usage: check.py BASE_URL, with the bearer token in PEER_TOKEN. Prints one line for each check, and why it
failed; ends with 1 when one did.
"""

import os
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server


def main():
    headers = {"Authorization": f"Bearer {os.environ['PEER_TOKEN']}"}
    # On a busy machine a page with the largest groups takes its models a while.
    with httpx2.Client(base_url=sys.argv[1], headers=headers, timeout=60) as http:
        results = check_server(SyncSCIMClient(http))
    bad = (Status.ERROR, Status.CRITICAL)
    for result in results:
        print(result.status.name, result.resource_type or "-", result.title, result.reason or "")
    failed = [result for result in results if result.status in bad]
    passed = [result for result in results if result.status == Status.SUCCESS]
    print(f"{len(results)} checks, {len(passed)} passed, {len(failed)} failed")
    sys.exit(bool(failed) or not passed)


main()
