// The widths that a person gave the columns of tables: they outlive the window, and go with their tenant.
const PREFIX = "scimscope.widths.";

/** The widths of the table of that name, in CSS pixels, by column. */
export function readWidths(table: string): Map<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + table) ?? "{}");
    if (typeof kept !== "object" || kept === null) return new Map();
    const widths = Object.entries(kept).filter(([, width]) => Number.isFinite(width));
    return new Map(widths.map(([path, width]) => [path, Number(width)]));
  } catch {
    return new Map(); // What somebody else wrote there is no width.
  }
}

export function keepWidths(table: string, widths: ReadonlyMap<string, number>): void {
  localStorage.setItem(PREFIX + table, JSON.stringify(Object.fromEntries(widths)));
}

/** Erases those of all tables of a tenant: the names of its columns are part of what is known of it. */
export function forgetWidths(tenantId: string): void {
  // As a table is named: the tenant first.
  const ofTenant = `${PREFIX}[${JSON.stringify(tenantId)},`;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(ofTenant)) localStorage.removeItem(key);
  }
}
