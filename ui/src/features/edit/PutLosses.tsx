// What a server that replaces the whole resource would lose.
import { Fragment } from "react";

import type { LossShown } from "../../host/generated/LossShown";
import { Note } from "../../kit/Note";
import { Pager, usePage } from "../../kit/Pager";
import { UserText } from "../../kit/UserText";
import styles from "./pending.module.css";
import { counted } from "./words";

interface PutLossesProps {
  lost: readonly LossShown[];
  unseen: readonly string[];
}

export function PutLosses({ lost, unseen }: PutLossesProps) {
  const page = usePage(lost);
  if (lost.length === 0 && unseen.length === 0) {
    return <Note tone="ok" title="A PUT loses nothing that was read" />;
  }
  return (
    <section aria-label="What you would lose">
      <Note tone="warn" title="What you would lose" testId="put-losses">
        {lost.length > 0 && (
          <>
            <p>
              The resource has {counted(lost.length, "value")} that the body of the PUT has not. A
              server that replaces takes them out.
            </p>
            <ul className={styles.losses}>
              {page.shown.map(({ path, value }) => (
                <li key={path}>
                  <UserText breaks text={path} className="mono" />{" "}
                  <UserText text={value === "" ? '""' : value} className={styles.lossValue} />
                </li>
              ))}
            </ul>
            <Pager page={page} what="values" />
          </>
        )}
        {unseen.length > 0 && (
          <p>
            Nobody sees whether it has these, because they are not returned:{" "}
            {unseen.map((path, at) => (
              <Fragment key={path}>
                {at > 0 && ", "}
                <UserText breaks text={path} className="mono" />
              </Fragment>
            ))}
          </p>
        )}
      </Note>
    </section>
  );
}
