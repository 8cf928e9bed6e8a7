// Over the change log: what is searched in it, which kind and type, and saving it as a file.
import { Download, Search } from "lucide-react";
import { type RefObject, useState } from "react";

import { asCallError, call, isCancelled } from "../../host/call";
import type { ChangeKind } from "../../host/generated/ChangeKind";
import { Button } from "../../kit/Button";
import { Kbd } from "../../kit/Kbd";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import { useToast } from "../../kit/Toast";
import { UserText } from "../../kit/UserText";
import { useSession } from "../../state/session";
import styles from "./changes.module.css";
import { kindNames, kinds } from "./words";

const ALL = "";

const KINDS = [
  { value: ALL, label: "All kinds" },
  ...kinds.map((kind) => ({ value: kind, label: kindNames[kind] })),
];

interface ChangesToolbarProps {
  tenantId: string;
  search: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  kind: ChangeKind | undefined;
  onKind: (kind: ChangeKind | undefined) => void;
  resourceType: string | undefined;
  onResourceType: (resourceType: string | undefined) => void;
  /** Puts the focus into the list. */
  onLeave: () => void;
  /** There is nothing to save. */
  isEmpty: boolean;
}

export function ChangesToolbar(props: ChangesToolbarProps) {
  const { tenantId, search, text, onText, kind, onKind, resourceType, onResourceType } = props;
  const session = useSession();
  const types = session.kind === "open" ? session.opened.resourceTypes : [];
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Changes">
      <TextInput
        ref={search}
        className={styles.search}
        value={text}
        onChange={onText}
        aria-label="Words of the change"
        data-testid="changes-filter"
        before={<Search size={14} aria-hidden="true" />}
        after={text === "" ? <Kbd>/</Kbd> : undefined}
        onKeyDown={(event) => {
          const isDone = event.key === "Escape" && text === "";
          if (isDone || event.key === "Enter" || event.key === "ArrowDown") props.onLeave();
          else if (event.key === "Escape") onText("");
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div className={styles.choice}>
        <Select
          label="Kind"
          value={kind ?? ALL}
          options={KINDS}
          onChange={(next) => onKind(kinds.find((it) => it === next))}
          testId="changes-kind"
        />
      </div>
      <div className={styles.choice}>
        <Select
          label="Resource type"
          value={resourceType ?? ALL}
          options={[
            { value: ALL, label: "All types" },
            ...types.map(({ name, plural }) => ({ value: name, label: plural })),
          ]}
          onChange={(next) => onResourceType(next === ALL ? undefined : next)}
          testId="changes-type"
        />
      </div>
      <span className={styles.push} />
      <Export tenantId={tenantId} isEmpty={props.isEmpty} />
    </div>
  );
}

function Export({ tenantId, isEmpty }: { tenantId: string; isEmpty: boolean }) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [path, setPath] = useState<string>();
  const save = () => {
    if (busy) return;
    setBusy(true);
    call("changes_export", { tenantId })
      .then((saved) => {
        if (saved.path !== undefined) setPath(saved.path);
      })
      .catch((reason: unknown) => {
        if (isCancelled(reason)) return;
        const { title, detail } = asCallError(reason);
        toast({ title, detail });
      })
      .finally(() => setBusy(false));
  };
  return (
    <>
      <span role="status" className={styles.saved} data-testid="changes-saved">
        {path !== undefined && (
          <>
            Saved as <UserText text={path} />
          </>
        )}
      </span>
      <Button
        busy={busy}
        disabled={isEmpty}
        title={isEmpty ? "There is nothing to save yet" : undefined}
        icon={<Download size={14} aria-hidden="true" />}
        onClick={save}
        data-testid="changes-export"
      >
        Export
      </Button>
    </>
  );
}
