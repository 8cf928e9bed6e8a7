// Which references of a form can be looked up. Pure.
import type { Field } from "../../host/generated/Field";
import type { Reference } from "../../host/generated/Reference";
import type { ReferenceAsked } from "../../host/generated/ReferenceAsked";

/** The id to look up: an external URI has none. */
export function targetOf(reference: Reference): string | undefined {
  return reference.external ? undefined : (reference.id ?? reference.value);
}

/**
 * What a link is called: the server's own name for it, else its target's name, as far as that is known. A name that
 * only repeats the value is none.
 */
export function titleOf(reference: Reference, known: string | undefined): string | undefined {
  const { display, value } = reference;
  return display !== undefined && display !== value ? display : (known ?? display);
}

/** All that is known of a link, for its hint: nothing that the server said is left out. */
export function factsOf(reference: Reference, known: string | undefined): string[] {
  const { display, value, uri } = reference;
  const title = titleOf(reference, known);
  const elsewhere = known !== title && known !== undefined ? `in the directory: ${known}` : known;
  const facts = [title, display, elsewhere, value, uri];
  return [...new Set(facts.filter((it) => it !== undefined))];
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
