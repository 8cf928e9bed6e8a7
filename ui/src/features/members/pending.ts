// What else a draft changes besides the members, and taking back only what it does with them. Pure.
import type { Draft } from "../../host/generated/Draft";
import type { DraftEdit } from "../../host/generated/DraftEdit";

/** Where the members stand in the draft, as its form says. */
function placeOf({ sections }: Draft): string | undefined {
  const fields = sections.flatMap((section) => section.fields);
  return fields.find(({ path }) => path === "members")?.pointer;
}

/** The paths of the changes that are not about members; none where that cannot be told. */
export function othersOf(draft: Draft): string[] {
  const place = placeOf(draft);
  if (place === undefined) return [];
  return draft.changes
    .filter(({ pointer }) => pointer !== place && !pointer.startsWith(`${place}/`))
    .map(({ path }) => path);
}

/** The edits that take back what the draft does with members; none where the draft holds nothing else. */
export function takingBack(draft: Draft): DraftEdit[] {
  const pointer = placeOf(draft);
  return pointer === undefined || othersOf(draft).length === 0
    ? []
    : [{ kind: "restore", pointer }];
}
