// An error as people read it: what happened, why, the other side's own words, what to do next.
import type { LucideIcon } from "lucide-react";
import {
  CircleQuestionMark,
  CloudOff,
  Database,
  FileWarning,
  KeyRound,
  Lock,
  PencilLine,
  SearchX,
  ShieldAlert,
  Timer,
  TriangleAlert,
  Weight,
} from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import type { Fact } from "./EmptyState";
import styles from "./ErrorCard.module.css";
import { UserText } from "./UserText";

export interface ErrorText {
  code: string;
  title: string;
  detail: string;
  hints: readonly string[];
  said?: string;
}

interface ErrorCardProps {
  error: ErrorText;
  /** What "Try again" does, where trying again makes sense. */
  onRetry?: (() => void) | undefined;
  /** What else can be done. */
  actions?: ReactNode;
}

const icons: Record<string, LucideIcon> = {
  invalidInput: PencilLine,
  notFound: SearchX,
  secretNeeded: KeyRound,
  signInNeeded: KeyRound,
  noToken: KeyRound,
  unreachable: CloudOff,
  untrusted: ShieldAlert,
  timedOut: Timer,
  unauthorized: KeyRound,
  forbidden: KeyRound,
  redirectElsewhere: ShieldAlert,
  plainHttp: ShieldAlert,
  readOnly: Lock,
  notConfirmed: ShieldAlert,
  outcomeUnknown: CircleQuestionMark,
  tooLarge: Weight,
  keychain: KeyRound,
  storage: Database,
  internal: TriangleAlert,
};

export function ErrorCard({ error, onRetry, actions }: ErrorCardProps) {
  const Icon = icons[error.code] ?? FileWarning;
  return (
    <EmptyState
      role="alert"
      testId="error-card"
      code={error.code}
      tone="danger"
      icon={<Icon size={16} aria-hidden="true" />}
      title={<UserText text={error.title} />}
      why={<UserText text={error.detail} />}
      facts={facts(error)}
      actions={
        onRetry ? (
          <>
            <Button kind="primary" onClick={onRetry}>
              Try again
            </Button>
            {actions}
          </>
        ) : (
          actions
        )
      }
    />
  );
}

function facts(error: ErrorText): Fact[] {
  const all: Fact[] = [];
  if (error.said !== undefined && error.said !== "") {
    all.push({
      label: "Said",
      value: <UserText lines text={error.said} className={styles.said} />,
      verbatim: true,
    });
  }
  if (error.hints.length > 0) {
    all.push({
      label: "Fix",
      value: (
        <ul className={styles.hints}>
          {error.hints.map((hint) => (
            <li key={hint}>
              <UserText text={hint} />
            </li>
          ))}
        </ul>
      ),
    });
  }
  return all;
}
