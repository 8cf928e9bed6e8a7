// Which group a tenant is in, and what a group is called. A group is there as long as a tenant is in it.
import { useId, useRef, useState } from "react";

import type { CallError } from "../../../host/call";
import { asCallError } from "../../../host/call";
import type { Tenant } from "../../../host/generated/Tenant";
import { tenantLimits } from "../../../host/generated/tenantRules";
import { Button } from "../../../kit/Button";
import { Dialog } from "../../../kit/Dialog";
import { ErrorCard } from "../../../kit/ErrorCard";
import { Field } from "../../../kit/Field";
import { TextInput } from "../../../kit/TextInput";
import { UserText } from "../../../kit/UserText";
import { groupRenamed, groupsOf, inGroup } from "./arrangement";
import { groupMenuOf, menuOf } from "./rows";
import styles from "./tenants.module.css";
import type { Change } from "./useArrange";
import { useArrange } from "./useArrange";

interface GroupDialogProps {
  tenant: Tenant;
  tenants: readonly Tenant[];
  onClose: () => void;
}

export function GroupDialog({ tenant, tenants, onClose }: GroupDialogProps) {
  const [name, setName] = useState(tenant.group);
  const { busy, error, send } = useSend(onClose);
  const groups = groupsOf(tenants)
    .map((it) => it.name)
    .filter((it) => it !== "");
  const move = (group: string) => send((now) => inGroup(now, tenant.id, group));
  return (
    <NameDialog
      title={
        <>
          Group of <UserText text={tenant.name} />
        </>
      }
      hint="A new name makes a new group; without a name the tenant is in no group."
      confirm="Move"
      name={name}
      busy={busy}
      error={error}
      onName={setName}
      onConfirm={() => move(name.trim())}
      onClose={onClose}
      finalFocus={() => menuOf(tenant.id)}
    >
      {groups.length > 0 && (
        <div role="group" aria-label="Groups that there are" className={styles.groups}>
          {groups.map((group) => (
            <Button
              small
              key={group}
              disabled={busy}
              aria-pressed={group === tenant.group}
              onClick={() => move(group)}
            >
              <UserText text={group} />
            </Button>
          ))}
          {tenant.group !== "" && (
            <Button small kind="ghost" disabled={busy} onClick={() => move("")}>
              In no group
            </Button>
          )}
        </div>
      )}
    </NameDialog>
  );
}

interface RenameDialogProps {
  group: string;
  tenants: readonly Tenant[];
  onClose: () => void;
}

export function RenameDialog({ group, tenants, onClose }: RenameDialogProps) {
  const [name, setName] = useState(group);
  const { busy, error, send } = useSend(onClose);
  const wanted = name.trim();
  const [first] = useState(() => tenants.find((it) => it.group === group)?.id);
  const joins = wanted !== group && tenants.some((it) => it.group === wanted && wanted !== "");
  return (
    <NameDialog
      title={
        <>
          Rename the group <UserText text={group} />
        </>
      }
      hint={
        joins
          ? "There is a group of this name: the two become one."
          : "Without a name the tenants are in no group."
      }
      confirm="Rename"
      name={name}
      busy={busy}
      error={error}
      onName={setName}
      onConfirm={() => send((now) => groupRenamed(now, group, wanted))}
      onClose={onClose}
      finalFocus={() => groupMenuOf(group) ?? groupMenuOf(wanted) ?? menuOf(first)}
    />
  );
}

/** Arranges, and closes once that is done: what was typed stays where it is refused. */
function useSend(onDone: () => void) {
  const arrange = useArrange();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const send = (change: Change) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    arrange(change)
      .then(onDone)
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, send };
}

interface NameDialogProps {
  title: React.ReactNode;
  hint: string;
  confirm: string;
  name: string;
  busy: boolean;
  error: CallError | undefined;
  onName: (name: string) => void;
  onConfirm: () => void;
  onClose: () => void;
  finalFocus: () => HTMLElement | undefined;
  children?: React.ReactNode;
}

function NameDialog(props: NameDialogProps) {
  const { title, hint, confirm, name, busy, error, onName, onConfirm, onClose } = props;
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const tooLong = Array.from(name.trim()).length > tenantLimits.group;
  const refused = error?.field === "group" ? error.detail : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      testId="group-dialog"
      initialFocus={field}
      finalFocus={props.finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={busy || tooLong}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooLong) onConfirm();
        }}
      >
        <Field
          label="Group"
          hint={hint}
          error={tooLong ? `At most ${tenantLimits.group} characters.` : refused}
        >
          {(control) => (
            <TextInput
              {...control}
              ref={field}
              value={name}
              onChange={onName}
              onFocus={(event) => event.currentTarget.select()}
              data-testid="group-name"
            />
          )}
        </Field>
      </form>
      {props.children}
      {error && refused === undefined && <ErrorCard error={error} />}
    </Dialog>
  );
}
