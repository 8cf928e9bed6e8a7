// What was asked of the keychain, what it said, why, and what to do about it.
import { TriangleAlert } from "lucide-react";

import type { Storage } from "../../host/generated/Storage";
import { UserText } from "../../kit/UserText";
import { useStorage } from "../../state/app";
import { secretsPlace, shortPlaceName } from "../../state/secretsPlace";
import styles from "./storage.module.css";

export function KeychainCard() {
  const storage = useStorage();
  const problem = storage.keychainProblem;
  if (!problem) return null;
  return (
    <section
      className={styles.problem}
      aria-label="What the keychain said"
      data-testid="keychain-card"
    >
      <h3 className={styles.problemTitle}>
        <TriangleAlert size={16} aria-hidden="true" />
        <UserText text={`${nameOf(storage)} cannot be used`} />
      </h3>
      <dl>
        <dt>Asked</dt>
        <dd className="mono selectable">
          <UserText breaks text={problem.asked} />
        </dd>
        <dt>Said</dt>
        <dd className="mono selectable">
          <UserText breaks text={problem.said} />
        </dd>
        <dt>Cause</dt>
        <dd>
          <UserText text={problem.cause} />
        </dd>
        <dt>Remedy</dt>
        <dd>
          <UserText text={problem.remedy} />
        </dd>
      </dl>
    </section>
  );
}

function nameOf(storage: Storage): string {
  if (secretsPlace(storage) === "file") return "The keychain";
  const name = shortPlaceName(storage);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
