// Views of one thing under a row of tabs. Each view is drawn only while it is chosen.
import { Tabs as Base } from "@base-ui/react/tabs";
import { type ReactNode, useLayoutEffect, useRef } from "react";

import { formatNumber } from "./format";
import styles from "./Tabs.module.css";

export interface Tab<T extends string> {
  value: T;
  label: string;
  count?: number | undefined;
  content: ReactNode;
  testId?: string | undefined;
}

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly Tab<T>[];
  /** The focus goes to the chosen tab when it comes into the pane. */
  entry?: boolean | undefined;
  className?: string | undefined;
  /** For the panel below the row. */
  panelClassName?: string | undefined;
}

export function Tabs<T extends string>(props: TabsProps<T>) {
  const { label, value, onChange, tabs, entry, className, panelClassName } = props;
  const list = useRef<HTMLDivElement>(null);
  // A key may choose another tab while one has the focus: it goes along.
  useLayoutEffect(() => {
    if (!list.current?.contains(document.activeElement)) return;
    list.current.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
  }, [value]);
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className={className ?? styles.root}
    >
      <Base.List ref={list} aria-label={label} activateOnFocus className={styles.list}>
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            data-testid={tab.testId}
            data-pane-focus={entry && tab.value === value ? "" : undefined}
            className={styles.tab}
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className={styles.count}>{formatNumber(tab.count)}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={panelClassName ?? styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
