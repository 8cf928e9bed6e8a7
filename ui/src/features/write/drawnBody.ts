// The text that the body of a request is drawn as: JSON of one line is set out, its tokens stay as spelled. Pure.
import type { BodyText } from "../../host/generated/BodyText";
import { formatJson, isOneLine } from "../../kit/json/formatJson";

export function drawnBody({ text, isJson }: BodyText): string {
  return isJson && isOneLine(text) ? formatJson(text) : text;
}
