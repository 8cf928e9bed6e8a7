// The rows and headings of the list as they stand in the document, for giving the focus back: a row that moves to another
// group is drawn anew there.

/** The button of a tenant's row. */
export function rowOf(tenantId: string | undefined): HTMLElement | undefined {
  return marked("tenantId", tenantId)?.querySelector("button") ?? undefined;
}

/** The button of the menu of a tenant's row. */
export function menuOf(tenantId: string | undefined): HTMLElement | undefined {
  const row = marked("tenantId", tenantId);
  return row?.querySelector<HTMLElement>("[data-testid=tenant-menu]") ?? undefined;
}

/** The button of the menu of a group. */
export function groupMenuOf(name: string): HTMLElement | undefined {
  return marked("groupMenu", name);
}

function marked(mark: "tenantId" | "groupMenu", value: string | undefined) {
  const all = document.querySelectorAll<HTMLElement>("[data-tenant-id], [data-group-menu]");
  return value === undefined ? undefined : [...all].find((it) => it.dataset[mark] === value);
}
