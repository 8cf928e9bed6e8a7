// What the palette shows for what was typed, in sections.
import type { ResourceTypeSummary } from "../../host/generated/ResourceTypeSummary";
import type { CommandSection } from "../../kit/CommandDialog";
import { useStarted, useTenants } from "../../state/app";
import { useWhereabouts } from "../../state/navigation";
import { inSentence } from "../../state/plural";
import { firstResourceType, type Session } from "../../state/session";
import { useLiveCommands } from "../../state/shortcuts";
import { useFound } from "./api";
import { type Asked, type Narrowed, readAsked } from "./asked";
import {
  askItems,
  commandItems,
  type PaletteItem,
  placeItems,
  resourceItem,
  tenantItems,
} from "./items";
import { nearestFirst, ranked } from "./ranked";
import { useRecent } from "./recent";

export interface PaletteContent {
  asked: Asked;
  sections: CommandSection<PaletteItem>[];
  /** How many resources were looked through; absent when none were looked for. */
  searched: number | undefined;
}

const MOST_RESOURCES = 12;
const MOST_OF_EACH = 6;
const OF_TYPE: Partial<Record<Narrowed, string>> = { users: "User", groups: "Group" };

export function usePaletteSections(session: Session, typed: string): PaletteContent {
  const asked = readAsked(typed);
  const { narrowed, text } = asked;
  const { place } = useWhereabouts();
  const { sandbox } = useStarted();
  const tenants = [sandbox, ...useTenants()];
  const commands = useLiveCommands();
  const opened = session.kind === "open" ? session.opened : undefined;
  const tenantId = opened?.tenant.id;
  const recent = useRecent(tenantId ?? "");
  const types = opened?.resourceTypes ?? [];
  const only = OF_TYPE[narrowed];
  const looks = narrowed === "all" ? text !== "" : only !== undefined;
  const found = useFound(
    tenantId,
    looks ? { text, limit: MOST_RESOURCES, ...(only ? { resourceType: only } : {}) } : undefined,
  );
  const filtered = filteredType(only, place, types, opened && firstResourceType(opened));
  const asks = looks && text !== "" && filtered !== undefined;
  const filter = useFound(
    tenantId,
    asks ? { text, limit: 0, resourceType: filtered.name } : undefined,
  )?.filter;

  const keys = recent.map(({ key }) => key);
  const of = (title: string, items: PaletteItem[], most = Infinity) => ({
    title,
    items: ranked(items, text, keys).slice(0, most),
  });
  const wants = (what: Narrowed) => narrowed === what || narrowed === "all";
  const resources = looks
    ? bySection(found?.found.map(resourceItem) ?? [], types, only ? Infinity : MOST_OF_EACH)
    : [];
  const most = text === "" ? Infinity : MOST_OF_EACH;
  const places: CommandSection<PaletteItem>[] = [
    ...(text === "" && narrowed === "all"
      ? [{ title: "Recent", items: recent.map(asRecent) }]
      : []),
    ...resources,
    ...(narrowed === "all"
      ? [of("Go to", placeItems(session), most), of("Tenants", tenantItems(tenants, session), most)]
      : []),
    ...(wants("commands") ? [of("Commands", commandItems(commands), most)] : []),
  ];
  const sections: CommandSection<PaletteItem>[] = [
    ...nearestFirst(places, text),
    ...(narrowed === "commands"
      ? []
      : [
          {
            title: "Do",
            items: askItems(
              text,
              filtered && filter !== undefined && narrowed !== "requests"
                ? { resourceType: filtered.name, plural: inSentence(filtered.plural), filter }
                : undefined,
            ),
          },
        ]),
  ];
  return {
    asked,
    sections: sections.filter(({ items }) => items.length > 0),
    searched: looks ? found?.searched : undefined,
  };
}

/** The type whose list a filter would be for: the one asked for, the one that is shown, the first one. */
function filteredType(
  only: string | undefined,
  place: ReturnType<typeof useWhereabouts>["place"],
  types: readonly ResourceTypeSummary[],
  first: ResourceTypeSummary | undefined,
): ResourceTypeSummary | undefined {
  const shown =
    place.screen === "directory" || place.screen === "resource" ? place.resourceType : undefined;
  return types.find(({ name }) => name === (only ?? shown)) ?? first;
}

function bySection(
  items: readonly PaletteItem[],
  types: readonly ResourceTypeSummary[],
  most: number,
): CommandSection<PaletteItem>[] {
  return types.map(({ name, plural }) => ({
    title: plural,
    items: items.filter((it) => it.key.startsWith(`resource ${name} `)).slice(0, most),
  }));
}

/** A row of its own, beside the same one further below. */
function asRecent(item: PaletteItem): PaletteItem {
  return { ...item, key: `recent ${item.key}` };
}
