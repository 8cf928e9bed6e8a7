// Where a text stands that is in no draft: its field is known by its path, its place by the draft. Pure.
import type { EditField } from "../../host/generated/EditField";
import type { EditSection } from "../../host/generated/EditSection";
import { WHOLE } from "./draftSession";

/** One more value of a list is typed behind the others, in the field of the list. */
const NEXT = /\[-\]$/;

/** What a person calls the field. */
export function outsideName(path: string): string {
  return path === WHOLE ? "the JSON" : path.replace(NEXT, "");
}

/** The JSON pointer of the field; undefined where the draft has none. */
export function outsidePointer(sections: readonly EditSection[], path: string): string | undefined {
  const sought = path.replace(NEXT, "");
  return pointerIn(
    sections.flatMap(({ fields }) => fields),
    sought,
  );
}

function pointerIn(fields: readonly EditField[], path: string): string | undefined {
  for (const field of fields) {
    if (field.path === path) return field.pointer;
    const found =
      pointerIn(field.fields, path) ??
      pointerIn(field.list?.elements.flatMap((it) => it.fields) ?? [], path) ??
      pointerOfValue(field, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a long list only the first values are in the draft: the others are known by their number. */
function pointerOfValue({ path: list, pointer }: EditField, path: string): string | undefined {
  if (!path.startsWith(`${list}[`)) return undefined;
  const index = /^\[(\d+)\]/.exec(path.slice(list.length))?.[1];
  return index === undefined ? undefined : `${pointer}/${index}`;
}
