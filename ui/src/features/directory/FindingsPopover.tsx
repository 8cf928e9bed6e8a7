// What is odd about a list: a mark with a count, and behind it each rule with its section and what it means.
import { TriangleAlert } from "lucide-react";
import { useState } from "react";

import type { Finding } from "../../host/generated/Finding";
import { Button } from "../../kit/Button";
import { Popover, PopoverFoot } from "../../kit/Popover";
import { FindingList } from "../finding/FindingList";
import styles from "./directory.module.css";

interface FindingsPopoverProps {
  findings: readonly Finding[];
  /** Shows the request that brought the list. */
  onExchange: (() => void) | undefined;
}

export function FindingsPopover({ findings, onExchange }: FindingsPopoverProps) {
  const [open, setOpen] = useState(false);
  const count = findings.length;
  const name = count === 1 ? "1 finding about this list" : `${count} findings about this list`;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Findings about this list"
      testId="list-findings"
      className={styles.findings}
      trigger={
        <Button
          small
          kind="ghost"
          aria-label={name}
          data-testid="list-findings-button"
          icon={<TriangleAlert size={14} className={styles.warn} aria-hidden="true" />}
        >
          {count}
        </Button>
      }
    >
      <div className={styles.findingsList}>
        <FindingList findings={findings} />
      </div>
      {onExchange && (
        <PopoverFoot>
          <Button small kind="ghost" onClick={onExchange}>
            Show request
          </Button>
        </PopoverFoot>
      )}
    </Popover>
  );
}
