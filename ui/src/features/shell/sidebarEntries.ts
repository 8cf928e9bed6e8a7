// What the sidebar lists for an open tenant, in the order of Ctrl+1 to Ctrl+9.
import type { Place } from "../../state/places";
import type { Session } from "../../state/session";

export interface SidebarEntry {
  label: string;
  place: Place;
  /** The resource type's name, where the entry is one. */
  resourceType?: string;
  description?: string | undefined;
}

export function sidebarEntries(session: Session): SidebarEntry[] {
  if (session.kind !== "open") return [];
  return [
    ...session.opened.resourceTypes.map((it) => ({
      label: it.plural,
      place: { screen: "directory", resourceType: it.name } as const,
      resourceType: it.name,
      description: it.description,
    })),
    { label: "History", place: { screen: "history" } },
    { label: "Changes", place: { screen: "changes" } },
  ];
}
