// What a table knows of each row, as objects that stay the same while they say the same.
import type { Row } from "../../host/generated/Row";
import type { GridSlot } from "../../kit/grid/GridRow";
import type { Page } from "./listApi";

/** A row with the columns that its cells are of. */
export interface TableRow {
  columns: readonly string[];
  row: Row;
}

export type Slot = GridSlot<TableRow>;

/** A row that is being read, or will be. */
export const WAITING: Slot = { kind: "waiting" };
/** A row whose window could not be read, or was not read any more. */
export const MISSING: Slot = { kind: "failed" };

const slotsOf = new WeakMap<Page, Map<number, Slot>>();

function drawn({ columns, listed }: Page): Map<number, Slot> {
  return new Map(
    listed.rows.map((row): [number, Slot] => [
      row.index,
      {
        kind: "ready",
        value: { columns, row },
        id: row.id,
        dimmed: row.active === false || row.misfit,
      },
    ]),
  );
}

/** The slot of a row of this page; waiting where the page does not have it. */
export function slotIn(page: Page, index: number): Slot {
  let slots = slotsOf.get(page);
  if (!slots) {
    slots = drawn(page);
    slotsOf.set(page, slots);
  }
  return slots.get(index) ?? WAITING;
}

/** The rows of a page, with their columns. */
export function rowsOf(page: Page): TableRow[] {
  return page.listed.rows.flatMap(({ index }) => {
    const slot = slotIn(page, index);
    return slot.kind === "ready" ? [slot.value] : [];
  });
}
