// The grid draws few rows whatever it is told about its size, and has one tab stop.
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";

import type { ColumnWidths, GridColumn } from "./columns";
import type { GridCursor } from "./cursor";
import { MOST_ROWS } from "./geometry";
import { Grid } from "./Grid";
import type { GridSlot } from "./GridRow";

const COLUMNS: GridColumn[] = [
  { id: "name", label: "name", min: 100, grow: 1, sort: "none" },
  { id: "size", label: "size", min: 60, grow: 0, align: "end", refused: "Sizes are not kept." },
];

const slots = Array.from({ length: 2000 }, (_, index): GridSlot<string> => {
  if (index === 5) return { kind: "waiting" };
  return { kind: "ready", value: `value ${index}`, id: `id-${index}`, dimmed: index === 1 };
});

interface HolderProps {
  rowCount: number;
  onSort?: (column: string) => void;
  onWidth?: (column: string, width: number | undefined) => void;
  slot?: (index: number) => GridSlot<string>;
}

function Holder({ rowCount, onSort, onWidth, slot }: HolderProps) {
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, column: 0 });
  const [widths, setWidths] = useState<ColumnWidths>(new Map());
  return (
    <Grid
      label="Things"
      testId="grid"
      rowTestId="row"
      columns={COLUMNS}
      widths={widths}
      onWidth={(column, width) => {
        setWidths(new Map(width === undefined ? [] : [[column, width]]));
        onWidth?.(column, width);
      }}
      onSort={(column) => onSort?.(column)}
      rowCount={rowCount}
      slot={slot ?? ((index) => slots[index % slots.length] ?? { kind: "waiting" })}
      cell={(value, column) => `${value} ${column}`}
      cursor={cursor}
      selectedRow={cursor.row}
      onCursor={setCursor}
    />
  );
}

function measured(height: number) {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(height);
}

afterEach(() => vi.restoreAllMocks());

it.each([0, 700, 1_000_000])(
  "draws at most 200 of 100,000 rows when it measures %i px",
  (height) => {
    measured(height);
    render(<Holder rowCount={100_000} />);
    const rows = screen.getAllByTestId("row");
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
  },
);

it("says how many rows there are, and which ones are drawn", () => {
  render(<Holder rowCount={100_000} />);
  const grid = screen.getByRole("grid", { name: "Things" });
  expect(grid).toHaveAttribute("aria-rowcount", "100001");
  expect(screen.getAllByTestId("row")[0]).toHaveAttribute("aria-rowindex", "2");
  expect(screen.getAllByTestId("row")[5]).toHaveAttribute("aria-busy", "true");
  expect(screen.getAllByTestId("row")[1]).toHaveAttribute("data-dimmed");
});

it("has one tab stop, which the arrows move", async () => {
  const user = userEvent.setup();
  render(<Holder rowCount={1000} />);
  await user.tab();
  expect(screen.getByRole("gridcell", { name: "value 0 name" })).toHaveFocus();
  await user.keyboard("{ArrowDown}j{ArrowRight}");
  expect(screen.getByRole("gridcell", { name: "value 2 size" })).toHaveFocus();
  expect(document.querySelectorAll("[role=grid] [tabindex='0']")).toHaveLength(1);
  await user.keyboard("{End}");
  expect(screen.getByRole("gridcell", { name: "value 999 size" })).toHaveFocus();
  await user.tab();
  expect(document.body).toHaveFocus();
});

it("sorts by the header, which says why where it cannot", async () => {
  const user = userEvent.setup();
  const onSort = vi.fn();
  render(<Holder rowCount={10} onSort={onSort} />);
  const name = screen.getByRole("columnheader", { name: "name" });
  const size = screen.getByRole("columnheader", { name: "size" });
  expect(name).toHaveAttribute("aria-sort", "none");
  expect(size).toHaveAttribute("aria-disabled", "true");
  expect(size).toHaveAccessibleDescription("Sizes are not kept.");
  await user.click(name);
  await user.click(size);
  await user.tab();
  await user.keyboard("{ArrowUp}{Enter} {ArrowRight}{Enter}");
  expect(onSort.mock.calls).toEqual([["name"], ["name"], ["name"]]);
});

it("sizes a column by keys", async () => {
  const user = userEvent.setup();
  const onWidth = vi.fn();
  render(<Holder rowCount={10} onWidth={onWidth} />);
  await user.tab();
  await user.keyboard("{ArrowUp}{Shift>}{ArrowRight}{ArrowRight}{ArrowLeft}{/Shift}");
  expect(onWidth.mock.calls).toEqual([
    ["name", 64],
    ["name", 80],
    ["name", 64],
  ]);
  expect(screen.getByRole("columnheader", { name: "name" })).toHaveFocus();
});

it("says of a row that it could not be read, and keeps the focus on it", () => {
  const waiting: GridSlot<string> = { kind: "waiting" };
  const { rerender } = render(<Holder rowCount={3} slot={() => waiting} />);
  act(() => screen.getAllByRole("gridcell")[0]?.focus());
  rerender(<Holder rowCount={3} slot={() => ({ kind: "failed" })} />);
  expect(screen.getAllByRole("gridcell", { name: "not read" })).toHaveLength(3);
  expect(screen.getAllByRole("gridcell")[0]).toHaveFocus();
});
