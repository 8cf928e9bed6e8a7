// What was done about the guard of a tenant, and why, newest first.
import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";

import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { Time } from "../../kit/Time";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import styles from "./guard.module.css";
import { eventWords } from "./guardWords";

export function GuardLog({ tenantId }: { tenantId: string }) {
  const { data, error, refetch } = useQuery(queryOf("guard_log", { tenantId }));
  if (error) return <ErrorCard error={error} onRetry={() => void refetch()} />;
  if (!data) return <p aria-busy="true" />;
  if (data.length === 0) {
    return <p className={styles.quiet}>It was never unlocked, and never guarded otherwise.</p>;
  }
  return (
    <div className={styles.logBox}>
      <table className={styles.log} data-testid="guard-log" aria-label="Log of the write guard">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ at, event, reason }, place) => (
            // Two may be of the same moment.
            <tr key={`${at} ${place}`}>
              <td className={styles.when}>
                <Time at={at} />
              </td>
              <td>{event ? eventWords[event] : "What a newer version of Scimscope did"}</td>
              <td>{reason !== undefined && <UserText text={reason} className="selectable" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface GuardLogDialogProps {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
}

export function GuardLogDialog({ tenant, open, onClose }: GuardLogDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      testId="guard-log-dialog"
      icon={<ScrollText size={16} aria-hidden="true" />}
      title={
        <>
          Write guard of <UserText text={tenant.name} />
        </>
      }
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <p className={styles.quiet}>
        Kept on this computer, without names: Scimscope does not know who uses it.
      </p>
      {open && <GuardLog tenantId={tenant.id} />}
    </Dialog>
  );
}
