// Which sections and fields of a form are drawn: all, those that hold something, those that changed, those looked for.
import type { EditField } from "../../host/generated/EditField";
import type { EditSection } from "../../host/generated/EditSection";

export type Shown = "all" | "filled" | "changed";

/** The sections that are drawn. What is drawn whole stays the same object, so that it need not be drawn again. */
export function shownSections(
  sections: readonly EditSection[],
  shown: Shown,
  sought: string,
): EditSection[] {
  const letters = sought.trim().toLowerCase();
  return sections.flatMap((section) => {
    if (!section.present) return [];
    if (shown === "all" && letters === "") return [section];
    // Who looks for an extension finds all of it.
    const isNamed = letters !== "" && holds(section.title, letters);
    const fields = section.fields.flatMap((it) => shownField(it, shown, isNamed ? "" : letters));
    return fields.length === 0 ? [] : [{ ...section, fields }];
  });
}

function shownField(field: EditField, shown: Shown, letters: string): EditField[] {
  if (shown === "filled" && field.state === "absent") return [];
  if (shown === "changed" && !field.changed) return [];
  const isNamed = holds(field.name, letters) || holds(field.path, letters);
  const below = isNamed ? "" : letters;
  if (field.list) {
    const isFound = isNamed || field.list.elements.some((it) => named(it.fields, below));
    return isFound ? [field] : [];
  }
  if (field.fields.length === 0) return isNamed ? [field] : [];
  const fields = field.fields.flatMap((it) => shownField(it, shown, below));
  if (fields.length === 0) return isNamed && shown !== "filled" ? [field] : [];
  return [{ ...field, fields }];
}

function named(fields: readonly EditField[], letters: string): boolean {
  return fields.some(({ name }) => holds(name, letters));
}

function holds(text: string, letters: string): boolean {
  return letters === "" || text.toLowerCase().includes(letters);
}
