// What could be typed into a field: the values that the schema names, and those that another resource type offers.
import { useQuery } from "@tanstack/react-query";

import type { Cell } from "../../host/generated/Cell";
import type { EditField } from "../../host/generated/EditField";
import { queryOf } from "../../state/query";
import { useDraftSession } from "./session";

export interface Suggestion {
  value: string;
  /** What it is called, where that is not the value itself. */
  title?: string | undefined;
}

/** How many offered resources are read. */
const MOST_OFFERED = 200;
const MOST_SHOWN = 100;

function textOf(cell: Cell | undefined): string | undefined {
  return cell && "text" in cell ? cell.text : undefined;
}

/** They are read when somebody opens the list, and are only suggestions: anything can be typed. */
export function useSuggestions(field: EditField, isOpen: boolean, text: string) {
  const { tenantId } = useDraftSession();
  const offers = useQuery({
    ...queryOf("resources_list", {
      tenantId,
      resourceType: field.offeredBy ?? "",
      offset: 0,
      limit: MOST_OFFERED,
      columns: ["value"],
      reload: false,
    }),
    enabled: isOpen && field.offeredBy !== undefined,
  });
  const has = field.canonicalValues.length > 0 || field.offeredBy !== undefined;
  if (!isOpen || !has) return { has, shown: [] };
  const offered = (offers.data?.rows ?? []).flatMap(({ id, title, cells }): Suggestion[] => {
    const value = textOf(cells[0]) ?? id;
    return value === undefined ? [] : [{ value, title: title === value ? undefined : title }];
  });
  const all: Suggestion[] = [...field.canonicalValues.map((value) => ({ value })), ...offered];
  return { has, shown: matching(all, text).slice(0, MOST_SHOWN) };
}

/** Those that hold what is typed; all of them where that is one of them already. */
export function matching(all: readonly Suggestion[], text: string): readonly Suggestion[] {
  const sought = text.trim().toLowerCase();
  if (sought === "" || all.some(({ value }) => value === text)) return all;
  return all.filter(({ value, title = "" }) => `${value} ${title}`.toLowerCase().includes(sought));
}
