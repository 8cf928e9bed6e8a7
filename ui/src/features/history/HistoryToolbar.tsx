// What of the history is shown: text, outcome, tenant.
import { CircleQuestionMark, Search } from "lucide-react";
import { type RefObject } from "react";

import type { OutcomeFilter } from "../../host/generated/OutcomeFilter";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Kbd } from "../../kit/Kbd";
import { Segmented } from "../../kit/Segmented";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import styles from "./history.module.css";

const OUTCOMES: readonly { value: OutcomeFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "success", label: "2xx" },
  { value: "clientError", label: "4xx" },
  { value: "serverError", label: "5xx" },
  { value: "failed", label: "Failed" },
];

const ALL = "";

interface HistoryToolbarProps {
  text: string;
  onText: (text: string) => void;
  /** Puts the focus into the list. */
  onLeave: () => void;
  search: RefObject<HTMLInputElement | null>;
  outcome: OutcomeFilter;
  onOutcome: (outcome: OutcomeFilter) => void;
  tenants: readonly Tenant[];
  tenantId: string | undefined;
  onTenant: (tenantId: string | undefined) => void;
}

export function HistoryToolbar(props: HistoryToolbarProps) {
  const { text, onText, onLeave, search, outcome, onOutcome, tenants, tenantId, onTenant } = props;
  const options = [
    { value: ALL, label: "All tenants" },
    ...tenants.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div className={styles.toolbar}>
      <TextInput
        ref={search}
        className={styles.search}
        value={text}
        onChange={onText}
        aria-label="Path, header or body text"
        placeholder="Path, header or body text"
        data-testid="history-filter"
        before={<Search size={14} aria-hidden="true" />}
        after={text === "" ? <Kbd>/</Kbd> : undefined}
        onKeyDown={(event) => {
          const isDone = event.key === "Escape" && text === "";
          if (isDone || event.key === "Enter" || event.key === "ArrowDown") onLeave();
          else if (event.key === "Escape") onText("");
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Segmented
        label="Outcome"
        value={outcome}
        segments={OUTCOMES}
        onChange={onOutcome}
        testId="history-outcome"
      />
      <Button
        aria-pressed={outcome === "unknown"}
        onClick={() => onOutcome(outcome === "unknown" ? "all" : "unknown")}
        icon={<CircleQuestionMark size={14} aria-hidden="true" />}
        data-testid="history-unknown"
      >
        Outcome unknown
      </Button>
      {tenants.length > 1 && (
        <div className={styles.tenantChoice}>
          <Select
            label="Tenant"
            value={tenantId ?? ALL}
            options={options}
            onChange={(id) => onTenant(id === ALL ? undefined : id)}
            testId="history-tenant"
          />
        </div>
      )}
    </div>
  );
}
