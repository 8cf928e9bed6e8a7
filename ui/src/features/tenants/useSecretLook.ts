// What the backend sees in a secret as it was pasted: what came along, and what it says of itself.
import { useQuery } from "@tanstack/react-query";

import type { PastedKind } from "../../host/generated/PastedKind";
import type { SecretLooked } from "../../host/generated/SecretLooked";
import { useSettled } from "../../kit/useSettled";
import { queryOf } from "../../state/query";

/** Long enough not to look at each letter, short enough to seem immediate. */
const SETTLED_MS = 150;

/** Undefined until the text has settled and was looked at. */
export function useSecretLook(kind: PastedKind, typed: string): SecretLooked | undefined {
  const value = useSettled(typed, SETTLED_MS);
  const isSettled = value === typed && typed !== "";
  // What was looked at holds a secret: nothing of it stays once it is no longer shown.
  const look = useQuery({
    ...queryOf("secret_look", { kind, value }),
    enabled: isSettled,
    gcTime: 0,
  });
  return isSettled ? look.data : undefined;
}
