// How requests are authenticated, and where the secret lives. A stored secret is never shown.
import { useRef } from "react";

import { Checkbox } from "../../kit/Checkbox";
import { Field, FieldRow } from "../../kit/Field";
import { SecretInput } from "../../kit/SecretInput";
import { Segmented } from "../../kit/Segmented";
import type { Storage } from "../../host/generated/Storage";
import type { Tenant } from "../../host/generated/Tenant";
import { useStorage } from "../../state/app";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import type { ConnectionInput } from "./connectionInput";
import { hasSecret } from "./connectionInput";
import { noticeInToken } from "./pastedToken";
import { TokenNotice } from "./TokenNotice";

export function SignInSection(props: SectionProps) {
  const { input, onChange } = props;
  return (
    <section className={styles.section} aria-label="Sign-in">
      <h3 className={styles.legend}>Sign-in</h3>
      <div>
        <Segmented
          label="Sign-in"
          testId="field-authentication"
          value={input.authentication}
          segments={[
            { value: "bearer", label: "Bearer token" },
            { value: "none", label: "None" },
          ]}
          onChange={(authentication) => onChange({ ...input, authentication })}
        />
      </div>
      {input.authentication === "bearer" && (
        <>
          <TokenField {...props} />
          <KeepingRow {...props} />
        </>
      )}
    </section>
  );
}

function TokenField({ tenant, input, onChange, fieldFault }: SectionProps) {
  const storage = useStorage();
  const field = useRef<HTMLInputElement>(null);
  const noticed = noticeInToken(input.token);
  const error = fieldFault?.field === "token" ? fieldFault.message : undefined;
  const setSecret = (secret: ConnectionInput["secret"]) => {
    onChange({ ...input, secret, token: "" });
  };
  const replace = () => {
    setSecret("replace");
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <Field
      label="Token"
      error={error}
      warning={
        noticed && (
          <TokenNotice noticed={noticed} onClean={(token) => onChange({ ...input, token })} />
        )
      }
      hint={hintOf(tenant, input, storage)}
    >
      {(control) => (
        <SecretInput
          control={control}
          ref={field}
          testId="field-token"
          kept={input.secret === "keep" ? keptWhere(tenant, storage) : undefined}
          place={input.token === "" ? undefined : goesWhere(input, storage)}
          value={input.token}
          onChange={(token) => onChange({ ...input, token, secret: "replace" })}
          onReplace={replace}
          onForget={() => setSecret("forget")}
          onKeep={
            hasSecret(tenant) && input.secret !== "keep" ? () => setSecret("keep") : undefined
          }
          invalid={error !== undefined}
          doubtful={noticed !== undefined}
        />
      )}
    </Field>
  );
}

function KeepingRow({ input, onChange }: SectionProps) {
  const storage = useStorage();
  const { keychainAvailable, keychainName } = storage;
  return (
    <FieldRow label="Kept">
      <div className={styles.kept}>
        <Checkbox
          testId="field-askEachTime"
          checked={input.askEachTime || !keychainAvailable}
          disabled={!keychainAvailable}
          onChange={(askEachTime) => onChange({ ...input, askEachTime })}
        >
          Ask each time
        </Checkbox>
        <p className={styles.reason}>
          {keychainAvailable
            ? `Otherwise it is kept in ${keychainName}.`
            : "No keychain can be used now, and a token is never written to disk in clear text."}
        </p>
      </div>
    </FieldRow>
  );
}

function keptWhere(tenant: Tenant | undefined, storage: Storage): string {
  return tenant?.secret === "stored" ? `in ${shortName(storage)}` : "kept until you quit";
}

function goesWhere(input: ConnectionInput, storage: Storage): string {
  return input.askEachTime || !storage.keychainAvailable
    ? "kept until you quit"
    : `goes to ${shortName(storage)}`;
}

/** "the Secret Service" without the programs that it may be: inside the field there is little room. */
function shortName({ keychainName }: Storage): string {
  return keychainName.replace(/ \(.*\)$/, "");
}

function hintOf(
  tenant: Tenant | undefined,
  input: ConnectionInput,
  storage: Storage,
): string | undefined {
  if (input.secret === "forget") return "The stored token is forgotten when you save.";
  if (input.secret === "keep" || input.token !== "") return undefined;
  if (tenant?.secret === "missing") {
    return storage.keychainAvailable
      ? `There is no token of this tenant in ${storage.keychainName}. Paste it again.`
      : "The token of this tenant cannot be read without the keychain. Paste it for this run.";
  }
  if (tenant?.secret === "askEachTime")
    return "Asked for when you open the tenant, or paste it here.";
  return undefined;
}
