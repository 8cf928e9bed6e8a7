// One line of the sidebar; in the rail of a narrow window its words become a tooltip.
import type { ReactNode } from "react";

import { classes } from "../../kit/classes";
import { Tooltip } from "../../kit/Tooltip";
import { UserText } from "../../kit/UserText";
import styles from "./Sidebar.module.css";
import { useNarrow } from "../../kit/useNarrow";
import { focusContent } from "../../state/panes";

interface NavItemProps {
  icon: ReactNode;
  label: string;
  /** A second line. */
  below?: string | undefined;
  /** At the end: a count, a key. */
  extra?: ReactNode;
  current?: boolean | undefined;
  /** More about it, for the tooltip. */
  hint?: string | undefined;
  tenantColour?: string | undefined;
  testId?: string | undefined;
  /** It leads to a screen: the focus goes there with it. */
  leads?: boolean | undefined;
  onClick: () => void;
}

export function NavItem(props: NavItemProps) {
  const { icon, label, below, extra, current, hint, tenantColour, testId, leads } = props;
  const narrow = useNarrow();
  const onClick = () => {
    props.onClick();
    if (leads) focusContent();
  };
  const tip = [narrow ? label : "", hint ?? ""].filter((it) => it !== "").join(": ");
  return (
    <Tooltip text={tip} side="right" disabled={tip === ""}>
      <button
        type="button"
        data-tenant={tenantColour}
        data-testid={testId}
        aria-current={current ? "page" : undefined}
        className={classes(styles.item, below !== undefined && styles.tall)}
        onClick={onClick}
      >
        {icon}
        <span className={styles.words}>
          <UserText text={label} className={styles.label} />
          {below !== undefined && <UserText text={below} className={styles.below} />}
        </span>
        {extra !== undefined && <span className={styles.extra}>{extra}</span>}
      </button>
    </Tooltip>
  );
}
