// What tells one URN from another, for tags. Pure.

/** Parts of URNs that many have in common. */
const COMMON = ["scim", "schemas", "core", "extension"];

/** "enterprise:2.0": the name that stands out and the version; without a version the end of the URN. */
export function shortUrn(urn: string): string {
  const parts = urn.split(":").filter((part) => part !== "");
  const at = parts.findIndex((part) => /^\d+(\.\d+)*$/.test(part));
  if (parts.length < 3 || at < 1) return parts.slice(-2).join(":") || urn;
  const after = parts.slice(at + 1, -1);
  const before = parts.slice(0, at).filter((part) => !COMMON.includes(part));
  const name = COMMON.includes(parts[at - 1] ?? "") ? (after[0] ?? before.at(-1)) : parts[at - 1];
  return `${name ?? parts[at - 1] ?? ""}:${parts[at] ?? ""}`;
}

/** The attribute of a path and the schema that stands before it: `department` of the enterprise extension. */
export function pathParts(path: string): { schema: string | null; attribute: string } {
  // A value path may hold colons of its own, behind its bracket.
  const plain = path.split("[", 1)[0] ?? "";
  const at = plain.startsWith("urn:") ? plain.lastIndexOf(":") : -1;
  if (at < 0) return { schema: null, attribute: path };
  return { schema: path.slice(0, at), attribute: path.slice(at + 1) };
}
