// The groups of a resource: all that it lists, in windows, and their names.
import { useQueries } from "@tanstack/react-query";

import type { ReferenceName } from "../../host/generated/ReferenceName";
import type { Resource } from "../../host/generated/Resource";
import { type ResourceId, VALUES_WINDOW, valuesQuery } from "../resource/api";
import { type ReferenceNames, useReferenceNames } from "../resource/names";
import { type GroupRow, groupsOf, referencesIn, rowsOf } from "./groupRows";

/** More windows than these are not read. */
const MOST_WINDOWS = 20;

export interface GroupRows {
  rows: readonly GroupRow[];
  /** How many the resource lists. */
  total: number;
  names: ReferenceNames;
}

export function useGroupRows(which: ResourceId, resource: Resource): GroupRows {
  const section = groupsOf(resource);
  const path = section?.path ?? "groups";
  const total = section?.total ?? section?.fields.length ?? 0;
  const windows = Math.min(MOST_WINDOWS, Math.ceil(total / VALUES_WINDOW));
  const pages = useQueries({
    queries: Array.from({ length: Math.max(0, windows - 1) }, (_, place) =>
      valuesQuery(which, path, (place + 1) * VALUES_WINDOW),
    ),
  });
  const fields = [section?.fields ?? [], ...pages.map(({ data }) => data?.fields ?? [])].flat();
  const references = referencesIn(fields);
  const asked = references
    .filter(({ reference }) => titleOfServer(reference) === undefined)
    .map(({ reference: { id, value, resourceType } }) => ({
      value: id ?? value,
      ...(resourceType === undefined ? {} : { resourceType }),
    }));
  const names = useReferenceNames(which.tenantId, asked);
  const known = new Map(
    asked.flatMap(({ value }, place): [string, ReferenceName][] => {
      const name = names.names[place];
      return name ? [[value, name]] : [];
    }),
  );
  return { rows: rowsOf(references, known), total, names };
}

/** The server's own name of a group; one that only repeats the value is none. */
function titleOfServer({ display, value }: { display?: string; value: string }) {
  return display === value ? undefined : display;
}
