// What the tenant switcher offers for what was typed, and how each tenant stands. Pure.
import type { Tenant } from "../../host/generated/Tenant";
import { secretWords } from "../../state/signIn";

export type TenantChoice =
  | { kind: "tenant"; tenant: Tenant; digit: number | undefined }
  | { kind: "add" }
  | { kind: "edit"; tenant: Tenant }
  | { kind: "leave" };

export interface Standing {
  word: string;
  tone: "ok" | "off" | "warn" | "danger";
}

/** Tenants by name or host, then what else can be done. Digits belong to the whole list. */
export function tenantChoices(
  tenants: readonly Tenant[],
  typed: string,
  shown: Tenant | undefined,
): TenantChoice[] {
  const wanted = folded(typed.trim());
  const found = tenants
    .map((tenant, index) => ({ tenant, digit: index < 9 ? index + 1 : undefined }))
    .filter(({ tenant }) => folded(`${tenant.name} ${tenant.host}`).includes(wanted))
    .map((it): TenantChoice => ({ kind: "tenant", ...it }));
  if (wanted !== "") return found;
  const more: TenantChoice[] = [{ kind: "add" }];
  if (shown && shown.environment !== "sandbox") more.push({ kind: "edit", tenant: shown });
  if (shown) more.push({ kind: "leave" });
  return [...found, ...more];
}

/** How a tenant stands in one or two words. */
export function standing(tenant: Tenant, openIds: ReadonlySet<string>): Standing {
  if (openIds.has(tenant.id)) return { word: "open", tone: "ok" };
  const what = secretWords[tenant.authentication];
  if (tenant.secret === "missing") return { word: `${what} missing`, tone: "danger" };
  if (tenant.secret === "askEachTime") return { word: `asks for its ${what}`, tone: "warn" };
  return { word: "not open", tone: "off" };
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
