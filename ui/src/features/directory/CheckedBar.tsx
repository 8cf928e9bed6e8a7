// What can be done with all checked rows: disable, enable, delete them, as far as they have that.
import { Trash2, UserRoundCheck, UserRoundX, X } from "lucide-react";

import type { WriteIntent } from "../../host/generated/WriteIntent";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { useShortcuts } from "../../state/shortcuts";
import { useWrite } from "../write/useWrite";
import styles from "./checked.module.css";
import type { Table } from "./memory";
import type { Checked } from "./useChecked";

interface CheckedBarProps {
  table: Table;
  checked: Checked;
}

/** It stays mounted while no row is checked: what came of the last write may still be told. */
export function CheckedBar({ table, checked }: CheckedBarProps) {
  const { start, dialog, busy } = useWrite(table.tenantId);
  const { rows } = checked;
  const { resourceType } = table;
  const ids = [...rows.keys()];
  const states = [...rows.values()].map(({ active }) => active);
  const write = (intent: WriteIntent) =>
    start(intent, {
      onSent: ({ results }) =>
        checked.remove(
          results.flatMap(({ id, outcome }) =>
            id !== undefined && outcome.kind === "done" ? [id] : [],
          ),
        ),
    });
  const remove = () => write({ kind: "delete", resourceType, ids });
  useShortcuts("screen", { "rows.delete": ids.length > 0 ? remove : undefined });
  return (
    <>
      <div role="status" className="visually-hidden">
        {ids.length > 0 && `${formatNumber(ids.length)} selected`}
      </div>
      {ids.length > 0 && (
        <div
          role="toolbar"
          aria-label="Checked rows"
          className={styles.bar}
          data-testid="checked-bar"
        >
          <b>{formatNumber(ids.length)} selected</b>
          {states.includes(true) && (
            <Button
              small
              busy={busy}
              icon={<UserRoundX size={12} aria-hidden="true" />}
              onClick={() => write({ kind: "setActive", resourceType, ids, active: false })}
            >
              Disable
            </Button>
          )}
          {states.includes(false) && (
            <Button
              small
              busy={busy}
              icon={<UserRoundCheck size={12} aria-hidden="true" />}
              onClick={() => write({ kind: "setActive", resourceType, ids, active: true })}
            >
              Enable
            </Button>
          )}
          <Button
            small
            kind="danger"
            busy={busy}
            icon={<Trash2 size={12} aria-hidden="true" />}
            onClick={remove}
            data-testid="checked-delete"
          >
            Delete
          </Button>
          <span className={styles.push} />
          <Button
            small
            kind="ghost"
            icon={<X size={12} aria-hidden="true" />}
            onClick={() => checked.remove()}
          >
            Clear
          </Button>
        </div>
      )}
      {dialog}
    </>
  );
}
