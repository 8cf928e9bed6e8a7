// What signs an assertion, and what the assertion says.
import { Disclosure } from "../../kit/Disclosure";
import { Field } from "../../kit/Field";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import styles from "./Connection.module.css";
import { faultAt } from "./faults";
import { LineField } from "./LineField";
import type { GrantProps } from "./OAuthFields";
import { withOAuth } from "./OAuthFields";
import { ParameterRows } from "./ParameterRows";
import { NamedSecret } from "./SecretField";
import type { AssertionInput } from "./signInInput";
import formStyles from "../signin/signIn.module.css";

const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "EdDSA",
];

export function AssertionFields(props: GrantProps) {
  const { input, onChange } = props;
  const { assertion } = input.signIn.oauth;
  const edit = (changed: Partial<AssertionInput>) =>
    onChange(withOAuth(input, { assertion: { ...assertion, ...changed } }));
  return (
    <>
      <NamedSecret
        key="privateKey"
        {...props}
        name="privateKey"
        label="Private key"
        accept=".pem,.key,.p8,.txt"
        help="In PEM: it begins with -----BEGIN PRIVATE KEY-----."
      />
      <NamedSecret
        key="keyPassphrase"
        {...props}
        name="keyPassphrase"
        label="Key passphrase"
        isOptional
        help="Only for a key that is encrypted."
      />
      <Field label="Algorithm, key id" error={faultAt(props, "algorithm")}>
        {(control) => (
          <div className={styles.two}>
            <Select
              control={control}
              label="Algorithm"
              testId="field-algorithm"
              value={assertion.algorithm}
              options={[
                { value: "", label: "The usual one of the key" },
                ...algorithms.map((value) => ({ value, label: value })),
              ]}
              onChange={(algorithm) => edit({ algorithm })}
            />
            <TextInput
              mono
              aria-label="Key id (kid)"
              placeholder="kid"
              value={assertion.keyId}
              onChange={(keyId) => edit({ keyId })}
              data-testid="field-keyId"
            />
          </div>
        )}
      </Field>
      <Disclosure
        label="What the assertion says"
        className={formStyles.more}
        testId="assertion-claims"
        startsOpen={isSaid(assertion)}
      >
        <Claims assertion={assertion} edit={edit} clientId={input.signIn.oauth.clientId} />
      </Disclosure>
    </>
  );
}

/** What is said in another way than usual must not be hidden. */
function isSaid({ issuer, subject, audience, claims }: AssertionInput): boolean {
  return [issuer, subject, audience].some((it) => it !== "") || claims.length > 0;
}

interface ClaimsProps {
  assertion: AssertionInput;
  edit: (changed: Partial<AssertionInput>) => void;
  clientId: string;
}

function Claims({ assertion, edit, clientId }: ClaimsProps) {
  return (
    <div className={formStyles.claims}>
      <LineField
        label="Issuer"
        name="assertionIssuer"
        placeholder={clientId === "" ? "the client id" : clientId}
        value={assertion.issuer}
        onChange={(issuer) => edit({ issuer })}
      />
      <LineField
        label="Subject"
        name="assertionSubject"
        placeholder="the issuer"
        value={assertion.subject}
        onChange={(subject) => edit({ subject })}
      />
      <LineField
        label="Audience"
        name="assertionAudience"
        placeholder="the token URL"
        value={assertion.audience}
        onChange={(audience) => edit({ audience })}
      />
      <ParameterRows
        label="Claims"
        one="claim"
        rows={assertion.claims}
        onChange={(claims) => edit({ claims })}
        hint="More than those, as text."
        testId="field-claims"
      />
    </div>
  );
}
