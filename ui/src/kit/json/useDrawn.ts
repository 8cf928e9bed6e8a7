// The text that a pane of JSON draws: laid out, or as received where the person wants that or it has lines already.
import { useRemembered } from "../remembered";
import { formatJson, isOneLine } from "./formatJson";

/** Beyond this the editor would be slow: about one megabyte. */
export const LONGEST_FOR_EDITOR = 1_000_000;

export type Form = "formatted" | "received";

export function useDrawn(text: string) {
  const [form, setForm] = useRemembered<Form>("json.form", "formatted");
  const canFormat = isOneLine(text) && text.length <= LONGEST_FOR_EDITOR;
  const drawn = canFormat && form === "formatted" ? formatJson(text) : text;
  return { drawn, canFormat, form, setForm };
}
