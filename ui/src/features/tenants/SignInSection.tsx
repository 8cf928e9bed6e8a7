// How requests are authenticated, and where the secret lives. A stored secret is never shown.
import { useRef } from "react";

import { Checkbox } from "../../kit/Checkbox";
import { Field, FieldMessage, FieldRow } from "../../kit/Field";
import { SecretInput } from "../../kit/SecretInput";
import { Segmented } from "../../kit/Segmented";
import { TextInput } from "../../kit/TextInput";
import { useStorage } from "../../state/app";
import { secretWords } from "../../state/signIn";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import type { ConnectionInput } from "./connectionInput";
import { canKeepSecret, typedSecret, withAuthentication } from "./connectionInput";
import { noticeInToken } from "./pastedToken";
import { goesWhere, hintOf, keptWhere } from "./secretWords";
import { SecretsPlaceLink } from "./SecretsPlaceLink";
import { TokenNotice } from "./TokenNotice";

export function SignInSection(props: SectionProps) {
  const { tenant, input, onChange, fieldFault } = props;
  const { authentication } = input;
  return (
    <section className={styles.section} aria-label="Sign-in">
      <h3 className={styles.legend}>Sign-in</h3>
      <div>
        <Segmented
          label="Sign-in"
          testId="field-authentication"
          value={authentication}
          segments={[
            { value: "bearer", label: "Bearer token" },
            { value: "basic", label: "Basic" },
            { value: "none", label: "None" },
          ]}
          onChange={(next) => onChange(withAuthentication(input, next, tenant))}
        />
        {fieldFault?.field === "authentication" && <FieldMessage error={fieldFault.message} />}
      </div>
      {authentication === "basic" && <UserNameField {...props} />}
      {authentication !== "none" && (
        <>
          <SecretField key={authentication} {...props} />
          <KeepingRow {...props} />
        </>
      )}
    </section>
  );
}

function UserNameField({ input, onChange, faults, fieldFault }: SectionProps) {
  const error =
    faults.userName ?? (fieldFault?.field === "userName" ? fieldFault.message : undefined);
  return (
    <Field label="User name" error={error}>
      {(control) => (
        <TextInput
          {...control}
          mono
          data-testid="field-userName"
          value={input.userName}
          onChange={(userName) => onChange({ ...input, userName })}
          invalid={error !== undefined}
        />
      )}
    </Field>
  );
}

/** The token or the password, whichever the way to sign in takes. */
function SecretField({ tenant, input, onChange, fieldFault }: SectionProps) {
  const storage = useStorage();
  const field = useRef<HTMLInputElement>(null);
  const isBasic = input.authentication === "basic";
  const typed = typedSecret(input);
  const noticed = isBasic ? undefined : noticeInToken(input.token);
  const error =
    fieldFault?.field === secretWords[input.authentication] ? fieldFault.message : undefined;
  const typing = (text: string) => (isBasic ? { password: text } : { token: text });
  const setSecret = (secret: ConnectionInput["secret"]) => {
    onChange({ ...input, secret, ...typing("") });
  };
  const replace = () => {
    setSecret("replace");
    requestAnimationFrame(() => field.current?.focus());
  };
  const canKeep = canKeepSecret(tenant, input);
  return (
    <Field
      label={isBasic ? "Password" : "Token"}
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
          testId={isBasic ? "field-password" : "field-token"}
          kept={input.secret === "keep" ? keptWhere(tenant, storage) : undefined}
          place={typed === "" ? undefined : goesWhere(input, storage)}
          value={typed}
          onChange={(text) => onChange({ ...input, ...typing(text), secret: "replace" })}
          onReplace={replace}
          onForget={() => setSecret("forget")}
          onKeep={canKeep && input.secret !== "keep" ? () => setSecret("keep") : undefined}
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
            : `No keychain can be used now, and a ${secretWords[input.authentication]} is never written to disk in clear text.`}
        </p>
        {!keychainAvailable && <SecretsPlaceLink />}
      </div>
    </FieldRow>
  );
}
