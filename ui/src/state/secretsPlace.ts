// Where secrets are kept now, read from the storage's report. Pure.
import type { Storage } from "../host/generated/Storage";

/** The places that exist: the system's keychain, an encrypted file, or nowhere at all. */
export type SecretsPlace = "keychain" | "file" | "ask";

/** The place in use; an encrypted file stays it while it is locked. */
export function secretsPlace({ passphrase, keychainAvailable }: Storage): SecretsPlace {
  if (passphrase !== "none") return "file";
  return keychainAvailable ? "keychain" : "ask";
}

/** The places that can be chosen as things stand, the one in use among them. */
export function offeredPlaces(storage: Storage): readonly SecretsPlace[] {
  return secretsPlace(storage) === "ask" ? ["ask", "file"] : ["keychain", "file"];
}

/** Whether an encrypted file can be made: not over a database whose key is not at hand. */
export function canMakeFile({ passphrase, state, databaseExists }: Storage): boolean {
  return passphrase === "none" && (state === "open" || !databaseExists);
}

/** Whether what is on the disk cannot be opened, so that starting over would help. */
export function canStartOver({ state, passphrase }: Storage): boolean {
  return state === "locked" || state === "damaged" || state === "newer" || passphrase === "locked";
}

/** "the Secret Service" without the programs that it may be: where there is little room. */
export function shortPlaceName({ keychainName }: Storage): string {
  return keychainName.replace(/ \(.*\)$/, "");
}
