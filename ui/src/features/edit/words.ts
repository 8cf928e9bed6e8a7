// Words of the form that are made of the schema's own. Pure.

const COMMON = "urn:ietf:params:scim:schemas:";

/** A schema's URI without what all of the RFC's have in common. */
export function schemaWord(uri: string): string {
  return uri.startsWith(COMMON) ? uri.slice(COMMON.length) : uri;
}

/** One of several: "email" of `emails`, "address" of `addresses`; a name that is no plural stays. */
export function singular(name: string): string {
  if (/(s|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** "1 change", "3 changes". */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}
