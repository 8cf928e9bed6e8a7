// The list inside the tenant switcher: one text field that keeps the focus, and options that it points at.
import { Search } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Fragment, useId, useState } from "react";

import type { Tenant } from "../../host/generated/Tenant";
import { classes } from "../../kit/classes";
import { formatNumber } from "../../kit/format";
import { Kbd } from "../../kit/Kbd";
import { MOST_ROWS } from "../../kit/Pager";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { useStarted, useTenants } from "../../state/app";
import { useNavigate } from "../../state/navigation";
import type { Session } from "../../state/session";
import { useOpenWindow } from "../tenants/useOpenWindow";
import { ChoiceContent } from "./ChoiceContent";
import styles from "./TenantChooser.module.css";
import type { TenantChoice } from "./tenantChoices";
import { actionChoices, firstOf, sectionsOf, tenantChoices } from "./tenantChoices";

interface TenantChooserProps {
  session: Session;
  onDone: () => void;
}

export function TenantChooser({ session, onDone }: TenantChooserProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [pointedAt, setAt] = useState(0);
  const [actingId, setActingId] = useState<string>();
  const { sandbox } = useStarted();
  const tenants = useTenants();
  const shown = session.kind === "none" ? undefined : session.tenant;
  const everyone = [sandbox, ...tenants];
  // A tenant that is forgotten meanwhile takes its actions along.
  const acting = everyone.find(({ id }) => id === actingId);
  const all = tenantChoices(everyone, typed, shown);
  const { choices, hidden } = firstOf(acting ? actionChoices(acting) : all, MOST_ROWS);
  const at = Math.min(pointedAt, Math.max(0, choices.length - 1));
  const choose = useChoose(onDone);
  /** Shows what can be done with a tenant, or the tenants again. */
  const turnTo = (tenant: Tenant | undefined) => {
    const isActing = (it: TenantChoice) => it.kind === "tenant" && it.tenant.id === actingId;
    setAt(tenant ? 0 : Math.max(0, all.findIndex(isActing)));
    setActingId(tenant?.id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const todo = stepOf(event, { typed, choices, at, acting });
    if (!todo) return;
    event.preventDefault();
    if ("choice" in todo) choose(todo.choice);
    else if ("turnTo" in todo) turnTo(todo.turnTo);
    else setAt((at + todo.step + choices.length) % Math.max(1, choices.length));
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
            setActingId(undefined);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          before={<Search size={14} aria-hidden="true" />}
          after={<Kbd>Ctrl T</Kbd>}
        />
      </div>
      <div className={styles.list}>
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label={acting ? `Actions for ${visibleText(acting.name)}` : "Tenants"}
        >
          {acting && (
            <div role="presentation" className={styles.heading}>
              <UserText text={acting.name} />
            </div>
          )}
          {sectionsOf(choices).map(({ heading, choices: some }, section) => (
            <Section key={section} heading={heading} id={`${id}-section-${section}`}>
              {some.map(({ choice, index }) => (
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
                  onClick={(event) => choose(wantsWindow(event) ? inWindow(choice) : choice)}
                >
                  <ChoiceContent choice={choice} shown={shown?.id} />
                </div>
              ))}
            </Section>
          ))}
        </div>
        {/* A listbox holds options and nothing else. */}
        {choices.length === 0 && <p className={styles.none}>No tenant is called that.</p>}
        {hidden > 0 && (
          <p className={styles.none}>
            {formatNumber(hidden)} more: type a part of the name to find them.
          </p>
        )}
      </div>
    </>
  );
}

interface SectionProps {
  heading: string;
  id: string;
  children: React.ReactNode;
}

function Section({ heading, id, children }: SectionProps) {
  if (heading === "") return <Fragment>{children}</Fragment>;
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} role="presentation" className={styles.heading}>
        <UserText text={heading} />
      </div>
      {children}
    </div>
  );
}

/** Where one is in the list. */
interface Pointing {
  typed: string;
  choices: readonly TenantChoice[];
  at: number;
  acting: Tenant | undefined;
}

type Step = { choice: TenantChoice } | { turnTo: Tenant | undefined } | { step: 1 | -1 };

/** What a key does in the list; undefined for one that belongs to the text field. */
function stepOf(event: KeyboardEvent<HTMLInputElement>, pointing: Pointing): Step | undefined {
  const { typed, choices, at, acting } = pointing;
  const pointed = choices[at];
  if (event.key === "ArrowDown") return { step: 1 };
  if (event.key === "ArrowUp") return { step: -1 };
  if (event.key === "Enter" && pointed) {
    return { choice: wantsWindow(event) ? inWindow(pointed) : pointed };
  }
  // With another key they mean something else: Alt and an arrow go back and forward.
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  if (event.key === "ArrowLeft" && acting) return { turnTo: undefined };
  const isAtEnd = event.currentTarget.selectionStart === typed.length;
  if (event.key === "ArrowRight" && isAtEnd && pointed?.kind === "tenant") {
    return { turnTo: pointed.tenant };
  }
  if (typed !== "" || acting || !/^[1-9]$/.test(event.key)) return undefined;
  const direct = choices.find((it) => it.kind === "tenant" && it.digit === Number(event.key));
  return direct && { choice: direct };
}

function wantsWindow(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return event.ctrlKey || event.metaKey;
}

/** A tenant in a window of its own; anything else as it is. */
function inWindow(choice: TenantChoice): TenantChoice {
  return choice.kind === "tenant" || choice.kind === "enter"
    ? { kind: "window", tenant: choice.tenant }
    : choice;
}

function useChoose(onDone: () => void): (choice: TenantChoice) => void {
  const navigate = useNavigate();
  const openWindow = useOpenWindow();
  return (choice) => {
    onDone();
    switch (choice.kind) {
      case "tenant":
      case "enter":
        navigate.enterTenant(choice.tenant.id);
        return;
      case "window":
        openWindow(choice.tenant.id);
        return;
      case "edit":
        navigate.open({ screen: "connection", tenantId: choice.tenant.id });
        return;
      case "add":
        navigate.leaveTenant({ screen: "connection" });
        return;
      case "manage":
        navigate.leaveTenant({ screen: "tenants" });
        return;
      case "leave":
        navigate.leaveTenant({ screen: "start" });
        return;
    }
  };
}

function keyOfChoice(choice: TenantChoice): string {
  return choice.kind === "tenant" ? choice.tenant.id : `-${choice.kind}`;
}
