// What the tenant switcher offers for what was typed, and how each tenant stands. Pure.
import type { ExpiryNotice } from "../../host/generated/ExpiryNotice";
import type { Tenant } from "../../host/generated/Tenant";
import { timeOfDay } from "../../kit/countdown";
import { lackOf } from "../../state/signIn";
import { noticeWords } from "./noticeWords";

export type TenantChoice =
  | { kind: "tenant"; tenant: Tenant; digit: number | undefined }
  | { kind: "enter" | "window"; tenant: Tenant }
  | { kind: "add" | "manage" }
  | { kind: "edit"; tenant: Tenant }
  | { kind: "leave" };

export interface Standing {
  word: string;
  tone: "ok" | "off" | "warn" | "danger";
}

/** Tenants by name, group or host, then what else can be done. Digits belong to the whole list. */
export function tenantChoices(
  tenants: readonly Tenant[],
  typed: string,
  shown: Tenant | undefined,
): TenantChoice[] {
  const wanted = folded(typed.trim());
  const found = tenants
    .map((tenant, index) => ({ tenant, digit: index < 9 ? index + 1 : undefined }))
    .filter(({ tenant: { name, group, host } }) =>
      folded(`${name} ${group} ${host}`).includes(wanted),
    )
    .map((it): TenantChoice => ({ kind: "tenant", ...it }));
  if (wanted !== "") return found;
  const more: TenantChoice[] = [{ kind: "add" }];
  if (shown && shown.environment !== "sandbox") more.push({ kind: "edit", tenant: shown });
  more.push({ kind: "manage" });
  if (shown) more.push({ kind: "leave" });
  return [...found, ...more];
}

/** No more tenants than that, with all that else can be done; how many are left out. */
export function firstOf(choices: readonly TenantChoice[], most: number) {
  const tenants = choices.filter(({ kind }) => kind === "tenant");
  const others = choices.filter(({ kind }) => kind !== "tenant");
  return {
    choices: [...tenants.slice(0, most), ...others],
    hidden: Math.max(0, tenants.length - most),
  };
}

/** What can be done with one tenant. */
export function actionChoices(tenant: Tenant): TenantChoice[] {
  const actions: TenantChoice[] = [
    { kind: "enter", tenant },
    { kind: "window", tenant },
  ];
  if (tenant.environment !== "sandbox") actions.push({ kind: "edit", tenant });
  return actions;
}

/** A run of choices under one heading, each with where it stands in the whole list. */
export interface ChoiceSection {
  /** The group of tenants; empty for those without one, and for what else can be done. */
  heading: string;
  choices: { choice: TenantChoice; index: number }[];
}

export function sectionsOf(choices: readonly TenantChoice[]): ChoiceSection[] {
  const sections: ChoiceSection[] = [];
  choices.forEach((choice, index) => {
    const heading = choice.kind === "tenant" ? choice.tenant.group : "";
    const last = sections.at(-1);
    if (last?.heading === heading) last.choices.push({ choice, index });
    else sections.push({ heading, choices: [{ choice, index }] });
  });
  return sections;
}

/** What is so with a tenant at the moment. */
export interface Circumstances {
  isOpen: boolean;
  /** Until when its writes are unlocked, if they are. */
  writesUntil: string | undefined;
  /** What is to be said of the end of its token or certificate, if it is near. */
  end: ExpiryNotice | undefined;
  /** Something was typed into its connection form and not saved. */
  isUnsaved: boolean;
}

/** How a tenant stands, what matters most first; one at least. */
export function standings(tenant: Tenant, circumstances: Circumstances): [Standing, ...Standing[]] {
  const { isOpen, writesUntil, end, isUnsaved } = circumstances;
  const first: Standing[] = [];
  if (writesUntil !== undefined) {
    first.push({ word: `writes on until ${timeOfDay(writesUntil)}`, tone: "danger" });
  }
  if (end) {
    first.push({ word: noticeWords(end), tone: end.isUnusable ? "danger" : "warn" });
  }
  const usual = standing(tenant, isOpen);
  const unsaved: Standing[] = isUnsaved ? [{ word: "not saved", tone: "warn" }] : [];
  const [foremost, ...others] = first;
  return foremost ? [foremost, ...unsaved, ...others, usual] : [usual, ...unsaved];
}

function standing(tenant: Tenant, isOpen: boolean): Standing {
  if (isOpen) return { word: "open", tone: "ok" };
  const lack = lackOf(tenant);
  if (!lack) return { word: "not open", tone: "off" };
  if (lack.isMissing) return { word: `${lack.what} missing`, tone: "danger" };
  return { word: `asks for its ${lack.what}`, tone: "warn" };
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
