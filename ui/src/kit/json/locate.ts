// Finds the place of a JSON pointer (RFC 6901) in JSON text, for marks in the gutter.
import { endOfString, skipSpace } from "./formatJson";

function unescapePointer(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

// A member name is compared as read: it may be spelled with escapes on the wire.
function nameOf(literal: string): string {
  try {
    const name: unknown = JSON.parse(literal);
    return typeof name === "string" ? name : literal;
  } catch {
    return literal.slice(1, -1);
  }
}

/** The index just behind the value that starts at `start`. */
function endOfValue(text: string, start: number): number {
  let at = start;
  let depth = 0;
  do {
    const char = text.charAt(at);
    if (char === '"') {
      at = endOfString(text, at);
    } else {
      if (char === "{" || char === "[") depth += 1;
      else if (char === "}" || char === "]") depth -= 1;
      else if (depth === 0 && (char === "," || char === ":")) return at;
      if (depth < 0) return at;
      at += 1;
    }
    if (depth === 0 && /["}\]]/.test(text.charAt(at - 1))) return at;
  } while (at < text.length);
  return text.length;
}

interface Found {
  /** Where the member's name starts, or the element. */
  mark: number;
  /** Where the value starts. */
  value: number;
}

function memberOf(text: string, open: number, name: string): Found | undefined {
  let at = skipSpace(text, open + 1);
  while (at < text.length && text.charAt(at) === '"') {
    const keyEnd = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (nameOf(text.slice(at, keyEnd)) === name) return { mark: at, value };
    const next = skipSpace(text, endOfValue(text, value));
    if (text.charAt(next) !== ",") return undefined;
    at = skipSpace(text, next + 1);
  }
  return undefined;
}

function elementOf(text: string, open: number, index: number): Found | undefined {
  let at = skipSpace(text, open + 1);
  for (let seen = 0; at < text.length && text.charAt(at) !== "]"; seen += 1) {
    if (seen === index) return { mark: at, value: at };
    const next = skipSpace(text, endOfValue(text, at));
    if (text.charAt(next) !== ",") return undefined;
    at = skipSpace(text, next + 1);
  }
  return undefined;
}

/**
 * Where in the text the thing that the pointer names starts: the member's name, or the array element.
 * A pointer to something absent gives the nearest container that is there.
 */
export function locate(text: string, pointer: string): number {
  let here: Found = { mark: skipSpace(text, 0), value: skipSpace(text, 0) };
  for (const token of pointer.split("/").slice(1).map(unescapePointer)) {
    const opening = text.charAt(here.value);
    const found =
      opening === "{"
        ? memberOf(text, here.value, token)
        : opening === "["
          ? elementOf(text, here.value, Number(token))
          : undefined;
    if (found === undefined) return here.mark;
    here = found;
  }
  return here.mark;
}

/** The line that an offset is on, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1))
    line += 1;
  return line;
}
