// The text of a filter as it is drawn: its words in colour, what is wrong underlined. Pure.
// What a word is and what is wrong with it comes from the backend; here it is only laid over the text.
import type { FilterChecked } from "../../../host/generated/FilterChecked";
import type { FilterProblem } from "../../../host/generated/FilterProblem";
import type { FilterSpan } from "../../../host/generated/FilterSpan";
import type { FilterToken } from "../../../host/generated/FilterToken";
import type { TokenKind } from "../../../host/generated/TokenKind";
import type { Piece, PieceTone } from "../../../kit/MarkedInput";

/** What the backend said, and about which text. */
export interface Said {
  text: string;
  checked: FilterChecked;
}

const TONES: Record<TokenKind, PieceTone> = {
  attribute: "name",
  operator: "verb",
  logical: "joint",
  text: "text",
  number: "literal",
  literal: "literal",
  bracket: "bracket",
  invalid: "other",
};

/** Where the words of an earlier text stand in a later one, as far as they are still there. */
export function carried(said: Said, text: string): FilterToken[] {
  const { tokens } = said.checked;
  if (said.text === text) return tokens;
  const shorter = Math.min(said.text.length, text.length);
  let head = 0;
  while (head < shorter && said.text[head] === text[head]) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    said.text[said.text.length - 1 - tail] === text[text.length - 1 - tail]
  ) {
    tail += 1;
  }
  const changedEnd = said.text.length - tail;
  const shift = text.length - said.text.length;
  return tokens.flatMap(({ kind, span }): FilterToken[] => {
    if (span.end <= head) return [{ kind, span }];
    if (span.start >= changedEnd) {
      return [{ kind, span: { start: span.start + shift, end: span.end + shift } }];
    }
    // A word that is being written keeps its colour.
    if (span.start <= head && changedEnd <= span.end) {
      return [{ kind, span: { start: span.start, end: span.end + shift } }];
    }
    return [];
  });
}

/** The text in pieces that follow one another without a gap. */
export function pieces(
  text: string,
  tokens: readonly FilterToken[],
  problems: readonly FilterProblem[],
): Piece[] {
  const wrong = (at: number) =>
    problems.find(({ span }) => span.start <= at && at < span.end)?.severity;
  const edges = new Set([0, text.length]);
  const add = ({ start, end }: FilterSpan) => {
    if (start < text.length) edges.add(start);
    if (end < text.length) edges.add(end);
  };
  for (const { span } of tokens) add(span);
  for (const { span } of problems) add(span);
  const order = [...edges].sort((one, other) => one - other);
  return order.slice(0, -1).map((start, place): Piece => {
    const end = order[place + 1] ?? text.length;
    const token = tokens.find(({ span }) => span.start <= start && start < span.end);
    const severity = wrong(start);
    return {
      text: text.slice(start, end),
      ...(token ? { tone: TONES[token.kind] } : {}),
      ...(severity ? { wrong: severity === "error" ? "error" : "warning" } : {}),
    };
  });
}

/** Whether something is missing at the end of the text. */
export function isWrongAtEnd(text: string, problems: readonly FilterProblem[]): boolean {
  return problems.some(({ span }) => span.start === span.end && span.start >= text.length);
}
