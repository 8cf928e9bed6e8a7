// The list inside the tenant switcher: one text field that keeps the focus, and options that it points at.
import { DoorOpen, Pencil, Plus, Search } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useId, useState } from "react";

import { classes } from "../../kit/classes";
import { Kbd } from "../../kit/Kbd";
import { TextInput } from "../../kit/TextInput";
import { useStarted, useTenants } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import type { Session } from "../../state/session";
import { TenantOption } from "./TenantOption";
import styles from "./TenantChooser.module.css";
import type { TenantChoice } from "./tenantChoices";
import { tenantChoices } from "./tenantChoices";

interface TenantChooserProps {
  session: Session;
  onDone: () => void;
}

export function TenantChooser({ session, onDone }: TenantChooserProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const { sandbox } = useStarted();
  const tenants = useTenants();
  const shown = session.kind === "none" ? undefined : session.tenant;
  const choices = tenantChoices([sandbox, ...tenants], typed, shown);
  const choose = useChoose(onDone);
  const onKeyDown = (event: KeyboardEvent) => {
    const digit = typed === "" && /^[1-9]$/.test(event.key) ? Number(event.key) : undefined;
    const direct = choices.find((it) => it.kind === "tenant" && it.digit === digit);
    const goal = digit !== undefined ? direct : event.key === "Enter" ? choices[at] : undefined;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!goal && step === 0) return;
    event.preventDefault();
    if (goal) choose(goal);
    else setAt((at + step + choices.length) % Math.max(1, choices.length));
  };
  return (
    <>
      <div className={styles.search}>
        <TextInput
          role="combobox"
          aria-label="Find a tenant"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? `${id}-${at}` : undefined}
          autoFocus
          placeholder="Find a tenant"
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          before={<Search size={14} aria-hidden="true" />}
          after={<Kbd>Ctrl T</Kbd>}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label="Tenants" className={styles.list}>
        {choices.map((choice, index) => (
          // The text field has the focus and points here; a pointer chooses directly.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox
          <div
            key={keyOfChoice(choice)}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes(styles.option, choice.kind !== "tenant" && styles.action)}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(choice)}
          >
            <ChoiceContent choice={choice} shown={shown?.id} />
          </div>
        ))}
        {choices.length === 0 && <p className={styles.none}>No tenant is called that.</p>}
      </div>
    </>
  );
}

function useChoose(onDone: () => void): (choice: TenantChoice) => void {
  const navigate = useNavigate();
  return (choice) => {
    onDone();
    switch (choice.kind) {
      case "tenant":
        navigate.enterTenant(choice.tenant.id);
        return;
      case "edit":
        navigate.open({ screen: "connection", tenantId: choice.tenant.id });
        return;
      case "add":
        navigate.leaveTenant({ screen: "connection" });
        return;
      case "leave":
        navigate.leaveTenant({ screen: "start" });
        return;
    }
  };
}

function ChoiceContent({ choice, shown }: { choice: TenantChoice; shown: string | undefined }) {
  switch (choice.kind) {
    case "tenant":
      return (
        <TenantOption
          tenant={choice.tenant}
          digit={choice.digit}
          isShown={choice.tenant.id === shown}
        />
      );
    case "add":
      return (
        <>
          <Plus size={14} aria-hidden="true" /> Add a tenant…
        </>
      );
    case "edit":
      return (
        <>
          <Pencil size={14} aria-hidden="true" /> Edit this connection…
        </>
      );
    case "leave":
      return (
        <>
          <DoorOpen size={14} aria-hidden="true" /> Welcome
        </>
      );
  }
}

function keyOfChoice(choice: TenantChoice): string {
  return choice.kind === "tenant" ? choice.tenant.id : `-${choice.kind}`;
}
