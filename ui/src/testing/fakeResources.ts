// Resources in full and exchanges, for tests and for looking at screens.
import type { Exchange } from "../host/generated/Exchange";
import type { ExchangeSummary } from "../host/generated/ExchangeSummary";
import type { Field } from "../host/generated/Field";
import type { FieldValue } from "../host/generated/FieldValue";
import type { Resource } from "../host/generated/Resource";
import type { Section } from "../host/generated/Section";
import { ENTERPRISE, idAt, isActive, personAt } from "./fakeDirectory";
import type { Answers } from "./fakeHost";
import { noLint } from "./fakeLint";
import { anExchange } from "./fixtures";

export function aField(path: string, value: FieldValue, changed: Partial<Field> = {}): Field {
  return {
    path,
    pointer: `/${path.replaceAll(/[.[]/g, "/").replaceAll("]", "")}`,
    name: path.split(/[.:]/).at(-1) ?? path,
    value,
    required: false,
    findings: [],
    unknown: false,
    ...changed,
  };
}

export function aSection(title: string, fields: Field[], changed: Partial<Section> = {}): Section {
  return { title, custom: false, fields, ...changed };
}

const text = (value: string): FieldValue => ({ kind: "text", text: value });

/** A reference to a user, as most servers send it: an id without a name. */
export function reference(index: number): FieldValue {
  const id = idAt("User", index);
  return { kind: "reference", value: id, id, resourceType: "User", external: false };
}

const finding = {
  rule: "S12",
  severity: "error" as const,
  pointer: "/active",
  section: "RFC 7643 §2.3.2",
  message: '`active` is the text "true"; it should be true or false without quotes.',
};

function userSections(index: number): Section[] {
  const { name, latin, userName } = personAt(index);
  return [
    aSection("Core", [
      aField("userName", text(userName), {
        required: true,
        mutability: "readWrite",
        returned: "default",
      }),
      aField("displayName", text(name)),
      aField("title", text("Payment Operations Analyst")),
      aField("nickName", { kind: "empty" }),
      aField("timezone", { kind: "null" }),
      aField(
        "active",
        { kind: "boolean", value: isActive(index) },
        { findings: index === 6 ? [finding] : [] },
      ),
      aField("password", { kind: "neverReturned" }, { mutability: "writeOnly", returned: "never" }),
    ]),
    aSection("name", [
      aField("name.formatted", text(`${name} (${latin})`)),
      aField("name.givenName", text(latin.split(" ")[0] ?? "")),
    ]),
    aSection(
      "emails",
      [
        aField("emails[0].value", text(userName), { name: "work, primary" }),
        aField("emails[1].value", text("nadia.ef@posteo.example"), { name: "home" }),
      ],
      { total: 2, path: "emails" },
    ),
    aSection(
      "Enterprise",
      [
        aField(`${ENTERPRISE}:employeeNumber`, text("0041877")),
        aField(`${ENTERPRISE}:department`, text("Payments")),
        aField(`${ENTERPRISE}:manager`, reference((index + 4) % 10)),
      ],
      { schema: ENTERPRISE },
    ),
    aSection(
      "AureliaHR",
      [
        aField("urn:aurelia:scim:2.0:User:badgeLevel", { kind: "number", text: "3" }),
        aField("urn:aurelia:scim:2.0:User:costObjects", {
          kind: "values",
          values: ["PAY-EU", "PAY-MENA", "SWIFT"].map(text),
        }),
      ],
      { schema: "urn:aurelia:scim:2.0:User", custom: true },
    ),
    aSection("Not in the schema", [aField("legacyKey", text("A-17"), { unknown: true })]),
    aSection("meta", [
      aField("meta.lastModified", { kind: "dateTime", text: "2026-10-15T07:41:09.000Z" }),
      aField("meta.version", text('W/"a330bc54f0671c9"')),
    ]),
  ];
}

function memberField(at: number): Field {
  return aField(`members[${at}]`, reference(at), { name: "User" });
}

const MEMBERS = 1500;

function groupSections(index: number): Section[] {
  return [
    aSection("Core", [aField("displayName", text(`Group ${index + 1}`), { required: true })]),
    aSection(
      "members",
      Array.from({ length: 100 }, (_, at) => memberField(at)),
      {
        total: MEMBERS,
        path: "members",
      },
    ),
    aSection("meta", [
      aField("meta.lastModified", { kind: "dateTime", text: "2026-10-15T07:41:09Z" }),
    ]),
  ];
}

export function aResource(
  resourceType: string,
  id: string,
  changed: Partial<Resource> = {},
): Resource {
  const index = Number(id.slice(-6)) || 0;
  const isUser = resourceType === "User";
  const { name, userName } = personAt(index);
  const odd = isUser && index === 6;
  const title = isUser ? name : `Group ${index + 1}`;
  const active = odd ? '"true"' : String(isActive(index));
  return {
    resourceType,
    identity: {
      id,
      title,
      ...(isUser
        ? { subtitle: userName, active: isActive(index), externalId: "00u1k9x2mPq7ZsT5d357" }
        : {}),
      initials: title
        .split(" ")
        .map((word) => word.charAt(0))
        .join("")
        .slice(0, 2),
    },
    sections: isUser ? userSections(index) : groupSections(index),
    text: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","${ENTERPRISE}"],"id":"${id}","userName":"${userName}","name":{"formatted":"${name}"},"active":${active},"emails":[{"type":"work","primary":true,"value":"${userName}"}],"badge":1.00,"${ENTERPRISE}":{"department":"Payments","manager":{"value":"${idAt("User", 4)}"}},"meta":{"version":"W/\\"a330bc54f0671c9\\""}}`,
    findings: odd ? [finding] : [],
    exchange: "e1",
    readAt: "2026-10-15T07:41:09Z",
    ...changed,
  };
}

const PATHS = [
  "/Users?startIndex=1&count=100&sortBy=meta.lastModified&sortOrder=descending",
  "/Users/8f0a2c91-6c1e-4d0b-9a73-51c2f7be04d8",
  "/Groups?startIndex=1&count=1&excludedAttributes=members",
  "/ServiceProviderConfig",
];
const STATUSES = [200, 200, 200, 404, 200, 409, 200, 503, 200, undefined];

/** The exchange at a place of the history, newest first. */
export function exchangeAt(index: number): ExchangeSummary {
  const status = STATUSES[index % STATUSES.length];
  const path = PATHS[index % PATHS.length] ?? "";
  const exchange = anExchange({
    id: `x${100_000 - index}`,
    tenantId: index % 4 === 3 ? "t1" : "sandbox",
    startedAt: new Date(Date.now() - index * 61_000 - 118).toISOString(),
    path,
    url: `http://127.0.0.1:7643/scim/v2${path}`,
    ms: status === undefined ? 30_012 : 4.2 + ((index * 37) % 900),
    sizeBytes: status === undefined ? 0 : 211 + index * 977,
    askedBy: ["Directory", "Inspector", "Count", "Connection test"][index % 4] ?? "",
  });
  if (status === undefined) {
    delete exchange.status;
    return { ...exchange, failure: "The server accepted the connection but sent no byte in 30 s." };
  }
  return { ...exchange, status };
}

export function exchangeInFull(id: string): Exchange {
  const summary = exchangeAt(100_000 - Number(id.slice(1)));
  const body =
    summary.status === 200
      ? '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":5000,"itemsPerPage":1,"startIndex":1,"Resources":[{"userName":"nadia"}]}'
      : '{\n  "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],\n  "status": "404",\n  "detail": "Resource not found"\n}';
  const answered = summary.status !== undefined;
  return {
    summary,
    requestHeaders: [
      { name: "Authorization", value: "Bearer •••" },
      { name: "Accept", value: "application/scim+json, application/json;q=0.9" },
      { name: "User-Agent", value: "Scimscope/0.1.0" },
    ],
    responseHeaders: answered
      ? [
          { name: "Content-Type", value: "application/scim+json" },
          { name: "X-Request-Id", value: "req_01JA7T2Y6M4E" },
        ]
      : [],
    ...(answered
      ? {
          responseBody: { text: body, isUtf8: true, isJson: true, sizeBytes: body.length },
          httpVersion: "HTTP/1.1",
          times: { reused: true, wait: summary.ms - 1.2, read: 1.2 },
          requestId: "req_01JA7T2Y6M4E",
        }
      : { times: { dns: 3.1, connect: 12 } }),
  };
}

function isOutcome(exchange: ExchangeSummary, outcome: string): boolean {
  const { status } = exchange;
  if (outcome === "failed") return status === undefined;
  if (outcome === "unknown") return exchange.outcomeUnknown;
  const classes: Record<string, number> = { success: 2, clientError: 4, serverError: 5 };
  const wanted = classes[outcome];
  return wanted === undefined || (status !== undefined && Math.floor(status / 100) === wanted);
}

export function resourceAnswers(): Answers {
  const history = Array.from({ length: 418 }, (_, index) => exchangeAt(index));
  return {
    resource_read: ({ resourceType, id }) => aResource(resourceType, id),
    resource_values: ({ offset, limit }) => ({
      fields: Array.from({ length: Math.min(limit, MEMBERS - offset) }, (_, place) =>
        memberField(offset + place),
      ),
      total: MEMBERS,
    }),
    exchanges_list: ({ tenantId, outcome, text: words, about, before, limit }) => {
      const matching = history.filter(
        (it) =>
          (about === undefined || it.path.split("?")[0]?.endsWith(`/${about.id}`)) &&
          (tenantId === undefined || it.tenantId === tenantId) &&
          isOutcome(it, outcome) &&
          it.url.includes(words),
      );
      const start = before === undefined ? 0 : matching.findIndex(({ id }) => id === before) + 1;
      const exchanges = matching.slice(start, start + limit);
      return {
        exchanges,
        total: matching.length,
        totalIsLeast: false,
        more: start + limit < matching.length,
      };
    },
    exchange_read: ({ id }) => exchangeInFull(id),
    exchange_lint: () => noLint(),
  };
}
