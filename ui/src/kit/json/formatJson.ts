// Lays out JSON text without reading it: only white space outside strings changes, every token stays as spelled.

const INDENT = "  ";

function isSpace(char: string): boolean {
  return char === " " || char === "\n" || char === "\r" || char === "\t";
}

/** The index just behind the string that starts at `start`; an unterminated string ends with the text. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at];
    if (char === "\\") at += 2;
    else if (char === '"') return at + 1;
    else at += 1;
  }
  return text.length;
}

/** The index of the next character that is not white space. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charAt(at))) at += 1;
  return at;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !/[\s{}[\],:"]/.test(text.charAt(at))) at += 1;
  return Math.max(at, start + 1);
}

function lineBreak(depth: number): string {
  return `\n${INDENT.repeat(depth)}`;
}

/**
 * The same tokens in the same order, one member or element a line.
 * Text that is not JSON comes through as well, with its strings untouched.
 */
export function formatJson(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const char = text.charAt(at);
    let end = at + 1;
    if (char === '"') {
      end = endOfString(text, at);
      out.push(text.slice(at, end));
    } else if (char === "{" || char === "[") {
      const next = skipSpace(text, end);
      const close = char === "{" ? "}" : "]";
      if (text[next] === close) {
        out.push(char, close);
        end = next + 1;
      } else {
        depth += 1;
        out.push(char, lineBreak(depth));
      }
    } else if (char === "}" || char === "]") {
      depth = Math.max(0, depth - 1);
      out.push(lineBreak(depth), char);
    } else if (char === ",") {
      out.push(char, lineBreak(depth));
    } else if (char === ":") {
      out.push(": ");
    } else {
      end = endOfScalar(text, at);
      out.push(text.slice(at, end));
    }
    const next = skipSpace(text, end);
    if (next > end && needsSpace(text, end, next)) out.push(" ");
    at = next;
  }
  return out.join("");
}

// Only text that is not JSON has two scalars side by side: they must not grow together.
function needsSpace(text: string, end: number, next: number): boolean {
  return next < text.length && !/[{}[\],:]/.test(text.charAt(end - 1) + text.charAt(next));
}

/** Whether a larger JSON text came on one line, so that laying it out helps reading. */
export function isOneLine(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length > 60 && !trimmed.includes("\n");
}
