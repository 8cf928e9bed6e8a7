// A condition in words, and the text of a condition that was changed on its chip. Pure.
// Places in the text come from the backend; here text is only cut and put together.
import type { ComparedValue } from "../../../host/generated/ComparedValue";
import type { FilterClause } from "../../../host/generated/FilterClause";
import type { FilterComparison } from "../../../host/generated/FilterComparison";
import type { FilterSpan } from "../../../host/generated/FilterSpan";

const WORDS: Readonly<Record<string, string>> = {
  eq: "is",
  ne: "is not",
  co: "contains",
  sw: "starts with",
  ew: "ends with",
  gt: "greater than",
  ge: "at least",
  lt: "less than",
  le: "at most",
  pr: "has a value",
};
const TIMES: Readonly<Record<string, string>> = {
  gt: "after",
  ge: "from",
  lt: "before",
  le: "until",
};

/** "starts with", "after". */
export function operatorWords(operator: string, dataType: string | undefined): string {
  return (dataType === "dateTime" ? TIMES[operator] : undefined) ?? WORDS[operator] ?? operator;
}

/** A value as it is written in a filter. */
export function literal(value: ComparedValue): string {
  return value.kind === "text" ? JSON.stringify(value.text) : value.text;
}

/** The text of a condition. */
export function conditionText(
  { path }: Pick<FilterComparison, "path">,
  operator: string,
  value: ComparedValue | undefined,
): string {
  if (operator === "pr" || !value) return `${path} ${operator}`;
  return `${path} ${operator} ${literal(value)}`;
}

export function replaced(text: string, { start, end }: FilterSpan, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** The text with room for one more condition, joined as the others are. */
export function withRoom(text: string, clauses: readonly FilterClause[]): string {
  const trimmed = text.trimEnd();
  if (trimmed === "") return "";
  const joint = clauses.at(-1)?.joint ?? "and";
  return `${trimmed} ${joint} `;
}
