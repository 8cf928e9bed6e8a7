// A draft that can be edited, for tests and for looking at screens. It knows no schema: a field is a field of its list.
import type { Draft } from "../host/generated/Draft";
import type { DraftEdit } from "../host/generated/DraftEdit";
import type { EditElement } from "../host/generated/EditElement";
import type { EditField } from "../host/generated/EditField";
import type { EditSection } from "../host/generated/EditSection";
import type { Merge } from "../host/generated/Merge";
import type { MergeRow } from "../host/generated/MergeRow";
import type { PendingChange } from "../host/generated/PendingChange";
import type { RequestShown } from "../host/generated/RequestShown";
import type { Violation } from "../host/generated/Violation";
import type { Answers } from "./fakeHost";

export function anEditField(path: string, changed: Partial<EditField> = {}): EditField {
  return {
    path,
    pointer: `/${path.replaceAll(/[.[]/g, "/").replaceAll("]", "")}`,
    name: path.split(".").at(-1) ?? path,
    control: "text",
    state: changed.text === undefined ? "absent" : "set",
    required: false,
    mutability: "readWrite",
    returned: "default",
    canonicalValues: [],
    referenceTypes: [],
    unknown: false,
    changed: false,
    violations: [],
    fields: [],
    ...changed,
  };
}

export function anEditSection(
  title: string,
  fields: EditField[],
  changed: Partial<EditSection> = {},
): EditSection {
  return {
    title,
    kind: "core",
    custom: false,
    pointer: "",
    present: true,
    required: false,
    changed: false,
    fields,
    ...changed,
  };
}

export function anElement(path: string, index: number, fields: EditField[]): EditElement {
  const pointer = `/${path}/${index}`;
  return { pointer, index, changed: false, primary: index === 0, violations: [], fields };
}

export function aViolation(path: string, changed: Partial<Violation> = {}): Violation {
  return {
    path,
    finding: {
      rule: "required",
      severity: "error",
      pointer: `/${path.replaceAll(".", "/")}`,
      section: "RFC 7643 §7",
      message: `\`${path}\` is required.`,
    },
    ...changed,
  };
}

export function aRequest(changed: Partial<RequestShown> = {}): RequestShown {
  const text = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}';
  return {
    method: "PATCH",
    url: "https://scim.aurelia-bank.eu/scim/v2/Users/7",
    headers: [
      { name: "If-Match", value: 'W/"a330bc54f0671c9"' },
      { name: "Authorization", value: "Bearer ••••" },
    ],
    body: { text, isUtf8: true, isJson: true, sizeBytes: text.length },
    ...changed,
  };
}

export function aPendingChange(path: string, changed: Partial<PendingChange> = {}): PendingChange {
  return {
    path,
    pointer: `/${path.replaceAll(".", "/")}`,
    op: "replace",
    secret: false,
    ...changed,
  };
}

function emails(): EditField {
  const element = (index: number, type: string, value: string) =>
    anElement("emails", index, [
      anEditField(`emails[${index}].type`, {
        text: type,
        canonicalValues: ["work", "home", "other"],
      }),
      anEditField(`emails[${index}].value`, { text: value }),
      anEditField(`emails[${index}].display`, { state: "null" }),
    ]);
  return anEditField("emails", {
    control: "list",
    state: "set",
    list: {
      total: 2,
      offset: 0,
      simple: false,
      hasPrimary: true,
      next: "/emails/-",
      blank: "{}",
      elements: [
        element(0, "work", "nadia@aurelia-bank.eu"),
        element(1, "home", "nadia@posteo.example"),
      ],
    },
  });
}

export function theSections(): EditSection[] {
  return [
    anEditSection(
      "Core",
      [
        anEditField("userName", { text: "nadia.elfassi", required: true }),
        anEditField("title", { text: "Analyst" }),
        anEditField("nickName", { state: "empty", text: "" }),
        anEditField("timezone", { state: "null" }),
        anEditField("active", { control: "boolean", text: "true" }),
        anEditField("password", {
          control: "secret",
          mutability: "writeOnly",
          returned: "never",
        }),
      ],
      { schema: "urn:ietf:params:scim:schemas:core:2.0:User" },
    ),
    anEditSection("emails", [emails()], { kind: "multiValued" }),
    anEditSection(
      "Aurelia HR",
      [
        anEditField("badgeLevel", { control: "integer", text: "3" }),
        anEditField("contractEnd", { control: "dateTime" }),
        anEditField("manager", { control: "reference", referenceTypes: ["User"] }),
        anEditField("rules", { control: "json", text: '{"a": 1}' }),
        anEditField("costObjects", {
          control: "list",
          state: "set",
          list: {
            total: 1,
            offset: 0,
            simple: true,
            hasPrimary: false,
            next: "/costObjects/-",
            blank: '""',
            elements: [
              anElement("costObjects", 0, [anEditField("costObjects[0]", { text: "SWIFT" })]),
            ],
          },
        }),
      ],
      {
        kind: "extension",
        schema: "urn:aurelia:scim:2.0:AureliaHR:User",
        custom: true,
        pointer: "/hr",
      },
    ),
    anEditSection("Enterprise", [], {
      kind: "extension",
      schema: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
      present: false,
      pointer: "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    }),
    anEditSection(
      "Kept by the server",
      [anEditField("id", { text: "7", lock: "readOnly", mutability: "readOnly" })],
      { kind: "server" },
    ),
  ];
}

export function aDraft(changed: Partial<Draft> = {}): Draft {
  return {
    draft: "d1",
    tenantId: "t1",
    resourceType: "User",
    id: "7",
    title: "Nadia El Fassi",
    active: true,
    revision: 1,
    text: '{\n  "userName": "nadia.elfassi",\n  "title": "Analyst"\n}',
    sections: theSections(),
    changes: [],
    violations: [],
    blocking: 0,
    method: "patch",
    methods: ["patch", "put"],
    lost: [],
    unseen: [],
    secretsGone: [],
    readAt: "2026-10-15T07:41:09Z",
    conflict: false,
    ...changed,
  };
}

/** One field of a draft made another. */
export function withField(
  draft: Draft,
  pointer: string,
  changed: Partial<EditField> | ((field: EditField) => EditField),
): Draft {
  const make = typeof changed === "function" ? changed : (it: EditField) => ({ ...it, ...changed });
  const field = (it: EditField): EditField => {
    if (it.pointer === pointer) return make(it);
    if (!it.list) return { ...it, fields: it.fields.map(field) };
    const elements = it.list.elements.map((of) => ({ ...of, fields: of.fields.map(field) }));
    return { ...it, list: { ...it.list, elements } };
  };
  const sections = draft.sections.map((it) => ({ ...it, fields: it.fields.map(field) }));
  return { ...draft, sections };
}

function withText(field: EditField, text: string | undefined): EditField {
  const next: EditField = { ...field, changed: true, state: text === undefined ? "absent" : "set" };
  delete next.text;
  return text === undefined ? next : { ...next, text };
}

/** Makes edits, as far as a fake can: what is set is set, what is removed is gone, what is restored is as it was. */
export function edited(first: Draft, draft: Draft, edits: readonly DraftEdit[]): Draft {
  let next = draft;
  for (const edit of edits) {
    const pointer = "pointer" in edit ? edit.pointer : `/${"path" in edit ? edit.path : ""}`;
    const path = pointer.slice(1).replaceAll("/", ".");
    const others = next.changes.filter((it) => it.path !== path);
    if (edit.kind === "set" || edit.kind === "remove") {
      const text = edit.kind === "set" ? unquoted(edit.json) : undefined;
      const after = text === undefined ? { op: "remove" as const } : { after: text };
      const change = aPendingChange(path, { before: "Analyst", ...after });
      next = {
        ...withField(next, pointer, (it) => withText(it, text)),
        changes: [...others, change],
      };
    } else if (edit.kind === "restore" || edit.kind === "revert") {
      const was = fieldAt(first, pointer);
      next = { ...(was ? withField(next, pointer, () => was) : next), changes: others };
    }
  }
  next = { ...next, revision: draft.revision + 1 };
  delete next.request;
  return next.changes.length > 0 ? { ...next, request: aRequest() } : next;
}

function fieldAt(draft: Draft, pointer: string): EditField | undefined {
  return draft.sections.flatMap((it) => it.fields).find((it) => it.pointer === pointer);
}

function unquoted(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
}

/** A backend with one draft. */
export function draftAnswers(first: Draft = aDraft()): Answers {
  let draft = first;
  return {
    draft_open: () => draft,
    draft_read: () => draft,
    draft_change: ({ edits }) => (draft = edited(first, draft, edits)),
    draft_text: ({ text }) => (draft = { ...draft, text, revision: draft.revision + 1 }),
    draft_method: ({ method }) => (draft = { ...draft, method, revision: draft.revision + 1 }),
    draft_discard: () => ({}),
    draft_list: () => [],
    references_resolve: ({ references }) => ({
      names: references.map(() => ({ kind: "unknown" as const })),
    }),
  };
}

export function aMergeRow(path: string, changed: Partial<MergeRow> = {}): MergeRow {
  return {
    path,
    kind: "conflict",
    base: "Analyst",
    undecided: true,
    control: "text",
    canonicalValues: [],
    ...changed,
  };
}

export function aMerge(changed: Partial<Merge> = {}): Merge {
  return {
    draft: "d1",
    title: "Nadia El Fassi",
    rows: [
      aMergeRow("title", { theirs: "Senior Analyst", yours: "Lead" }),
      aMergeRow("manager", { theirs: "Ingrid", yours: "Wang" }),
      aMergeRow("nickName", {
        kind: "onlyYours",
        base: "Na",
        theirs: "Na",
        yours: "Nadi",
        result: "Nadi",
        side: "yours",
        undecided: false,
      }),
      aMergeRow("locale", {
        kind: "onlyTheirs",
        base: "fr-MA",
        theirs: "fr-FR",
        yours: "fr-MA",
        result: "fr-FR",
        side: "theirs",
        undecided: false,
      }),
    ],
    undecided: 2,
    unchanged: 33,
    baseReadAt: "2026-10-15T07:41:09Z",
    baseVersion: 'W/"a330"',
    theirsReadAt: "2026-10-15T07:44:09Z",
    theirsVersion: 'W/"c881"',
    exchange: "e412",
    request: aRequest(),
    operations: 1,
    violations: [],
    blocking: 0,
    ...changed,
  };
}
