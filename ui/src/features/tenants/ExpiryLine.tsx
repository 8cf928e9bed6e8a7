// What there is to say of the end of a token or a certificate.
import { CircleAlert, TriangleAlert } from "lucide-react";

import type { ExpiryNotice } from "../../host/generated/ExpiryNotice";
import { classes } from "../../kit/classes";
import { UserText } from "../../kit/UserText";
import styles from "../signin/signIn.module.css";

export function ExpiryLine({ notice }: { notice: ExpiryNotice }) {
  const { isUnusable, title, detail, hint } = notice;
  const Icon = isUnusable ? CircleAlert : TriangleAlert;
  return (
    <div
      role="status"
      data-testid="expiry-notice"
      className={classes(styles.expiry, isUnusable && styles.over)}
    >
      <Icon size={14} aria-hidden="true" />
      <p>
        <strong>
          <UserText text={title} />.
        </strong>{" "}
        <UserText text={`${detail} ${hint}`} />
      </p>
    </div>
  );
}
