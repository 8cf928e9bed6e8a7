// Parts of what is said about a write: the resources, those that are left out, what gets lost, what should be known.
import type { LossShown } from "../../host/generated/LossShown";
import type { WritePlan } from "../../host/generated/WritePlan";
import type { WriteSkipped } from "../../host/generated/WriteSkipped";
import type { WriteTarget } from "../../host/generated/WriteTarget";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { CappedList } from "./CappedList";
import { DiffBlocks } from "./DiffBlocks";
import { LISTED } from "./words";
import styles from "./write.module.css";

/** What changes: attribute by attribute for one resource, resource by resource for several. */
export function PlanChanges({ plan }: { plan: WritePlan }) {
  const { targets, kind } = plan;
  const [only, ...others] = targets;
  if (!only) return null;
  if (others.length === 0 && only.changes.length > 0 && kind !== "delete") {
    return <DiffBlocks label="What changes" changes={only.changes} />;
  }
  return (
    <CappedList
      items={targets}
      cap={LISTED}
      label={`${formatNumber(targets.length)} resources`}
      what="resources"
      className={styles.targets}
      testId="write-targets"
    >
      {(target) => <Target target={target} isGone={kind === "delete"} />}
    </CappedList>
  );
}

function Target({ target, isGone }: { target: WriteTarget; isGone: boolean }) {
  const { title, id, changes } = target;
  return (
    <span className={styles.target} data-gone={isGone || undefined}>
      <span aria-hidden="true">{isGone ? "-" : "*"}</span>
      <UserText text={title} className={styles.targetName} />
      <span className={styles.targetMore}>
        {isGone ? id !== undefined && <UserText text={id} /> : <UserText text={inShort(changes)} />}
      </span>
    </span>
  );
}

function inShort(changes: WriteTarget["changes"]): string {
  const [first, ...others] = changes;
  if (!first) return "";
  if (others.length > 0) return `${formatNumber(changes.length)} changes`;
  const { path, before, after, secret } = first;
  if (secret || after === undefined) return path;
  return before === undefined ? `${path} ${after}` : `${path} ${before} → ${after}`;
}

export function SkippedList({ skipped }: { skipped: readonly WriteSkipped[] }) {
  if (skipped.length === 0) return null;
  const words =
    skipped.length === 1 ? "One is left out" : `${formatNumber(skipped.length)} are left out`;
  return (
    <section className={styles.part} aria-label={words} data-testid="write-skipped">
      <h3>{words}</h3>
      <CappedList
        items={skipped}
        cap={5}
        label="Left out"
        what="resources"
        className={styles.plain}
      >
        {({ title, reason }) => (
          <>
            <UserText text={title} className={styles.strong} />: <UserText text={reason} />
          </>
        )}
      </CappedList>
    </section>
  );
}

export function LostList({ targets }: { targets: readonly WriteTarget[] }) {
  const lost: LossShown[] = targets.flatMap((target) => target.lost);
  if (lost.length === 0) return null;
  return (
    <section className={styles.part} aria-label="What would be lost" data-testid="write-lost">
      <h3>A server that replaces the whole resource would lose this</h3>
      <CappedList
        items={lost}
        cap={10}
        label="What would be lost"
        what="values"
        className={styles.plain}
      >
        {({ path, value }) => (
          <>
            <code>
              <UserText text={path} />
            </code>{" "}
            <UserText text={value} />
          </>
        )}
      </CappedList>
    </section>
  );
}

export function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label="What should be known" data-testid="write-notes">
      {notes.map((note) => (
        <li key={note}>
          <UserText text={note} />
        </li>
      ))}
    </ul>
  );
}
