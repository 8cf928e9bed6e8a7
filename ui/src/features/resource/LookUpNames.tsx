// The action that asks the server for the names of references, and how far that is.
import { Button } from "../../kit/Button";
import { UserText } from "../../kit/UserText";
import type { ReferenceNames } from "./names";
import styles from "./resource.module.css";

export function LookUpNames({ names }: { names: ReferenceNames }) {
  const { unknown, lookUp, cancel, error } = names;
  const total = names.names.length;
  if (cancel) {
    return (
      <span className={styles.lookUp}>
        <span role="status">
          {total - unknown} of {total}
        </span>
        <Button small kind="ghost" onClick={cancel}>
          Cancel
        </Button>
      </span>
    );
  }
  if (unknown === 0 && !error) return null;
  return (
    <span className={styles.lookUp}>
      {error && (
        <span role="alert" className={styles.failed}>
          <UserText text={error.title} />
        </span>
      )}
      {unknown > 0 && (
        <Button small kind="ghost" onClick={lookUp} data-testid="look-up-names">
          {unknown === 1 ? "Look up the name" : `Look up ${unknown} names`}
        </Button>
      )}
    </span>
  );
}
