// What many resources of a type are called.
import { useSession } from "./session";

/** "Users": the last segment of the endpoint, as the backend gives it. */
export function usePlural(resourceType: string): string {
  const session = useSession();
  const types = session.kind === "open" ? session.opened.resourceTypes : [];
  return types.find(({ name }) => name === resourceType)?.plural ?? resourceType;
}

/** "users" in a sentence; names that are not plain words stay as they are. */
export function inSentence(plural: string): string {
  return /^[A-Z][a-z]+$/.test(plural) ? plural.toLowerCase() : plural;
}
