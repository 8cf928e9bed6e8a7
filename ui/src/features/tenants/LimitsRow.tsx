// How long to wait for the server.
import { useId } from "react";

import { FieldRow } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";

export function LimitsRow({ input, onChange, faults, fieldFault }: SectionProps) {
  const id = useId();
  const said = [faults.connectSeconds, faults.totalSeconds, backendFault(fieldFault)].filter(
    (it) => it !== undefined,
  );
  return (
    <FieldRow label="Limits">
      <div className={styles.limits}>
        <span className={styles.limit}>
          <TextInput
            aria-label="Seconds to connect"
            aria-describedby={id}
            inputMode="numeric"
            value={input.connectSeconds}
            onChange={(connectSeconds) => onChange({ ...input, connectSeconds })}
            invalid={faults.connectSeconds !== undefined}
            data-testid="field-connectSeconds"
          />
          s connect
        </span>
        <span className={styles.limit}>
          <TextInput
            aria-label="Seconds for an answer"
            aria-describedby={id}
            inputMode="numeric"
            value={input.totalSeconds}
            onChange={(totalSeconds) => onChange({ ...input, totalSeconds })}
            invalid={faults.totalSeconds !== undefined}
            data-testid="field-totalSeconds"
          />
          s answer
        </span>
      </div>
      <div id={id}>
        {said.map((fault) => (
          <p key={fault} className={styles.limitFault}>
            {fault}
          </p>
        ))}
      </div>
    </FieldRow>
  );
}

function backendFault(fault: SectionProps["fieldFault"]): string | undefined {
  const mine = fault?.field === "connectSeconds" || fault?.field === "totalSeconds";
  return mine ? fault.message : undefined;
}
