// Who or what a resource is: initials, name, state, ids to copy.
import { Maximize2, X } from "lucide-react";
import type { ReactNode } from "react";

import { writeClipboard } from "../../host/call";
import type { Identity } from "../../host/generated/Identity";
import { CopyButton } from "../../kit/CopyButton";
import { IconButton } from "../../kit/IconButton";
import { Tag } from "../../kit/Tag";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./resource.module.css";

interface ResourceHeadProps {
  identity: Identity;
  /** What can be done with it. */
  actions?: ReactNode;
  /** Opens the full page; absent on it. */
  onOpen?: (() => void) | undefined;
  onClose?: (() => void) | undefined;
}

function IdLine({ name, value }: { name: string; value: string }) {
  return (
    <div className={styles.idLine}>
      <span className={styles.idName}>{name}</span>
      <span className={styles.idValue} title={visibleText(value)} data-testid={`resource-${name}`}>
        <UserText text={value} />
      </span>
      <CopyButton label={`Copy ${name}`} copy={() => writeClipboard(value)} />
    </div>
  );
}

export function ResourceHead({ identity, actions, onOpen, onClose }: ResourceHeadProps) {
  const { title, subtitle, initials, active, id, externalId } = identity;
  return (
    <header className={styles.head}>
      <div className={styles.who}>
        <span aria-hidden className={styles.avatar} data-off={active === false || undefined}>
          <bdi>{visibleText(initials)}</bdi>
        </span>
        <div className={styles.names}>
          <div className={styles.titleLine}>
            <h2 className={styles.title} data-testid="resource-title" title={visibleText(title)}>
              <UserText text={title} />
            </h2>
            {active !== undefined && (
              <Tag tone={active ? "ok" : "plain"}>{active ? "Active" : "Disabled"}</Tag>
            )}
          </div>
          {subtitle !== undefined && (
            <div className={styles.subtitle} title={visibleText(subtitle)}>
              <UserText text={subtitle} />
            </div>
          )}
        </div>
        {actions}
        {onOpen && (
          <IconButton
            small
            label="Open"
            keys="Enter"
            icon={<Maximize2 size={14} aria-hidden="true" />}
            onClick={onOpen}
          />
        )}
        {onClose && (
          <IconButton
            small
            label="Close"
            keys="Esc"
            icon={<X size={14} aria-hidden="true" />}
            onClick={onClose}
          />
        )}
      </div>
      <div className={styles.ids}>
        {id !== undefined && <IdLine name="id" value={id} />}
        {externalId !== undefined && <IdLine name="externalId" value={externalId} />}
      </div>
    </header>
  );
}
