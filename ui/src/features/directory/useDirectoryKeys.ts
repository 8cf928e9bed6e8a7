// The keys of a directory, as far as its table or its inspector has the focus.
import type { Resource } from "../../host/generated/Resource";
import { call, writeClipboard } from "../../host/call";
import { useToast } from "../../kit/Toast";
import { useShortcuts } from "../../state/shortcuts";
import { cellText } from "./cellText";
import type { Table } from "./memory";
import type { InspectorPane } from "./useInspectorPane";
import type { Checked } from "./useChecked";
import type { Selection } from "./useSelection";
import type { TableRows } from "./useTableRows";

interface DirectoryKeys {
  table: Table;
  rows: TableRows;
  selection: Selection;
  checked: Checked;
  inspector: InspectorPane;
  openRow: (index: number) => void;
}

async function textOf(table: Table, id: string): Promise<string> {
  const resource: Resource = await call("resource_read", { ...table, id, fresh: false });
  return resource.text;
}

export function useDirectoryKeys({
  table,
  rows,
  selection,
  checked,
  inspector,
  openRow,
}: DirectoryKeys): void {
  const toast = useToast();
  const here = rows.row(selection.cursor.row);
  const say = (copying: Promise<void>, done: string) => {
    copying.then(
      () => toast({ title: done }),
      () => toast({ title: "Could not copy", detail: "The clipboard or the server refused." }),
    );
  };
  const copyCell = () => {
    const cell = here?.row.cells[selection.cursor.column];
    if (cell) say(writeClipboard(cellText(cell)), "Cell copied");
  };
  const copyRow = () => {
    const id = here?.row.id;
    if (id !== undefined) say(textOf(table, id).then(writeClipboard), "Row copied as JSON");
  };
  const close = () => inspector.leave();
  const check = () => {
    if (here) checked.toggle(here.row);
  };
  // The row is checked, and the grid goes on as by the arrow alone: it scrolls along.
  const checkOn = (event: KeyboardEvent) => {
    if (here) checked.add([here.row]);
    const isUp = event.key === "ArrowUp";
    // The first step down only selects the row that the cursor is on.
    const stays = !isUp && selection.selectedRow === undefined;
    const next = stays ? undefined : rows.row(selection.cursor.row + (isUp ? -1 : 1));
    if (next) checked.add([next.row]);
    const plain = { key: event.key, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", plain));
  };
  useShortcuts("grid", {
    "grid.move": "elsewhere",
    "grid.jump": "elsewhere",
    "grid.open": () => openRow(selection.cursor.row),
    "grid.inspector": () => inspector.toggle(),
    "grid.check": check,
    "grid.checkOn": checkOn,
    "grid.checkAll": () => checked.add(rows.loaded()),
    "grid.uncheck": checked.rows.size > 0 ? () => checked.remove() : undefined,
    "grid.copyCell": copyCell,
    "grid.copyRow": copyRow,
  });
  useShortcuts("screen", {
    "screen.close": inspector.drawer && inspector.open ? close : undefined,
  });
}
