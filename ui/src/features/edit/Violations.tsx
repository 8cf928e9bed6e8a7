// What does not fit, at its field: how much it weighs, a sentence, the section that says so, and the repair.
import type { ReactNode } from "react";

import type { EditField } from "../../host/generated/EditField";
import type { Fix } from "../../host/generated/Fix";
import type { Violation } from "../../host/generated/Violation";
import { FieldMessage } from "../../kit/Field";
import { LinkButton } from "../../kit/LinkButton";
import { Prose } from "../../kit/Prose";
import { isPlain, visibleText } from "../../kit/visible";
import { SeverityIcon } from "../finding/FindingList";
import styles from "./form.module.css";
import { useDraftSession, useTyped } from "./session";
import { fixEdits } from "./typed";

interface ViolationsProps {
  /** What the control's `aria-describedby` names. */
  id?: string | undefined;
  violations: readonly Violation[];
  /** Without their repairs: outside of the form. */
  plain?: boolean | undefined;
}

export function Violations({ id, violations, plain }: ViolationsProps) {
  if (violations.length === 0) return null;
  return (
    <div id={id} className={styles.violations}>
      {violations.map((violation, at) => (
        <ViolationLine key={at} violation={violation}>
          {!plain && violation.fix && <FixButton violation={violation} fix={violation.fix} />}
        </ViolationLine>
      ))}
    </div>
  );
}

interface ViolationLineProps {
  violation: Violation;
  children: ReactNode;
}

function ViolationLine({ violation: { finding }, children }: ViolationLineProps) {
  return (
    <p className={styles.violation} data-severity={finding.severity} data-rule={finding.rule}>
      <SeverityIcon severity={finding.severity} />
      <span>
        <Prose text={finding.message} /> <span className={styles.rule}>{finding.section}</span>{" "}
        {children}
      </span>
    </p>
  );
}

function FixButton({ violation, fix }: { violation: Violation; fix: Fix }) {
  const session = useDraftSession();
  const mend = () => {
    const edits = fixEdits(fix, session.draft.read().text);
    if (!edits) return;
    session.forget(violation.path);
    session.edit(edits);
  };
  return (
    <LinkButton onClick={mend}>
      <Prose text={fix.title} />
    </LinkButton>
  );
}

/** Whether anything is said below a field; the control names it then. */
export function useSaid(field: EditField): boolean {
  const typed = useTyped(field.path);
  return typed?.problem !== undefined || field.violations.length > 0;
}

const LAYOUT = /[\n\t]/g;

/** All that is said below a field. */
export function FieldSaid({ id, field }: { id: string; field: EditField }) {
  const typed = useTyped(field.path);
  const text = typed?.text ?? field.text ?? "";
  const hides = field.control !== "secret" && !isPlain(text.replace(LAYOUT, ""));
  if (typed?.problem === undefined && field.violations.length === 0 && !hides) return null;
  return (
    <div id={id} className={styles.said}>
      {typed?.problem !== undefined && <FieldMessage error={typed.problem} />}
      {typed?.problem === undefined && <Violations violations={field.violations} />}
      {hides && (
        <p className={styles.hides}>
          It has characters that are not seen: <code>{visibleText(text.slice(0, 200))}</code>
        </p>
      )}
    </div>
  );
}
