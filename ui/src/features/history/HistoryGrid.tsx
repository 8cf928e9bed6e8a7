// The exchanges as a grid: newest first, more are read as one scrolls down.
import { useState } from "react";

import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import type { Tenant } from "../../host/generated/Tenant";
import type { ColumnWidths, GridColumn } from "../../kit/grid/columns";
import type { GridCursor } from "../../kit/grid/cursor";
import { Grid, type GridView } from "../../kit/grid/Grid";
import type { GridSlot } from "../../kit/grid/GridRow";
import { useNow } from "../../kit/Time";
import { HistoryCell } from "./HistoryCell";

const COLUMNS: readonly GridColumn[] = [
  { id: "time", label: "time", min: 150, grow: 0, sort: "descending" },
  { id: "tenant", label: "tenant", min: 108, grow: 0 },
  { id: "method", label: "method", min: 70, grow: 0 },
  { id: "path", label: "path", min: 160, grow: 1 },
  { id: "status", label: "status", min: 84, grow: 0 },
  { id: "ms", label: "ms", min: 70, grow: 0, align: "end" },
  { id: "size", label: "size", min: 76, grow: 0, align: "end" },
  { id: "askedBy", label: "asked by", min: 140, grow: 0 },
];
const NO_WIDTHS: ColumnWidths = new Map();
const WAITING: GridSlot<ExchangeSummary> = { kind: "waiting" };
/** Rows that are left below the view when more are read. */
const AHEAD = 60;

const slots = new WeakMap<ExchangeSummary, GridSlot<ExchangeSummary>>();

function slotOf(exchange: ExchangeSummary): GridSlot<ExchangeSummary> {
  let slot = slots.get(exchange);
  if (!slot) {
    slot = { kind: "ready", value: exchange, id: exchange.id };
    slots.set(exchange, slot);
  }
  return slot;
}

interface HistoryGridProps {
  exchanges: readonly ExchangeSummary[];
  /** How many there are in all; -1 where that is not known. */
  total: number;
  tenants: readonly Tenant[];
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  onEnd: () => void;
}

export function HistoryGrid(props: HistoryGridProps) {
  const { exchanges, total, tenants, selectedId, onSelect, onEnd } = props;
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, column: 0 });
  const now = useNow();
  const place = exchanges.findIndex(({ id }) => id === selectedId);
  const shown = place < 0 || cursor.row < 0 ? cursor : { ...cursor, row: place };
  const move = (next: GridCursor) => {
    setCursor(next);
    const id = exchanges[place < 0 && next.row === 1 && cursor.row === 0 ? 0 : next.row]?.id;
    if (id !== undefined) onSelect(id);
  };
  const cell = (exchange: ExchangeSummary, column: string) => (
    <HistoryCell
      exchange={exchange}
      column={column}
      now={now}
      tenant={tenants.find(({ id }) => id === exchange.tenantId)}
    />
  );
  return (
    <Grid
      label="Requests"
      testId="grid"
      rowTestId="history-row"
      columns={COLUMNS}
      widths={NO_WIDTHS}
      rowCount={exchanges.length}
      total={total}
      slot={(index) => {
        const exchange = exchanges[index];
        return exchange ? slotOf(exchange) : WAITING;
      }}
      cell={cell}
      cursor={shown}
      selectedRow={place < 0 ? undefined : place}
      onCursor={move}
      onView={({ last }: GridView) => {
        if (last > exchanges.length - AHEAD) onEnd();
      }}
      autoFocus
    />
  );
}
