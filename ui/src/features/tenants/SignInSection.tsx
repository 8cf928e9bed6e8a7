// How requests are authenticated, and where the secrets live. A stored secret is never shown.
import { useId } from "react";

import { Checkbox } from "../../kit/Checkbox";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { Segmented } from "../../kit/Segmented";
import { useStorage } from "../../state/app";
import type { SecretName } from "../../state/signIn";
import { mainSecret, secretWords } from "../../state/signIn";
import { BrowserSignInRow } from "./BrowserSignInRow";
import { CommandField } from "./CommandField";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { withAuthentication } from "./connectionInput";
import { faultAt } from "./faults";
import { LineField } from "./LineField";
import { OAuthFields } from "./OAuthFields";
import { NamedSecret } from "./SecretField";
import { SecretsPlaceLink } from "./SecretsPlaceLink";
import { helps, kindOf, kinds } from "./signInChoice";
import { furtherSecrets } from "./signInDraft";
import { clientOf, isGrant } from "./signInInput";
import formStyles from "../signin/signIn.module.css";

export function SignInSection(props: SectionProps) {
  const { input, onChange } = props;
  const { authentication, signIn } = input;
  const fault = faultAt(props, "authentication");
  const faultId = useId();
  return (
    <section className={styles.section} aria-label="Sign-in">
      <h3 className={styles.legend}>Sign-in</h3>
      <div>
        <Segmented
          label="Sign-in"
          testId="field-authentication"
          faultId={fault === undefined ? undefined : faultId}
          value={kindOf(authentication)}
          segments={kinds}
          onChange={(kind) =>
            onChange(withAuthentication(input, kind === "oauth" ? signIn.oauth.grant : kind))
          }
        />
        <p className={formStyles.kindHelp}>{helps[authentication]}</p>
        {fault !== undefined && authentication !== "authorizationCode" && (
          <FieldMessage id={faultId} error={fault} />
        )}
      </div>
      <WayFields {...props} />
      <KeepingRow {...props} />
      {authentication === "authorizationCode" && <BrowserSignInRow {...props} faultId={faultId} />}
    </section>
  );
}

/** What the chosen way to sign in needs. */
function WayFields(props: SectionProps) {
  const { input, onChange } = props;
  const { authentication, signIn } = input;
  if (isGrant(authentication)) {
    return <OAuthFields {...props} grant={authentication} />;
  }
  switch (authentication) {
    case "none":
      return null;
    case "bearer":
      return <NamedSecret key="token" {...props} name="token" label="Token" />;
    case "basic":
      return (
        <>
          <LineField
            label="User name"
            name="userName"
            value={input.userName}
            onChange={(userName) => onChange({ ...input, userName })}
            error={faultAt(props, "userName")}
          />
          <NamedSecret key="password" {...props} name="password" label="Password" />
        </>
      );
    case "apiKey":
      return (
        <>
          <LineField
            label="Header"
            name="apiKeyHeader"
            value={signIn.apiKeyHeader}
            onChange={(apiKeyHeader) => onChange({ ...input, signIn: { ...signIn, apiKeyHeader } })}
            error={faultAt(props, "apiKeyHeader")}
            hint="As the provider's documentation names it."
          />
          <NamedSecret key="apiKey" {...props} name="apiKey" label="API key" />
        </>
      );
    case "command":
      return <CommandField {...props} />;
  }
}

/** What of this form is a secret, in the middle of a sentence; undefined where nothing is. */
function secretsOf({ input }: SectionProps): string | undefined {
  const { authentication, signIn, transport } = input;
  const main = mainSecret(authentication, clientOf(authentication, signIn));
  const names: SecretName[] = main ? [main] : furtherSecrets(authentication, signIn);
  const [first] = names;
  if (first !== undefined) return secretWords[first];
  if (signIn.headers.some((it) => it.isSecret)) return "secret header";
  return transport.proxy === "explicit" ? secretWords.proxyPassword : undefined;
}

function KeepingRow(props: SectionProps) {
  const { input, onChange } = props;
  const storage = useStorage();
  const { keychainAvailable, keychainName } = storage;
  const what = secretsOf(props);
  if (what === undefined) return null;
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
            : `No keychain can be used now, and a ${what} is never written to disk in clear text.`}
        </p>
        {!keychainAvailable && <SecretsPlaceLink />}
      </div>
    </FieldRow>
  );
}
