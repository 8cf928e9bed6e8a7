// Over every screen of a tenant whose token or certificate is of no use any more. That an end is near says the status bar.
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import { SignInAgain } from "../signin/SignInAgain";
import { useTenantToken } from "../tenants/tenantToken";
import styles from "./ExpiryBanner.module.css";

export function ExpiryBanner({ tenant }: { tenant: Tenant }) {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  const token = useTenantToken(tenant);
  const over = token?.notices.filter((it) => it.isUnusable) ?? [];
  // The form says it itself, where the person can do something about it.
  if (over.length === 0 || place.screen === "connection") return null;
  return (
    <Note
      wide
      role="region"
      label="Sign-in"
      testId="expiry-banner"
      tone="danger"
      actions={
        tenant.authentication === "authorizationCode" ? (
          <SignInAgain small tenant={tenant} onDone={() => undefined} />
        ) : (
          <Button
            small
            onClick={() => navigate.open({ screen: "connection", tenantId: tenant.id })}
          >
            Edit connection
          </Button>
        )
      }
    >
      {over.map(({ title, detail, hint }) => (
        <p key={title} className={styles.what}>
          <strong>
            <UserText text={title} />.
          </strong>{" "}
          <UserText text={`${detail} ${hint}`} />
        </p>
      ))}
    </Note>
  );
}
