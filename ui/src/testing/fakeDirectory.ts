// A directory for tests and for looking at screens: any number of users, 212 groups, odd values among them.
import type { Cell } from "../host/generated/Cell";
import type { Column } from "../host/generated/Column";
import type { Columns } from "../host/generated/Columns";
import type { Finding } from "../host/generated/Finding";
import type { ReferenceAsked } from "../host/generated/ReferenceAsked";
import type { ReferenceName } from "../host/generated/ReferenceName";
import type { ResourcesListed } from "../host/generated/ResourcesListed";
import type { Row } from "../host/generated/Row";
import type { Answers } from "./fakeHost";
import { filterAnswers } from "./fakeFilters";
import { resourceAnswers } from "./fakeResources";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** What a test feeds through every visible value. */
export const HOSTILE = '<img src=x onerror="globalThis.hacked=true">';

export function aColumn(path: string, changed: Partial<Column> = {}): Column {
  return {
    path,
    label: path,
    schema: CORE,
    group: "Core",
    dataType: "string",
    multiValued: false,
    sortBy: path,
    ...changed,
  };
}

function enterprise(name: string, changed: Partial<Column> = {}): Column {
  const path = `${ENTERPRISE}:${name}`;
  return aColumn(path, {
    label: name,
    schema: ENTERPRISE,
    group: "Enterprise",
    sortBy: path,
    ...changed,
  });
}

function unsortable(column: Column): Column {
  const copy = { ...column };
  delete copy.sortBy;
  return copy;
}

const USER_COLUMNS: Column[] = [
  aColumn("id", { schema: "" }),
  aColumn("externalId", { schema: "" }),
  aColumn("userName"),
  aColumn("displayName"),
  aColumn("active", { dataType: "boolean" }),
  aColumn("title"),
  aColumn("name.givenName"),
  aColumn("name.familyName"),
  aColumn("preferredLanguage"),
  unsortable(aColumn("emails", { multiValued: true, dataType: "complex" })),
  aColumn("emails[primary].value", { sortBy: "emails.value" }),
  enterprise("employeeNumber"),
  enterprise("department"),
  unsortable(enterprise("manager", { dataType: "complex" })),
  aColumn("meta.created", { schema: "", group: "meta", dataType: "dateTime" }),
  aColumn("meta.lastModified", { schema: "", group: "meta", dataType: "dateTime" }),
];

const GROUP_COLUMNS: Column[] = [
  aColumn("id", { schema: "" }),
  aColumn("displayName"),
  unsortable(aColumn("members", { multiValued: true, dataType: "complex" })),
  aColumn("meta.lastModified", { schema: "", group: "meta", dataType: "dateTime" }),
];

export function columnsOf(resourceType: string, changed: Partial<Columns> = {}): Columns {
  const isUser = resourceType === "User";
  return {
    available: isUser ? USER_COLUMNS : GROUP_COLUMNS,
    chosen: isUser
      ? [
          "userName",
          "displayName",
          "active",
          `${ENTERPRISE}:department`,
          "title",
          "meta.lastModified",
        ]
      : ["displayName", "meta.lastModified"],
    isDefault: true,
    sortSupported: true,
    ...changed,
  };
}

const PEOPLE = [
  "Taro Yamada|山田 太郎",
  "Oluwaseun Adebayo|Oluwaseun Adébáyọ̀",
  "Maria Fernandez|María José Fernández-Cuesta y Gómez de la Serna",
  "Soren Kjaergaard|Søren Kjærgård",
  "Priya Venkataraman|Priya Venkataraman",
  "Thorunn Sigurdardottir|Þórunn Sigurðardóttir",
  "Nadia El Fassi|Nadia El Fassi",
  "Mohammed Al Fasi|محمد الفاسي",
  "Dmytro Shevchenko|Дмитро Шевченко",
  "Wang Xiuying|王秀英",
];
const DEPARTMENTS = ["Treasury", "Risk", "Compliance", "Payments", "Platform Engineering", "Legal"];
const TITLES = [
  "Payment Operations Analyst",
  "Staff Engineer",
  "Head of Financial Crime Prevention, Iberia and LatAm",
  "シニアトレーダー",
];
const HOUR = 3_600_000;

/** Who stands at a place of the list. */
export function personAt(index: number): { latin: string; name: string; userName: string } {
  const [latin = "", name = ""] = (PEOPLE[index % PEOPLE.length] ?? "").split("|");
  const userName = `${latin.toLowerCase().replaceAll(" ", ".")}.${index}@aurelia-bank.eu`;
  return { latin, name, userName };
}

/** The id of the resource at a place of the list. */
export function idAt(resourceType: string, index: number): string {
  return `${resourceType.toLowerCase()}-8f0a2c91-6c1e-4d0b-${String(index).padStart(6, "0")}`;
}

export function isActive(index: number): boolean {
  return index % 7 !== 3;
}

function text(value: string): Cell {
  return { kind: "text", text: value };
}

/** The cell of a user or a group. */
export function cellAt(resourceType: string, index: number, path: string): Cell {
  const { name, userName } = personAt(index);
  switch (path) {
    case "id":
      return text(idAt(resourceType, index));
    case "userName":
      return text(userName);
    case "displayName":
      return text(resourceType === "User" ? name : `Group ${index + 1}`);
    case "active":
      return { kind: "boolean", value: isActive(index) };
    case "title":
      return index % 5 === 4 ? { kind: "null" } : text(TITLES[index % TITLES.length] ?? "");
    case `${ENTERPRISE}:department`:
      return index % 11 === 6
        ? { kind: "empty" }
        : text(DEPARTMENTS[index % DEPARTMENTS.length] ?? "");
    case `${ENTERPRISE}:manager`: {
      const target = idAt("User", index % 10);
      return { kind: "reference", text: target, target };
    }
    case `${ENTERPRISE}:employeeNumber`:
      return index % 2
        ? { kind: "unexpected", text: String(4177 + index) }
        : text(`00${4177 + index}`);
    case "emails":
      return { kind: "values", texts: [userName, "private@posteo.example"], total: 4 };
    case "meta.lastModified":
    case "meta.created":
      return {
        kind: "dateTime",
        text: new Date(Date.now() - (Math.min(index, 300) ** 2 + 0.1) * HOUR).toISOString(),
      };
    default:
      return { kind: "absent" };
  }
}

export function rowAt(resourceType: string, index: number, columns: readonly string[]): Row {
  return {
    index,
    id: idAt(resourceType, index),
    title: resourceType === "User" ? personAt(index).name : `Group ${index + 1}`,
    ...(resourceType === "User" ? { active: isActive(index) } : {}),
    cells: columns.map((path) => cellAt(resourceType, index, path)),
    duplicate: false,
    misfit: false,
  };
}

export const listFinding: Finding = {
  rule: "S03",
  severity: "warning",
  pointer: "/itemsPerPage",
  section: "RFC 7644 §3.4.2.4",
  message:
    "itemsPerPage says 200, but 100 resources came. Clients that count by it skip half the list.",
};

/** A window of a list of `total` rows. */
export function listed(
  request: { resourceType: string; offset: number; limit: number; columns: readonly string[] },
  total: number,
  changed: Partial<ResourcesListed> = {},
): ResourcesListed {
  const { resourceType, offset, limit, columns } = request;
  const count = Math.max(0, Math.min(limit, total - offset));
  return {
    rows: Array.from({ length: count }, (_, place) => rowAt(resourceType, offset + place, columns)),
    rowCount: total,
    endSeen: offset + limit >= total,
    totalResults: total,
    findings: [],
    exchange: "e1",
    pagesRead: 1,
    leftOut: resourceType === "Group" ? ["members"] : [],
    ...changed,
  };
}

const TOTALS: Readonly<Record<string, number>> = { User: 5000, Group: 212 };

function nameOf({ value }: ReferenceAsked, askServer: boolean): ReferenceName {
  const index = Number(value.slice(-6));
  if (!askServer && index % 3 === 0) return { kind: "unknown" };
  if (index % 9 === 6) return { kind: "dangling" };
  return { kind: "known", title: personAt(index).name, resourceType: "User" };
}

/** Answers of a backend with such a directory. */
export function directoryAnswers(): Answers {
  const chosen = new Map<string, string[]>();
  const columns = (resourceType: string) => {
    const paths = chosen.get(resourceType);
    return columnsOf(resourceType, paths?.length ? { chosen: paths, isDefault: false } : {});
  };
  return {
    columns_read: ({ resourceType }) => columns(resourceType),
    columns_choose: ({ resourceType, paths }) => {
      chosen.set(resourceType, paths);
      return columns(resourceType);
    },
    resources_list: (request) =>
      listed(request, TOTALS[request.resourceType] ?? 40, { findings: [listFinding] }),
    references_resolve: async ({ references, askServer }, { emit }) => {
      const names = references.map((it) => nameOf(it, askServer));
      if (askServer) emit({ names });
      return await Promise.resolve({ names });
    },
    ...filterAnswers(),
    resources_find: ({ text, limit, resourceType }) => {
      const found = Array.from({ length: 100 }, (_, index) => index)
        .filter((index) => personAt(index).userName.includes(text.toLowerCase()))
        .map((index) => ({
          resourceType: "User",
          id: idAt("User", index),
          title: personAt(index).name,
          subtitle: personAt(index).userName,
          active: isActive(index),
        }));
      return {
        found: resourceType === "Group" ? [] : found.slice(0, limit),
        total: found.length,
        searched: 100,
        ...(resourceType === undefined || text === ""
          ? {}
          : { filter: `userName co ${JSON.stringify(text)}` }),
      };
    },
    ...resourceAnswers(),
  };
}
