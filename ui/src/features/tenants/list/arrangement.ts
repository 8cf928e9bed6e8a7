// Moving tenants and groups about. Pure: the backend is told the whole order.
import type { Tenant } from "../../../host/generated/Tenant";
import type { TenantPlace } from "../../../host/generated/TenantPlace";

export interface TenantGroup {
  /** Empty for the tenants without one. */
  name: string;
  tenants: Tenant[];
}

/** The tenants by their groups, in their order; the list has those of a group together. */
export function groupsOf(tenants: readonly Tenant[]): TenantGroup[] {
  const groups: TenantGroup[] = [];
  for (const tenant of tenants) {
    const group = groups.find(({ name }) => name === tenant.group);
    if (group) group.tenants.push(tenant);
    else groups.push({ name: tenant.group, tenants: [tenant] });
  }
  return groups;
}

/** A tenant one step on in its group; undefined where there is none. */
export function moved(
  tenants: readonly Tenant[],
  tenantId: string,
  step: 1 | -1,
): Tenant[] | undefined {
  return withGroups(tenants, (groups) => {
    const group = groups.find((it) => it.tenants.some(({ id }) => id === tenantId));
    return group && swap(group.tenants, ({ id }) => id === tenantId, step);
  });
}

/** A group one step on among those with a name; undefined where there is none. */
export function groupMoved(
  tenants: readonly Tenant[],
  name: string,
  step: 1 | -1,
): Tenant[] | undefined {
  return withGroups(tenants, (groups) => {
    const at = groups.findIndex((it) => it.name === name);
    // Those without a group always stand first.
    return groups[at + step]?.name === "" ? false : swap(groups, (it) => it.name === name, step);
  });
}

/** A tenant at the end of another group; an empty name is none. */
export function inGroup(tenants: readonly Tenant[], tenantId: string, name: string): Tenant[] {
  const tenant = tenants.find(({ id }) => id === tenantId);
  if (!tenant || tenant.group === name) return [...tenants];
  const others = tenants.filter(({ id }) => id !== tenantId);
  return ordered([...others, { ...tenant, group: name }]);
}

/** A group by another name; with the name of another group the two become one. */
export function groupRenamed(tenants: readonly Tenant[], from: string, to: string): Tenant[] {
  return ordered(tenants.map((it) => (it.group === from ? { ...it, group: to } : it)));
}

/** The tenant that stands behind this one, or before it where it is the last. */
export function neighbourOf(tenants: readonly Tenant[], tenantId: string): string | undefined {
  const at = tenants.findIndex(({ id }) => id === tenantId);
  return at < 0 ? undefined : (tenants[at + 1] ?? tenants[at - 1])?.id;
}

/** What the backend is told. */
export function placesOf(tenants: readonly Tenant[]): TenantPlace[] {
  return tenants.map(({ id, group }) => ({ tenantId: id, group }));
}

/** Those without a group first, then each group where the first of it stands. */
function ordered(tenants: readonly Tenant[]): Tenant[] {
  const groups = groupsOf(tenants);
  const none = groups.filter(({ name }) => name === "");
  const named = groups.filter(({ name }) => name !== "");
  return [...none, ...named].flatMap((it) => it.tenants);
}

function withGroups(
  tenants: readonly Tenant[],
  change: (groups: TenantGroup[]) => boolean | undefined,
): Tenant[] | undefined {
  const groups = groupsOf(tenants);
  return change(groups) ? groups.flatMap((it) => it.tenants) : undefined;
}

/** Changes places with the neighbour; false where there is none. */
function swap<T>(list: T[], isIt: (item: T) => boolean, step: 1 | -1): boolean {
  const at = list.findIndex(isIt);
  const item = list[at];
  const other = list[at + step];
  if (item === undefined || other === undefined) return false;
  list[at] = other;
  list[at + step] = item;
  return true;
}
