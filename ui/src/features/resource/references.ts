// Which references of a form can be looked up. Pure.
import type { Field } from "../../host/generated/Field";
import type { Reference } from "../../host/generated/Reference";
import type { ReferenceAsked } from "../../host/generated/ReferenceAsked";

/** The id to look up: an external URI has none. */
export function targetOf(reference: Reference): string | undefined {
  return reference.external ? undefined : (reference.id ?? reference.value);
}

/** The references among some fields whose name or type the server did not give. */
export function referencesOf(fields: readonly Field[]): ReferenceAsked[] {
  const asked = new Map<string, ReferenceAsked>();
  for (const { value } of fields) {
    const target = value.kind === "reference" ? targetOf(value) : undefined;
    if (value.kind !== "reference" || target === undefined) continue;
    if (value.display !== undefined && value.resourceType !== undefined) continue;
    const type = value.resourceType;
    asked.set(target, { value: target, ...(type === undefined ? {} : { resourceType: type }) });
  }
  return [...asked.values()];
}
