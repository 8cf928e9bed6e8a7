// One setting: what it is and what it means at the left, its control at the right.
import type { ReactNode } from "react";

import styles from "./settings.module.css";

interface SettingRowProps {
  title: string;
  about?: ReactNode;
  children?: ReactNode;
  testId?: string | undefined;
}

export function SettingRow({ title, about, children, testId }: SettingRowProps) {
  return (
    <div className={styles.row} data-testid={testId}>
      <div className={styles.words}>
        <div>{title}</div>
        {about !== undefined && <div className={styles.about}>{about}</div>}
      </div>
      {children !== undefined && <div className={styles.controls}>{children}</div>}
    </div>
  );
}
