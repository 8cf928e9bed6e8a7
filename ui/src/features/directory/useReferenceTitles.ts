// The names of the references that a table draws, as far as they are known.
import type { Cell } from "../../host/generated/Cell";
import type { ReferenceAsked } from "../../host/generated/ReferenceAsked";
import { useKnownTitles } from "../resource/names";
import type { TableRows } from "./useTableRows";

type ReferenceCell = Extract<Cell, { kind: "reference" }>;

/** Whether the server gave a link without a name: only then its target's name stands in the table. */
export function isNameless(cell: Cell): cell is ReferenceCell {
  return cell.kind === "reference" && cell.text === cell.target;
}

function referencesIn(rows: TableRows): ReferenceAsked[] {
  const targets = new Set<string>();
  for (const { row } of rows.drawn) {
    for (const cell of row.cells) {
      if (isNameless(cell)) targets.add(cell.target);
    }
  }
  return [...targets].map((value) => ({ value }));
}

/** Titles by the reference's target; more become known as more rows are read. */
export function useReferenceTitles(tenantId: string, rows: TableRows): ReadonlyMap<string, string> {
  return useKnownTitles(tenantId, referencesIn(rows), rows.version);
}
