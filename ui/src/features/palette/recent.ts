// What was chosen in the palette lately, while the window lives. Names of people do not go to the disk from here.
import { createStore, useStore } from "../../state/store";
import type { PaletteItem } from "./items";

export interface RecentItem {
  tenantId: string;
  item: PaletteItem;
}

const KEPT = 8;
const recent = createStore<readonly RecentItem[]>([]);

export function remember(tenantId: string, item: PaletteItem): void {
  const others = recent.read().filter((it) => it.tenantId !== tenantId || it.item.key !== item.key);
  recent.write([{ tenantId, item }, ...others].slice(0, KEPT * 4));
}

/** The items chosen lately with this tenant, newest first. */
export function useRecent(tenantId: string): PaletteItem[] {
  return useStore(recent)
    .filter((it) => it.tenantId === tenantId)
    .map(({ item }) => item)
    .slice(0, KEPT);
}

/** For tests: nothing was chosen. */
export function forgetRecent(): void {
  recent.write([]);
}
