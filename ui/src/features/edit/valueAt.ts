// The JSON text of what stands at a place, cut out of the text itself so that numbers keep their spelling. Pure.
import { endOfString, skipSpace } from "../../kit/json/formatJson";
import { locate } from "../../kit/json/locate";

/** The text of the value at a JSON pointer; undefined where nothing stands there. */
export function valueAt(text: string, pointer: string): string | undefined {
  if (!isThere(text, pointer)) return undefined;
  const start = startOfValue(text, locate(text, pointer));
  return text.slice(start, endOfValue(text, start)).trimEnd();
}

function isThere(text: string, pointer: string): boolean {
  try {
    let here: unknown = JSON.parse(text);
    for (const step of pointer.split("/").slice(1)) {
      const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return false;
      here = (here as Record<string, unknown>)[name];
    }
    return true;
  } catch {
    return false;
  }
}

/** `locate` finds a member by its name: the value stands behind the colon. */
function startOfValue(text: string, at: number): number {
  if (text.charAt(at) !== '"') return at;
  const colon = skipSpace(text, endOfString(text, at));
  return text.charAt(colon) === ":" ? skipSpace(text, colon + 1) : at;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    else if (char === "," && depth === 0) return at;
    if (depth < 0) return at;
    if (depth === 0 && (char === "}" || char === "]" || char === '"')) return at + 1;
  }
  return text.length;
}
