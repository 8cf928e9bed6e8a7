// A cell as text: for the clipboard and for the hint that shows it in full.
import type { Cell } from "../../host/generated/Cell";

/** What a cell holds, exactly as served; an absent attribute is nothing. */
export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case "absent":
      return "";
    case "null":
      return "null";
    case "empty":
      return '""';
    case "boolean":
      return String(cell.value);
    case "values": {
      const more = cell.total - cell.texts.length;
      return more > 0 ? `${cell.texts.join(", ")} and ${more} more` : cell.texts.join(", ");
    }
    case "reference":
      return cell.text === cell.target ? cell.target : `${cell.text} (${cell.target})`;
    case "text":
    case "number":
    case "dateTime":
    case "unexpected":
      return cell.text;
  }
}

/** Text in two parts, of which the first gives way: ids and URNs are told apart by their end. */
export function elided(text: string): [string, string] {
  const characters = Array.from(text);
  const tail = Math.min(6, Math.floor(characters.length / 2));
  return [
    characters.slice(0, characters.length - tail).join(""),
    characters.slice(characters.length - tail).join(""),
  ];
}

/** Whether a column holds ids or URNs. */
export function isIdentifier(path: string, text: string): boolean {
  const name = path.split(/[.:]/).at(-1) ?? "";
  return name === "id" || name === "externalId" || text.startsWith("urn:");
}
