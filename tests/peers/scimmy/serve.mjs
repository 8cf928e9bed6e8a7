// A SCIM server made of scimmy and its routers: the protocol is theirs, here is only a store in memory.
// Started as `node serve.mjs PORT` with the token in PEER_TOKEN.
import { randomUUID } from "node:crypto";
import process from "node:process";

import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const port = Number(process.argv[2]);
const expected = `Bearer ${process.env.PEER_TOKEN ?? ""}`;
const { Config, Resources, Schemas, Types } = SCIMMY;

/** Keeps the resources of one type; `unique` names the attribute that no two of them may share. */
function keep(Resource, unique) {
  const kept = new Map();
  const found = (id) => {
    if (!kept.has(id)) throw new Types.Error(404, null, `There is no resource ${id}`);
    return kept.get(id);
  };
  const folded = (resource) => String(resource[unique]).toLowerCase();
  return Resource.ingress(({ id }, data) => {
    const before = id === undefined ? undefined : found(id);
    const next = structuredClone(JSON.parse(JSON.stringify(data)));
    for (const other of kept.values()) {
      if (other.id !== id && folded(other) === folded(next)) {
        throw new Types.Error(409, "uniqueness", `${unique} is taken`);
      }
    }
    const lastModified = new Date().toISOString();
    const created = before?.meta.created ?? lastModified;
    const resource = { ...next, id: id ?? randomUUID(), meta: { created, lastModified } };
    kept.set(resource.id, resource);
    return resource;
  })
    .egress(({ id, filter }) => {
      if (id !== undefined) return found(id);
      const all = [...kept.values()];
      return filter === undefined ? all : filter.match(all);
    })
    .degress(({ id }) => {
      found(id);
      kept.delete(id);
    });
}

keep(Resources.User, "userName").extend(Schemas.EnterpriseUser, false);
keep(Resources.Group, "displayName");
Resources.declare(Resources.User);
Resources.declare(Resources.Group);
Config.set({
  patch: true,
  bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1048576 },
  filter: { supported: true, maxResults: 200 },
  sort: true,
  etag: false,
  changePassword: false,
});

const routes = new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== expected) throw new Error("The token is not the right one");
    return "";
  },
});
express().use("/scim/v2", routes).listen(port, "127.0.0.1");
