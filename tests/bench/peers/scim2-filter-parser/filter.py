"""Each filter is parsed and made SQL, every time.

The library does not evaluate filters, it leaves that to a database. So what it answers is found by
asking SQLite, and is not in the time: what is measured is less than the other libraries do.
"""

import sqlite3

from scim2_filter_parser.queries.sql import SQLiteQuery

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USERS = {
    ("userName", None, None): "userName",
    ("externalId", None, None): "externalId",
    ("displayName", None, None): "displayName",
    ("title", None, None): "title",
    ("userType", None, None): "userType",
    ("locale", None, None): "locale",
    ("active", None, None): "active",
    ("name", "familyName", None): "familyName",
    ("meta", "lastModified", None): "lastModified",
    ("department", None, ENTERPRISE): "department",
}
COLUMNS = {path: f"users.{column}" for path, column in USERS.items()} | {
    ("emails", "type", None): "emails.type",
    ("emails", "value", None): "emails.value",
}
JOINS = ("LEFT JOIN emails ON emails.user = users.externalId",)


def looked_up(user, path):
    name, sub, uri = path
    found = user[uri][name] if uri else user[name]
    return found[sub] if sub else found


def database(user):
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE users ({', '.join(USERS.values())})")
    row = [looked_up(user, path) for path in USERS]
    connection.execute(f"INSERT INTO users VALUES ({', '.join('?' * len(row))})", row)
    connection.execute("CREATE TABLE emails (user, type, value)")
    for email in user["emails"]:
        row = [user["externalId"], email["type"], email["value"]]
        connection.execute("INSERT INTO emails VALUES (?, ?, ?)", row)
    return connection


def translated(text):
    query = SQLiteQuery(text, "users", COLUMNS, JOINS)
    return query.sql, query.params


def main():
    connection = database(inputs["user"])
    for text in inputs["filters"]:
        answer(
            lambda text=text: translated(text),
            lambda query: connection.execute(*query).fetchone() is not None,
        )


main()
