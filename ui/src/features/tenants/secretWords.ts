// What the connection form says about a secret: where it is kept, where a new one goes, what is missing. Pure.
import type { Storage } from "../../host/generated/Storage";
import type { Tenant } from "../../host/generated/Tenant";
import { secretWords } from "../../state/signIn";
import type { ConnectionInput } from "./connectionInput";
import { typedSecret } from "./connectionInput";

export function keptWhere(tenant: Tenant | undefined, storage: Storage): string {
  return tenant?.secret === "stored" ? `in ${shortName(storage)}` : "kept until you quit";
}

export function goesWhere(input: ConnectionInput, storage: Storage): string {
  return input.askEachTime || !storage.keychainAvailable
    ? "kept until you quit"
    : `goes to ${shortName(storage)}`;
}

/** "the Secret Service" without the programs that it may be: inside the field there is little room. */
function shortName({ keychainName }: Storage): string {
  return keychainName.replace(/ \(.*\)$/, "");
}

export function hintOf(
  tenant: Tenant | undefined,
  input: ConnectionInput,
  storage: Storage,
): string | undefined {
  const what = secretWords[input.authentication];
  if (input.secret === "forget") return `The stored ${what} is forgotten when you save.`;
  if (input.secret === "keep" || typedSecret(input) !== "") return undefined;
  if (tenant?.authentication !== input.authentication) return undefined;
  if (tenant.secret === "missing") {
    return storage.keychainAvailable
      ? `There is no ${what} of this tenant in ${storage.keychainName}. Enter it again.`
      : `The ${what} of this tenant cannot be read without the keychain. Enter it for this run.`;
  }
  if (tenant.secret === "askEachTime") {
    return "Asked for when you open the tenant, or enter it here.";
  }
  return undefined;
}
