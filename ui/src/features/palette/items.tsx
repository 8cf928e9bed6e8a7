// Everything that the palette offers: places, tenants, commands, and resources that were read.
import {
  AppWindow,
  ArrowRightLeft,
  CornerDownRight,
  FileClock,
  FilePlus,
  Filter,
  Group,
  History,
  House,
  Plus,
  Server,
  Settings2,
  UserRound,
  UsersRound,
} from "lucide-react";

import type { FoundResource } from "../../host/generated/FoundResource";
import type { Tenant } from "../../host/generated/Tenant";
import type { CommandItem } from "../../kit/CommandDialog";
import { Kbd } from "../../kit/Kbd";
import { Tag } from "../../kit/Tag";
import { TenantBadge } from "../../kit/TenantBadge";
import { keyCaps } from "../../state/keys";
import type { Place } from "../../state/places";
import { inSentence } from "../../state/plural";
import { environmentNames } from "../../state/session";
import type { Session } from "../../state/session";
import type { ShortcutId } from "../../state/shortcutTable";
import { shortcutTable } from "../../state/shortcutTable";

/** What choosing an item does. */
export type PaletteAct =
  | { kind: "open"; place: Place }
  | { kind: "tenant"; tenantId: string }
  | { kind: "outside"; place: Place }
  | { kind: "window"; tenantId: string }
  | { kind: "command"; id: ShortcutId };

export interface PaletteItem extends CommandItem {
  act: PaletteAct;
}

const SIZE = 16;

/** Keys that move the focus or close something say nothing in a list. */
const NOT_OFFERED: ReadonlySet<ShortcutId> = new Set<ShortcutId>([
  "app.palette",
  "app.sidebarEntry",
  "app.nextPane",
  "app.previousPane",
  "app.users",
  "app.groups",
  "app.history",
  "app.settings",
  "screen.close",
  "welcome.sandbox",
]);

function goTo(key: string, title: string, icon: React.ReactNode, place: Place): PaletteItem {
  return { key: `place ${key}`, title, icon, act: { kind: "open", place } };
}

/** The screens that can be gone to. */
export function placeItems(session: Session): PaletteItem[] {
  const types = session.kind === "open" ? session.opened.resourceTypes : [];
  return [
    ...types.map((type) =>
      goTo(
        `type ${type.name}`,
        type.plural,
        type.name === "User" ? (
          <UserRound size={SIZE} aria-hidden="true" />
        ) : type.name === "Group" ? (
          <UsersRound size={SIZE} aria-hidden="true" />
        ) : (
          <Group size={SIZE} aria-hidden="true" />
        ),
        { screen: "directory", resourceType: type.name },
      ),
    ),
    goTo("history", "History", <History size={SIZE} aria-hidden="true" />, { screen: "history" }),
    ...(session.kind === "open"
      ? [
          goTo("changes", "Changes", <FileClock size={SIZE} aria-hidden="true" />, {
            screen: "changes",
          }),
          ...types.map(({ name }) =>
            goTo(
              `new ${name}`,
              `New ${inSentence(name)}`,
              <FilePlus size={SIZE} aria-hidden="true" />,
              {
                screen: "edit",
                resourceType: name,
              },
            ),
          ),
        ]
      : []),
    goTo("settings", "Settings", <Settings2 size={SIZE} aria-hidden="true" />, {
      screen: "settings",
    }),
    ...(["appearance", "storage", "diagnostics"] as const).map((section) => ({
      ...goTo(
        `settings ${section}`,
        `Settings: ${section}`,
        <Settings2 size={SIZE} aria-hidden="true" />,
        { screen: "settings", section },
      ),
    })),
    ...(session.kind === "none"
      ? [goTo("welcome", "Welcome", <House size={SIZE} aria-hidden="true" />, { screen: "start" })]
      : []),
  ];
}

/** The tenants that the window can show instead. */
export function tenantItems(tenants: readonly Tenant[], session: Session): PaletteItem[] {
  const shown = session.kind === "none" ? undefined : session.tenant.id;
  return [
    ...tenants
      .filter(({ id }) => id !== shown)
      .map(({ id, name, colour, host, environment }): PaletteItem => ({
        key: `tenant ${id}`,
        title: name,
        subtitle: host,
        icon: <TenantBadge name={name} colour={colour} />,
        end: environmentNames[environment],
        act: { kind: "tenant", tenantId: id },
      })),
    {
      key: "tenant all",
      title: "All tenants",
      subtitle: "groups, order, import, export",
      icon: <Server size={SIZE} aria-hidden="true" />,
      act: { kind: "outside", place: { screen: "tenants" } },
    },
    ...(shown === undefined
      ? []
      : [
          {
            key: "tenant window",
            title: "Open this tenant in a new window",
            icon: <AppWindow size={SIZE} aria-hidden="true" />,
            act: { kind: "window", tenantId: shown },
          } satisfies PaletteItem,
        ]),
    {
      key: "tenant +",
      title: "Add a tenant",
      icon: <Plus size={SIZE} aria-hidden="true" />,
      act: { kind: "outside", place: { screen: "connection" } },
    },
    ...(shown !== undefined && session.kind !== "none" && session.tenant.environment !== "sandbox"
      ? [
          {
            key: "tenant edit",
            title: "Edit this connection",
            icon: <ArrowRightLeft size={SIZE} aria-hidden="true" />,
            act: { kind: "open", place: { screen: "connection", tenantId: shown } },
          } satisfies PaletteItem,
        ]
      : []),
  ];
}

/** The commands that act now, with their keys. */
export function commandItems(ids: readonly ShortcutId[]): PaletteItem[] {
  return ids
    .filter((id) => !NOT_OFFERED.has(id))
    .map((id): PaletteItem => ({
      key: `command ${id}`,
      title: shortcutTable[id].does,
      icon: <CornerDownRight size={SIZE} aria-hidden="true" />,
      end: keyCaps(shortcutTable[id].keys[0] ?? "").map((cap) => <Kbd key={cap}>{cap}</Kbd>),
      act: { kind: "command", id },
    }));
}

/** A resource that was read. */
export function resourceItem({
  resourceType,
  id,
  title,
  subtitle,
  active,
}: FoundResource): PaletteItem {
  return {
    key: `resource ${resourceType} ${id}`,
    title,
    subtitle: subtitle ?? id,
    icon:
      resourceType === "User" ? (
        <UserRound size={SIZE} aria-hidden="true" />
      ) : resourceType === "Group" ? (
        <UsersRound size={SIZE} aria-hidden="true" />
      ) : (
        <Group size={SIZE} aria-hidden="true" />
      ),
    end:
      active === undefined ? undefined : (
        <Tag tone={active ? "ok" : "plain"}>{active ? "Active" : "Disabled"}</Tag>
      ),
    act: { kind: "open", place: { screen: "resource", resourceType, id } },
  };
}

/** What can be done with the text itself. */
export function askItems(
  text: string,
  filter: { resourceType: string; plural: string; filter: string } | undefined,
): PaletteItem[] {
  if (text === "") return [];
  const items: PaletteItem[] = [];
  if (filter) {
    items.push({
      key: "ask filter",
      title: `Filter ${filter.plural} by`,
      subtitle: filter.filter,
      code: true,
      icon: <Filter size={SIZE} aria-hidden="true" />,
      act: {
        kind: "open",
        place: { screen: "directory", resourceType: filter.resourceType, filter: filter.filter },
      },
    });
  }
  items.push({
    key: "ask history",
    title: "Search the requests for",
    subtitle: text,
    icon: <History size={SIZE} aria-hidden="true" />,
    act: { kind: "open", place: { screen: "history", text } },
  });
  return items;
}
