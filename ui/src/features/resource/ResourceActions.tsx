// What can be done with a resource: edit it, and behind one more button the rest, as far as the resource has it.
import {
  Braces,
  Copy,
  CopyPlus,
  Ellipsis,
  Lock,
  Pencil,
  Trash2,
  UserRoundCheck,
  UserRoundX,
} from "lucide-react";

import { writeClipboard } from "../../host/call";
import type { Resource } from "../../host/generated/Resource";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { Menu, type MenuEntry } from "../../kit/Menu";
import { useToast } from "../../kit/Toast";
import { useGuard } from "../../state/guard";
import { useNavigate } from "../../state/navigation";
import { useShortcuts } from "../../state/shortcuts";
import { useWrite } from "../write/useWrite";
import type { ResourceId } from "./api";

export interface ResourceActionsProps {
  which: ResourceId;
  resource: Resource;
  /** Its keys mean something else at the moment: rows are checked. */
  withoutKeys?: boolean | undefined;
  /** It is gone. */
  onDeleted: () => void;
}

export function ResourceActions({ which, resource, withoutKeys, onDeleted }: ResourceActionsProps) {
  const { tenantId, resourceType, id } = which;
  const { active } = resource.identity;
  const navigate = useNavigate();
  const guard = useGuard(tenantId);
  const { start, dialog, busy } = useWrite(tenantId);
  const copy = useCopying();
  const isLocked = guard?.mode === "readOnly" && guard.unlocked === undefined;
  const edit = () => navigate.open({ screen: "edit", resourceType, id });
  const clone = () => navigate.open({ screen: "edit", resourceType, clonedFrom: id });
  const setActive = (next: boolean) =>
    start({ kind: "setActive", resourceType, ids: [id], active: next });
  const remove = () =>
    start(
      { kind: "delete", resourceType, ids: [id] },
      {
        onSent: ({ results }) => {
          if (results.every(({ outcome }) => outcome.kind === "done")) onDeleted();
        },
      },
    );
  useShortcuts("screen", {
    "resource.edit": withoutKeys ? undefined : edit,
    "resource.clone": clone,
    "resource.disable": active === true ? () => setActive(false) : undefined,
    "resource.enable": active === false ? () => setActive(true) : undefined,
    "resource.delete": withoutKeys ? undefined : remove,
  });
  const entries: MenuEntry[] = [
    { label: "Clone", icon: <CopyPlus size={14} aria-hidden="true" />, onChoose: clone },
    ...activeEntry(active, setActive),
    {
      label: "Delete",
      icon: <Trash2 size={14} aria-hidden="true" />,
      keys: "Del",
      danger: true,
      onChoose: remove,
      testId: "resource-delete",
    },
    {
      label: "Copy id",
      icon: <Copy size={14} aria-hidden="true" />,
      keys: "Ctrl+Shift+C",
      apart: true,
      onChoose: () => copy(id, "Id copied"),
    },
    {
      label: "Copy as JSON",
      icon: <Braces size={14} aria-hidden="true" />,
      onChoose: () => copy(resource.text, "Copied as JSON"),
    },
  ];
  return (
    <>
      <Button
        small
        title={isLocked ? "Ctrl+E. This tenant is read-only: unlock it to send." : "Ctrl+E"}
        aria-keyshortcuts="Control+E"
        icon={
          isLocked ? <Lock size={12} aria-hidden="true" /> : <Pencil size={12} aria-hidden="true" />
        }
        onClick={edit}
        data-testid="resource-edit"
      >
        Edit
      </Button>
      <Menu
        label="More about this resource"
        testId="resource-menu"
        entries={entries}
        trigger={
          <IconButton
            small
            kind="plain"
            label="More"
            busy={busy}
            icon={<Ellipsis size={14} aria-hidden="true" />}
            data-testid="resource-more"
          />
        }
      />
      {dialog}
    </>
  );
}

function activeEntry(
  active: boolean | undefined,
  setActive: (active: boolean) => void,
): MenuEntry[] {
  if (active === undefined) return [];
  const Icon = active ? UserRoundX : UserRoundCheck;
  return [
    {
      label: active ? "Disable" : "Enable",
      icon: <Icon size={14} aria-hidden="true" />,
      onChoose: () => setActive(!active),
      testId: "resource-set-active",
    },
  ];
}

function useCopying() {
  const toast = useToast();
  return (text: string, done: string) => {
    writeClipboard(text).then(
      () => toast({ title: done }),
      () => toast({ title: "Could not copy", detail: "The clipboard refused." }),
    );
  };
}
