// What the connection form says about a secret: where it is kept, where a new one goes, what is missing. Pure.
import type { SecretState } from "../../host/generated/SecretState";
import type { Storage } from "../../host/generated/Storage";
import type { SecretEdit } from "./signInInput";

/** Undefined where nothing is kept. */
export function keptWhere(state: SecretState | undefined, storage: Storage): string | undefined {
  if (state === "stored") return `in ${shortName(storage)}`;
  return state === "given" ? "kept until you quit" : undefined;
}

export function goesWhere(askEachTime: boolean, storage: Storage): string {
  return askEachTime || !storage.keychainAvailable
    ? "kept until you quit"
    : `goes to ${shortName(storage)}`;
}

/** "the Secret Service" without the programs that it may be: inside the field there is little room. */
function shortName({ keychainName }: Storage): string {
  return keychainName.replace(/ \(.*\)$/, "");
}

/** `what` is the secret in the middle of a sentence; `state` where it is, if it is the saved tenant's. */
export function hintOf(
  what: string,
  edit: SecretEdit,
  state: SecretState | undefined,
  storage: Storage,
): string | undefined {
  if (edit.change === "forget") return `The stored ${what} is forgotten when you save.`;
  if (edit.typed !== "") return undefined;
  if (state === "missing") {
    return storage.keychainAvailable
      ? `There is no ${what} of this tenant in ${storage.keychainName}. Enter it again.`
      : `The ${what} of this tenant cannot be read without the keychain. Enter it for this run.`;
  }
  if (state === "askEachTime") {
    return "Asked for when you open the tenant, or enter it here.";
  }
  return undefined;
}
