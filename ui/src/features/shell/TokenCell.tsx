// How long the token still lives, as one cell of the status bar; opens to what is known of it and what can be done.
import { KeyRound } from "lucide-react";
import { useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import type { TenantToken } from "../../host/generated/TenantToken";
import { Button } from "../../kit/Button";
import { classes } from "../../kit/classes";
import { formatDistance } from "../../kit/format";
import { Popover } from "../../kit/Popover";
import { useNow } from "../../kit/Time";
import { useNavigate } from "../../state/navigation";
import { SignInAgain } from "../signin/SignInAgain";
import { isKnown, useTenantToken } from "../tenants/tenantToken";
import { TokenPanel } from "../tenants/TokenPanel";
import { noticeWords } from "./noticeWords";
import styles from "./StatusBar.module.css";

export function TokenCell({ tenant }: { tenant: Tenant }) {
  const token = useTenantToken(tenant);
  return token && isKnown(token) ? <KnownToken tenant={tenant} token={token} /> : null;
}

interface KnownTokenProps {
  tenant: Tenant;
  token: TenantToken;
}

function KnownToken({ tenant, token }: KnownTokenProps) {
  const [open, setOpen] = useState(false);
  const now = useNow();
  const navigate = useNavigate();
  const isOver = token.notices.some((it) => it.isUnusable);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Token and certificate"
      side="top"
      className={styles.popup}
      testId="token-popover"
      trigger={
        <button
          type="button"
          className={classes(
            styles.cell,
            isOver ? styles.over : token.notices.length > 0 && styles.doubt,
          )}
          data-testid="status-token"
        >
          <KeyRound size={12} aria-hidden="true" />
          {tokenWords(token, now)}
        </button>
      }
    >
      <div className={styles.body}>
        <h2 className={styles.heading}>{token.certificate ? "Token and certificate" : "Token"}</h2>
        <TokenPanel tenant={tenant} token={token} />
        <div className={styles.actions}>
          {token.notices.length > 0 && tenant.authentication === "authorizationCode" && (
            <SignInAgain small tenant={tenant} onDone={() => setOpen(false)} />
          )}
          <Button
            small
            onClick={() => {
              setOpen(false);
              navigate.open({ screen: "connection", tenantId: tenant.id });
            }}
          >
            Edit connection
          </Button>
        </div>
      </div>
    </Popover>
  );
}

/** What is most worth saying, in a few words. */
export function tokenWords(token: TenantToken, now: number): string {
  const { expiresAt, certificate, notices, renews } = token;
  const [notice] = notices;
  if (notice) return noticeWords(notice);
  if (expiresAt !== undefined) {
    return renews
      ? `token renews ${formatDistance(expiresAt, now)}`
      : `token ends ${formatDistance(expiresAt, now)}`;
  }
  if (token.obtainedAt !== undefined || token.jwt) return "token";
  return certificate ? "certificate" : "token";
}
