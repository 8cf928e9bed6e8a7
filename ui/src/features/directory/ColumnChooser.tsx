// The list of columns: search, those shown in their order, the others by schema.
import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

import type { Column } from "../../host/generated/Column";
import type { Columns } from "../../host/generated/Columns";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { moved, otherColumns, shownColumns, toggled } from "./columnChoice";
import { ColumnOption } from "./ColumnOption";
import styles from "./columns.module.css";
import { useColumnDrag } from "./useColumnDrag";

interface ColumnChooserProps {
  columns: Columns;
  onChoose: (paths: readonly string[]) => void;
  search: RefObject<HTMLInputElement | null>;
}

function pathAt(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.dataset.path : undefined;
}

function neighbour(list: HTMLElement, from: EventTarget, key: string): HTMLElement | undefined {
  const options = [...list.querySelectorAll<HTMLElement>("[role=checkbox]")];
  const here = options.indexOf(from as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: here + 1,
    ArrowUp: here - 1,
    Home: 0,
    End: options.length - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : options[Math.min(to, options.length - 1)];
}

export function ColumnChooser({ columns, onChoose, search }: ColumnChooserProps) {
  const [words, setWords] = useState("");
  const [active, setActive] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const { chosen, available } = columns;
  const drag = useColumnDrag(chosen, onChoose);
  const shown = shownColumns(available, drag.order, words);
  const groups = otherColumns(available, chosen, words);
  const stop = active ?? shown[0]?.path ?? groups[0]?.columns[0]?.path;

  // An option that moves is taken out of the document for a moment and loses the focus.
  useLayoutEffect(() => {
    const lost = document.activeElement === document.body;
    if (lost && active !== undefined)
      list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(active)}"]`)?.focus();
  }, [chosen, active]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const path = pathAt(event.target);
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (event.altKey && step !== 0 && path !== undefined && chosen.includes(path)) {
      event.preventDefault();
      onChoose(moved(chosen, path, chosen.indexOf(path) + step));
      return;
    }
    const next = list.current && neighbour(list.current, event.target, event.key);
    if (
      event.key === "ArrowUp" &&
      path === list.current?.querySelector<HTMLElement>("[role=checkbox]")?.dataset.path
    ) {
      event.preventDefault();
      search.current?.focus();
    } else if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  const option = (column: Column) => {
    const checked = chosen.includes(column.path);
    return (
      <ColumnOption
        key={column.path}
        column={column}
        checked={checked}
        fixed={checked && chosen.length === 1}
        stop={column.path === stop}
        dragged={column.path === drag.dragged}
        onToggle={() => onChoose(toggled(chosen, column.path))}
        onDrag={checked && words === "" ? drag.start(column.path) : undefined}
      />
    );
  };
  return (
    <>
      <div className={styles.search}>
        <TextInput
          ref={search}
          value={words}
          onChange={setWords}
          before={<Search size={14} aria-hidden="true" />}
          aria-label="Find an attribute"
          placeholder="Find an attribute"
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            list.current?.querySelector<HTMLElement>("[role=checkbox]")?.focus();
          }}
        />
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- it only passes the focus on between its options */}
      <div
        ref={list}
        className={styles.list}
        onKeyDown={onKeyDown}
        onFocus={(event) => setActive(pathAt(event.target))}
      >
        {shown.length > 0 && (
          <ColumnGroupView title="Shown, in this order">{shown.map(option)}</ColumnGroupView>
        )}
        {groups.map((group) => (
          <ColumnGroupView key={group.title} title={group.title}>
            {group.columns.map(option)}
          </ColumnGroupView>
        ))}
        {shown.length + groups.length === 0 && (
          <p className={styles.nothing}>No attribute is called that.</p>
        )}
      </div>
    </>
  );
}

function ColumnGroupView({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <div className={styles.group} aria-hidden>
        <UserText text={title} />
      </div>
      {children}
    </div>
  );
}
