// What is typed into a field as edits of the draft, by what the field is edited with. Pure: what a value means in SCIM
// is the backend's to say; here is only how JSON is spelled.
import type { Control } from "../../host/generated/Control";
import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { EditField } from "../../host/generated/EditField";
import type { Fix } from "../../host/generated/Fix";
import { valueAt } from "./valueAt";

/** What a text becomes: edits, or why it can become none. */
export type Read = { edits: DraftEdit[] } | { problem: string };

/** A text as JSON, absent where nothing is to be there; or what it is not, and why where that is known. */
export type JsonRead = { json: string | undefined } | { problem: string; why: string };

const INTEGER = /^-?(0|[1-9]\d*)$/;
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The edits for a text in a field. Whoever empties a field takes its value out. */
export function read(
  { control, pointer }: Pick<EditField, "control" | "pointer">,
  text: string,
): Read {
  const made = jsonOf(control, text);
  if ("problem" in made) {
    return { problem: `${made.problem}, so it is not in the draft. ${made.why}`.trim() };
  }
  return { edits: [made.json === undefined ? remove(pointer) : set(pointer, made.json)] };
}

/** A text as JSON, by what it is typed with. */
export function jsonOf(control: Control, text: string): JsonRead {
  switch (control) {
    case "integer":
    case "decimal":
      return numberOf(text.trim(), control === "integer");
    case "json":
      return anyOf(text);
    case "boolean":
      return { json: text === "" ? undefined : text };
    default:
      return { json: text === "" ? undefined : JSON.stringify(text) };
  }
}

function numberOf(text: string, whole: boolean): JsonRead {
  if (text === "") return { json: undefined };
  // The spelling is kept: a large number is not what JavaScript would make of it.
  if ((whole ? INTEGER : DECIMAL).test(text)) return { json: text };
  return { problem: `This is not ${whole ? "a whole number" : "a number"}`, why: "" };
}

function anyOf(text: string): JsonRead {
  if (text.trim() === "") return { json: undefined };
  try {
    JSON.parse(text);
    return { json: text };
  } catch (error) {
    return { problem: "This is not JSON", why: error instanceof Error ? error.message : "" };
  }
}

export function set(pointer: string, json: string): DraftEdit {
  return { kind: "set", pointer, json };
}

export function remove(pointer: string): DraftEdit {
  return { kind: "remove", pointer };
}

/** A repair as edits of the draft; undefined where what it moves is not there. */
export function fixEdits(fix: Fix, draftText: string): DraftEdit[] | undefined {
  const edits: DraftEdit[] = [];
  for (const edit of fix.edits) {
    if (edit.kind === "set") edits.push(set(edit.pointer, JSON.stringify(edit.value)));
    else if (edit.kind === "remove") edits.push(remove(edit.pointer));
    else {
      const from = edit.kind === "move" ? edit.from : edit.pointer;
      const to = edit.kind === "move" ? edit.to : renamed(edit.pointer, edit.name);
      const json = valueAt(draftText, from);
      if (json === undefined) return undefined;
      edits.push(remove(from), set(to, json));
    }
  }
  return edits;
}

function renamed(pointer: string, name: string): string {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  return `${parent}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
