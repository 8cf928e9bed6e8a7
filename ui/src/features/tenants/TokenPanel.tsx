// What is known of a tenant's token and certificate, and what can be done about them.
import { LogOut, RotateCw } from "lucide-react";
import { useState } from "react";

import type { CallError } from "../../host/call";
import { asCallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import type { TenantToken } from "../../host/generated/TenantToken";
import { Button } from "../../kit/Button";
import { FieldMessage } from "../../kit/Field";
import { formatSpan } from "../../kit/format";
import { useToast } from "../../kit/Toast";
import { useRun } from "../../state/query";
import { CertificateFactsList } from "./CertificateFactsList";
import styles from "./Connection.module.css";
import { ExpiryLine } from "./ExpiryLine";
import { Instant } from "./Instant";
import formStyles from "../signin/signIn.module.css";
import { isFetched, isKnown, useTenantToken } from "./tenantToken";
import { Fact, FactList, TextFact, TokenFactLines } from "./TokenFactsList";

/** In the form of a saved tenant; nothing as long as there is nothing to say. */
export function TokenSection({ tenant }: { tenant: Tenant | undefined }) {
  const token = useTenantToken(tenant);
  if (!tenant || !token) return null;
  const shown = withoutCertificate(token);
  if (!isKnown(shown)) return null;
  return (
    <section className={styles.section} aria-label="Token">
      <h3 className={styles.legend}>Token</h3>
      <div className={formStyles.inForm}>
        <TokenPanel tenant={tenant} token={shown} />
      </div>
    </section>
  );
}

/** In the form the certificate stands where it is given. */
function withoutCertificate(token: TenantToken): TenantToken {
  const rest = { ...token };
  delete rest.certificate;
  return rest;
}

interface TokenPanelProps {
  tenant: Tenant;
  token: TenantToken;
}

export function TokenPanel({ tenant, token }: TokenPanelProps) {
  return (
    <div className={formStyles.panel} data-testid="token-panel">
      {token.notices.map((notice) => (
        <ExpiryLine key={notice.title} notice={notice} />
      ))}
      <TokenFactsPanel token={token} />
      {token.certificate && <CertificateFactsList facts={token.certificate} />}
      <TokenActions tenant={tenant} token={token} />
    </div>
  );
}

/** When it was fetched, how long it lives, and what it says. */
export function TokenFactsPanel({ token }: { token: TenantToken }) {
  const { jwt, obtainedAt, expiresAt, scopes, renews } = token;
  const life = lifeOf(obtainedAt, expiresAt);
  const saysEnd = expiresAt !== undefined && jwt?.expiresAt === undefined;
  return (
    <FactList label="What is known of the token" testId="token-known">
      {obtainedAt !== undefined && (
        <Fact name="Fetched">
          <Instant at={obtainedAt} />
        </Fact>
      )}
      {life !== undefined && <Fact name="Lives">{formatSpan(life)}</Fact>}
      {saysEnd && (
        <Fact name="Expires">
          <Instant at={expiresAt} />
        </Fact>
      )}
      {jwt && <TokenFactLines facts={jwt} />}
      {scopes.length > 0 && scopes.join(" ") !== jwt?.scopes.join(" ") && (
        <TextFact name="Scopes given" texts={scopes} />
      )}
      {obtainedAt !== undefined && (
        <Fact name="Renewal">
          {renews ? "by itself, before it expires" : "only by signing in again"}
        </Fact>
      )}
    </FactList>
  );
}

function lifeOf(begins: string | undefined, ends: string | undefined): number | undefined {
  if (begins === undefined || ends === undefined) return undefined;
  const life = Date.parse(ends) - Date.parse(begins);
  return life > 0 ? life : undefined;
}

function TokenActions({ tenant, token }: TokenPanelProps) {
  const { busy, error, renew, signOut } = useTokenActions(tenant);
  if (!isFetched(token)) return null;
  const isPerson = tenant.authentication === "authorizationCode";
  return (
    <>
      <div className={formStyles.buttons}>
        {token.renews && (
          <Button
            small
            busy={busy === "renew"}
            disabled={busy !== undefined}
            icon={<RotateCw size={14} aria-hidden="true" />}
            onClick={renew}
            data-testid="token-renew"
          >
            Renew now
          </Button>
        )}
        <Button
          small
          busy={busy === "signOut"}
          disabled={busy !== undefined}
          icon={<LogOut size={14} aria-hidden="true" />}
          onClick={signOut}
          data-testid="token-sign-out"
        >
          {isPerson ? "Sign out" : "Forget the token"}
        </Button>
      </div>
      {error && <FieldMessage error={`${error.title}. ${error.detail}`} />}
    </>
  );
}

/** Renewing a token, and forgetting it with what would fetch another one. */
export function useTokenActions(tenant: Tenant) {
  const [busy, setBusy] = useState<"renew" | "signOut">();
  const [error, setError] = useState<CallError>();
  const run = useRun();
  const toast = useToast();
  const act = (
    which: "renew" | "signOut",
    command: "token_renew" | "tenant_sign_out",
    title: string,
  ) => {
    setBusy(which);
    setError(undefined);
    run(command, { tenantId: tenant.id })
      .then(() => toast({ title }))
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(undefined));
  };
  return {
    busy,
    error,
    renew: () => act("renew", "token_renew", "The next request fetches a new token"),
    signOut: () =>
      act(
        "signOut",
        "tenant_sign_out",
        tenant.authentication === "authorizationCode"
          ? `Signed out of ${tenant.name}`
          : "The token is forgotten",
      ),
  };
}
