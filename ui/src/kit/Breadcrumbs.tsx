// Where one is: the places above, then the one that is shown.
import { Fragment } from "react";

import styles from "./Breadcrumbs.module.css";
import { UserText } from "./UserText";

export interface Crumb {
  title: string;
  onOpen?: (() => void) | undefined;
}

interface BreadcrumbsProps {
  parents: readonly Crumb[];
  here: string;
}

export function Breadcrumbs({ parents, here }: BreadcrumbsProps) {
  return (
    <nav aria-label="Breadcrumb" className={styles.crumbs}>
      {parents.map((crumb, index) => (
        <Fragment key={index}>
          {crumb.onOpen ? (
            <button type="button" className={styles.parent} onClick={crumb.onOpen}>
              <UserText text={crumb.title} />
            </button>
          ) : (
            <span className={styles.parent}>
              <UserText text={crumb.title} />
            </span>
          )}
          <span className={styles.separator} aria-hidden="true">
            /
          </span>
        </Fragment>
      ))}
      <h1 className={styles.here} aria-current="page">
        <UserText text={here} />
      </h1>
    </nav>
  );
}
