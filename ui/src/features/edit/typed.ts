// What is typed into a field as edits of the draft, by what the field is edited with. Pure: what a value means in SCIM
// is the backend's to say; here is only how JSON is spelled.
import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { EditField } from "../../host/generated/EditField";
import type { Fix } from "../../host/generated/Fix";
import { valueAt } from "./valueAt";

/** What a text becomes: edits, or why it can become none. */
export type Read = { edits: DraftEdit[] } | { problem: string };

const INTEGER = /^-?(0|[1-9]\d*)$/;
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The edits for a text in a field. Whoever empties a field takes its value out. */
export function read(
  { control, pointer }: Pick<EditField, "control" | "pointer">,
  text: string,
): Read {
  switch (control) {
    case "integer":
    case "decimal":
      return readNumber(pointer, text.trim(), control === "integer");
    case "json":
      return readJson(pointer, text);
    default:
      return { edits: [text === "" ? remove(pointer) : set(pointer, JSON.stringify(text))] };
  }
}

function readNumber(pointer: string, text: string, whole: boolean): Read {
  if (text === "") return { edits: [remove(pointer)] };
  // The spelling is kept: a large number is not what JavaScript would make of it.
  if ((whole ? INTEGER : DECIMAL).test(text)) return { edits: [set(pointer, text)] };
  const what = whole ? "a whole number" : "a number";
  return { problem: `This is not ${what}, so it is not in the draft.` };
}

function readJson(pointer: string, text: string): Read {
  if (text.trim() === "") return { edits: [remove(pointer)] };
  try {
    JSON.parse(text);
    return { edits: [set(pointer, text)] };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { problem: `This is not JSON, so it is not in the draft. ${why}`.trim() };
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
