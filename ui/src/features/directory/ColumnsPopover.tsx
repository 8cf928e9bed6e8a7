// The button that says how many columns are shown, and the chooser behind it.
import { Columns3 } from "lucide-react";
import { useRef, useState } from "react";

import type { Columns } from "../../host/generated/Columns";
import { Button } from "../../kit/Button";
import { Popover, PopoverFoot } from "../../kit/Popover";
import { ColumnChooser } from "./ColumnChooser";
import styles from "./columns.module.css";

interface ColumnsPopoverProps {
  columns: Columns;
  onChoose: (paths: readonly string[]) => void;
  onOpen: () => void;
}

export function ColumnsPopover({ columns, onChoose, onOpen }: ColumnsPopoverProps) {
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { chosen, available, isDefault } = columns;
  const onOpenChange = (next: boolean) => {
    setOpen(next);
    if (next) onOpen();
  };
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label="Columns"
      align="end"
      initialFocus={search}
      className={styles.popover}
      testId="columns-popover"
      trigger={
        <Button
          data-testid="columns-button"
          className={open ? styles.pressed : undefined}
          icon={<Columns3 size={16} aria-hidden="true" />}
        >
          Columns
          <span className={styles.count}>
            {chosen.length}/{available.length}
          </span>
        </Button>
      }
    >
      <ColumnChooser columns={columns} onChoose={onChoose} search={search} />
      <PopoverFoot>
        <span>Drag, or Alt+Up and Alt+Down</span>
        <button
          type="button"
          className={styles.reset}
          disabled={isDefault}
          data-testid="columns-reset"
          onClick={() => onChoose([])}
        >
          Reset
        </button>
      </PopoverFoot>
    </Popover>
  );
}
