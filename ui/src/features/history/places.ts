// Where findings of lint are in an exchange, in words and as places of the screen. Pure.
import type { LintFinding } from "../../host/generated/LintFinding";

/** A place of the screen: in the line above the messages, a header, or in a body. */
export type Place =
  | { at: "method" | "url" | "status" | "time" }
  | { at: "header"; name: string }
  | { at: "body" }
  | { at: "nowhere" };

/** Where a finding leads. */
export function placeOf({ part, pointer }: LintFinding): Place {
  switch (part) {
    case "requestBody":
    case "responseBody":
      return { at: "body" };
    case "requestHead":
    case "responseHead":
      return placeInHead(pointer);
    case "discovery":
      return { at: "nowhere" };
  }
}

function placeInHead(pointer: string): Place {
  const [, first, name] = pointer.split("/");
  switch (first) {
    case "headers":
      return name === undefined ? { at: "nowhere" } : { at: "header", name };
    case "method":
      return { at: "method" };
    case "status":
      return { at: "status" };
    case "elapsed":
      return { at: "time" };
    default:
      return { at: "url" };
  }
}

/** The part of a finding's pointer that a person reads: the parameter of a URL. */
export function placeWords(finding: LintFinding): string {
  const place = placeOf(finding);
  switch (place.at) {
    case "header":
      return `header ${place.name}`;
    case "url": {
      const parameter = /^\/query\/(.+)$/.exec(finding.pointer)?.[1];
      return parameter === undefined ? "URL" : `parameter ${parameter}`;
    }
    case "nowhere":
      return "what the server says of itself";
    default:
      return place.at;
  }
}
