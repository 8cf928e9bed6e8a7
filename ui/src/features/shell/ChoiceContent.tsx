// What stands in an option of the tenant switcher.
import { AppWindow, DoorOpen, LogIn, Pencil, Plus, Server } from "lucide-react";

import { Kbd } from "../../kit/Kbd";
import { useUnsaved } from "../tenants/unsaved";
import styles from "./TenantChooser.module.css";
import type { TenantChoice } from "./tenantChoices";
import { TenantOption } from "./TenantOption";

export function ChoiceContent({
  choice,
  shown,
}: {
  choice: TenantChoice;
  shown: string | undefined;
}) {
  switch (choice.kind) {
    case "tenant":
      return (
        <TenantOption
          tenant={choice.tenant}
          digit={choice.digit}
          isShown={choice.tenant.id === shown}
        />
      );
    case "enter":
      return (
        <>
          <LogIn size={14} aria-hidden="true" /> Open
          <Kbd className={styles.end}>Enter</Kbd>
        </>
      );
    case "window":
      return (
        <>
          <AppWindow size={14} aria-hidden="true" /> Open in a new window
          <Kbd className={styles.end}>Ctrl Enter</Kbd>
        </>
      );
    case "add":
      return <AddChoice />;
    case "edit":
      return (
        <>
          <Pencil size={14} aria-hidden="true" />{" "}
          {choice.tenant.id === shown ? "Edit this connection…" : "Edit its connection…"}
        </>
      );
    case "manage":
      return (
        <>
          <Server size={14} aria-hidden="true" /> All tenants{" "}
          <span className={styles.hint}>groups, order, import</span>
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

function AddChoice() {
  const isBegun = useUnsaved(undefined) !== undefined;
  return (
    <>
      <Plus size={14} aria-hidden="true" /> Add a tenant…{" "}
      {isBegun && <span className={styles.hint}>goes on with what is not saved</span>}
    </>
  );
}
