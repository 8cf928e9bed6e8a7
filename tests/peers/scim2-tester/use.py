"""Uses a server as a client of scim2-client does: creates, reads, patches, replaces and deletes.

Usage: use.py BASE_URL, with the bearer token in PEER_TOKEN. Ends with 1 and a traceback when the server answers
otherwise than the client's models and this script expect.
"""

import os
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import Error, PatchOp, PatchOperation, SearchRequest


def patch(model, *operations):
    return PatchOp[model](operations=[PatchOperation(**it) for it in operations])


def use(client):
    client.discover()
    User, Group = client.get_resource_model("User"), client.get_resource_model("Group")
    ada = client.create(User(user_name="ada@tarnwick.example", display_name="Ada"))
    assert ada.id and ada.meta.location.endswith(ada.id), ada
    assert client.query(User, ada.id).user_name == "ada@tarnwick.example"

    change = patch(
        User,
        {"op": "add", "path": "title", "value": "Analyst"},
        {"op": "replace", "path": "active", "value": False},
    )
    changed = client.modify(User, ada.id, change)
    assert (changed.title, changed.active) == ("Analyst", False), changed
    changed.nick_name, changed.title = "Countess", None
    replaced = client.replace(changed)
    assert (replaced.nick_name, replaced.title) == ("Countess", None), replaced

    group = client.create(Group(display_name="Engines", members=[{"value": ada.id}]))
    assert group.members[0].display == "Ada", group
    assert client.query(User, ada.id).groups[0].value == group.id
    by_name = SearchRequest(filter='userName eq "ADA@tarnwick.example"')
    found = client.query(User, query_parameters=by_name)
    assert [it.id for it in found.resources] == [ada.id], found
    by_member = SearchRequest(filter=f'members.value eq "{ada.id}"', count=10)
    found = client.search(search_request=by_member)
    assert [it.id for it in found.resources] == [group.id], found

    client.delete(User, ada.id)
    assert not client.query(Group, group.id).members
    client.delete(Group, group.id)
    gone = client.query(User, ada.id, raise_scim_errors=False)
    assert isinstance(gone, Error) and gone.status == 404, gone


def main():
    headers = {"Authorization": f"Bearer {os.environ['PEER_TOKEN']}"}
    with httpx2.Client(base_url=sys.argv[1], headers=headers, timeout=60) as http:
        use(SyncSCIMClient(http))
    print("created, read, patched, replaced and deleted")


main()
