// Nothing to show, or not yet: what happened, why, the facts, and what to do.
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./EmptyState.module.css";

export interface Fact {
  label: string;
  value: ReactNode;
  /** Words of a server or a system, verbatim: set in the code font. */
  verbatim?: boolean | undefined;
}

interface EmptyStateProps {
  icon?: ReactNode;
  tone?: "plain" | "warn" | "danger" | undefined;
  /** What happened, in under eight words. */
  title: ReactNode;
  /** Why, in one sentence. */
  why?: ReactNode;
  facts?: readonly Fact[] | undefined;
  /** At most one primary action and two more. */
  actions?: ReactNode;
  role?: "alert" | "status" | undefined;
  testId?: string | undefined;
  code?: string | undefined;
  children?: ReactNode;
}

export function EmptyState(props: EmptyStateProps) {
  const { icon, tone = "plain", title, why, facts = [], actions, role, testId, code } = props;
  return (
    <div role={role} data-testid={testId} data-code={code} className={styles.state}>
      <span className={classes(styles.icon, styles[tone])}>{icon}</span>
      <div className={styles.text}>
        <h2 className={styles.title}>{title}</h2>
        {why && <p className={styles.why}>{why}</p>}
        {props.children}
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map((fact) => (
              <div key={fact.label} className={styles.fact}>
                <dt>{fact.label}</dt>
                <dd className={classes("selectable", fact.verbatim && "mono")}>{fact.value}</dd>
              </div>
            ))}
          </dl>
        )}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
