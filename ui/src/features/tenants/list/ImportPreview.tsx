// What a file of tenants holds: what would be added, what is here already, and what is wrong with each.
import { CircleAlert, Info, KeyRound } from "lucide-react";

import type { FileRemark } from "../../../host/generated/FileRemark";
import type { GuardMode } from "../../../host/generated/GuardMode";
import type { ReadState } from "../../../host/generated/ReadState";
import type { ReadTenant } from "../../../host/generated/ReadTenant";
import type { RemarkKind } from "../../../host/generated/RemarkKind";
import { Checkbox } from "../../../kit/Checkbox";
import { Pager, usePage } from "../../../kit/Pager";
import type { Tone } from "../../../kit/Tag";
import { Tag } from "../../../kit/Tag";
import { TenantBadge } from "../../../kit/TenantBadge";
import { UserText } from "../../../kit/UserText";
import { visibleText } from "../../../kit/visible";
import { environmentNames } from "../../../state/session";
import { authenticationNames } from "../../../state/signIn";
import styles from "./tenants.module.css";

interface ImportPreviewProps {
  tenants: readonly ReadTenant[];
  chosen: ReadonlySet<number>;
  onChoose: (index: number, on: boolean) => void;
}

export function ImportPreview({ tenants, chosen, onChoose }: ImportPreviewProps) {
  const page = usePage(tenants);
  if (tenants.length === 0) return <p>Nothing of it can be added. Nothing here has changed.</p>;
  const count = (state: ReadState) => tenants.filter((it) => it.state === state).length;
  return (
    <>
      <p role="status" data-testid="import-counts">
        {count("new")} to be added, {count("same")} here already, {count("refused")} cannot be added
      </p>
      <ul className={styles.preview} aria-label="Tenants in the file">
        {page.shown.map((tenant) => (
          <ReadRow
            key={tenant.index}
            tenant={tenant}
            isChosen={chosen.has(tenant.index)}
            onChoose={(on) => onChoose(tenant.index, on)}
          />
        ))}
      </ul>
      <Pager page={page} what="tenants in the file" />
    </>
  );
}

const stateWords: Record<ReadState, { word: string; tone: Tone }> = {
  new: { word: "new", tone: "ok" },
  same: { word: "here already", tone: "line" },
  refused: { word: "cannot be added", tone: "danger" },
};

interface ReadRowProps {
  tenant: ReadTenant;
  isChosen: boolean;
  onChoose: (on: boolean) => void;
}

function ReadRow({ tenant, isChosen, onChoose }: ReadRowProps) {
  const { index, name, group, environment, colour, baseUrl, state, remarks } = tenant;
  const { word, tone } = stateWords[state];
  const called = name === "" ? `entry ${index + 1}` : name;
  return (
    <li className={styles.read} data-tenant={colour} data-testid="import-row" data-state={state}>
      <Checkbox
        label={`Import ${visibleText(called)}`}
        checked={isChosen}
        disabled={state === "refused"}
        onChange={onChoose}
      />
      <TenantBadge size="small" name={called} colour={colour} />
      <div className={styles.names}>
        <span className={styles.line}>
          <UserText text={called} className={styles.name} />
          {environment && <Tag tone="tenant">{environmentNames[environment]}</Tag>}
          <Tag tone={tone}>{word}</Tag>
          {group !== "" && (
            <span className={styles.inGroup}>
              in <UserText text={group} />
            </span>
          )}
        </span>
        {baseUrl !== "" && <UserText text={baseUrl} className={styles.url} />}
        {state !== "refused" && <Consequences tenant={tenant} />}
        <Remarks remarks={remarks} />
      </div>
    </li>
  );
}

const guardWords: Record<GuardMode, string> = {
  readOnly: "read-only",
  confirm: "asks before each write",
  free: "writes without asking",
};

/** What importing it means: where it goes beside its server, whom it trusts, how it is guarded, what it still needs. */
function Consequences({ tenant }: { tenant: ReadTenant }) {
  const { authentication, endpoints, proxy, authorities, guard, toGive, keepsSignedIn } = tenant;
  return (
    <>
      <span className={styles.means}>
        {authentication && `${authenticationNames[authentication]} · `}
        {guardWords[guard]}
        {keepsSignedIn && " · keeps its refresh token in the keychain"}
        {toGive.length > 0 && (
          <>
            {" · to be given: "}
            <UserText text={toGive.join(", ")} />
          </>
        )}
      </span>
      {endpoints.map((endpoint) => (
        <span key={endpoint} className={styles.endpoint}>
          signs in at <UserText breaks text={endpoint} className="mono" />
        </span>
      ))}
      {proxy !== undefined && (
        <span className={styles.endpoint}>
          through the proxy <UserText breaks text={proxy} className="mono" />
        </span>
      )}
      {authorities.length > 0 && <Authorities subjects={authorities} />}
    </>
  );
}

/** Importing asks about them once more, outside of the window. */
function Authorities({ subjects }: { subjects: readonly string[] }) {
  const count = subjects.length;
  return (
    <span className={styles.endpoint} data-testid="import-authorities">
      {`trusts ${count === 1 ? "a certificate authority" : `${count} certificate authorities`} of the file: `}
      <UserText breaks text={subjects.join(" · ")} className="mono" />
    </span>
  );
}

const remarkIcons: Record<RemarkKind, typeof Info> = {
  refused: CircleAlert,
  secret: KeyRound,
  notice: Info,
};

export function Remarks({ remarks }: { remarks: readonly FileRemark[] }) {
  if (remarks.length === 0) return null;
  return (
    <ul className={styles.remarks}>
      {remarks.map(({ kind, pointer, sentence }, index) => {
        const Icon = remarkIcons[kind];
        return (
          <li key={index} data-kind={kind} className={styles[kind]}>
            <Icon size={14} aria-hidden="true" />
            <span>
              {pointer !== "" && (
                <>
                  <UserText breaks text={pointer} className="mono" />{" "}
                </>
              )}
              {sentence}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
