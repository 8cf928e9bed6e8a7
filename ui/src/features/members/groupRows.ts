// The groups that a resource lists in its `groups`, as rows; and where it and a group disagree. Pure.
import type { Field } from "../../host/generated/Field";
import type { Reference } from "../../host/generated/Reference";
import type { ReferenceName } from "../../host/generated/ReferenceName";
import type { Resource } from "../../host/generated/Resource";
import type { Section } from "../../host/generated/Section";
import type { WriteOutcome } from "../../host/generated/WriteOutcome";
import { titleOf } from "../resource/references";

/** A group that a resource says it is in. */
export interface GroupRow {
  id: string;
  reference: Reference;
  /** `direct`, `indirect`, or what else the server says. */
  kind: string | undefined;
  title: string | undefined;
  /** The server was asked for it and does not have it. */
  dangling: boolean;
}

/** RFC 7643 §4.1.2: the canonical values of `groups.type`. */
export const DIRECT = "direct";
export const INDIRECT = "indirect";

/** Where a resource lists its groups. */
export function groupsOf(resource: Resource): Section | undefined {
  return resource.sections.find(({ path }) => path === "groups");
}

/** The references among some lines of a section, with what the server says of each. */
export function referencesIn(fields: readonly Field[]): { reference: Reference; kind?: string }[] {
  return fields.flatMap(({ value, name, path }) => {
    if (value.kind !== "reference") return [];
    // Without a type the line is called by the schema's word for the value.
    const isWord = path.endsWith(`.${name}`) || name === "value";
    return [{ reference: value, ...(isWord ? {} : { kind: name }) }];
  });
}

/** Rows of those references, with the names that are known of them. */
export function rowsOf(
  references: readonly { reference: Reference; kind?: string }[],
  names: ReadonlyMap<string, ReferenceName>,
): GroupRow[] {
  return references.map(({ reference, kind }) => {
    const id = reference.id ?? reference.value;
    const name = names.get(id);
    const known = name?.kind === "known" ? name.title : undefined;
    const title = titleOf(reference, known);
    return { id, reference, kind, title, dangling: name?.kind === "dangling" };
  });
}

/** What came of joining or leaving a group from here. */
export interface Said {
  group: string;
  title: string;
  joins: boolean;
  outcome: WriteOutcome;
  /** When the resource was read that was shown then: it says nothing of what came later. */
  readAt: string;
}

/** What there is to say of it, beside what the resource lists now. */
export function disagreement(
  { group, title, joins, outcome, readAt }: Said,
  rows: readonly GroupRow[],
  resourceReadAt: string,
): string | undefined {
  if (outcome.kind === "differs" || outcome.kind === "accepted") return outcome.words;
  if (outcome.kind === "unknown") return outcome.words ?? outcome.problem.title;
  if (outcome.kind === "notReadBack") return `${title}: ${outcome.problem.title}.`;
  if (outcome.kind !== "done" || resourceReadAt === readAt) return undefined;
  const isListed = rows.some(({ id }) => id === group);
  if (isListed === joins) return undefined;
  return joins
    ? `${title} lists this resource as a member, but is not in its groups.`
    : `${title} no longer lists this resource as a member, but is still in its groups.`;
}
