// What is needed to get tokens by OAuth 2.0, for each of its grants.
import { Checkbox } from "../../kit/Checkbox";
import { Field, FieldRow } from "../../kit/Field";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import { useStorage } from "../../state/app";
import { AssertionFields } from "./AssertionFields";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { withAuthentication } from "./connectionInput";
import { faultAt } from "./faults";
import { LineField } from "./LineField";
import { ParameterRows } from "./ParameterRows";
import { NamedSecret } from "./SecretField";
import { grants, proofsOf } from "./signInChoice";
import type { Grant, OAuthInput } from "./signInInput";
import { signs } from "./signInInput";
import formStyles from "../signin/signIn.module.css";

export interface GrantProps extends SectionProps {
  grant: Grant;
}

export function OAuthFields(props: GrantProps) {
  const { input, onChange, grant } = props;
  const { oauth } = input.signIn;
  const edit = (changed: Partial<OAuthInput>) => onChange(withOAuth(input, changed));
  const proof = oauth.clientAuthentication[grant];
  return (
    <>
      <Field label="Grant">
        {(control) => (
          <Select
            control={control}
            testId="field-grant"
            value={grant}
            options={grants}
            onChange={(next) => onChange(withAuthentication(input, next))}
          />
        )}
      </Field>
      {grant === "authorizationCode" && (
        <LineField
          label="Authorization URL"
          name="authorizationEndpoint"
          isUrl
          placeholder="https://login.example.com/oauth2/authorize"
          value={oauth.authorizationEndpoint}
          onChange={(authorizationEndpoint) => edit({ authorizationEndpoint })}
          error={faultAt(props, "authorizationEndpoint")}
        />
      )}
      <LineField
        label="Token URL"
        name="tokenEndpoint"
        isUrl
        placeholder="https://login.example.com/oauth2/token"
        value={oauth.tokenEndpoint}
        onChange={(tokenEndpoint) => edit({ tokenEndpoint })}
        error={faultAt(props, "tokenEndpoint")}
      />
      <LineField
        label="Client id"
        name="clientId"
        value={oauth.clientId}
        onChange={(clientId) => edit({ clientId })}
        error={faultAt(props, "clientId")}
      />
      {grant === "refreshToken" && (
        <NamedSecret
          key="refreshToken"
          {...props}
          name="refreshToken"
          label="Refresh token"
          help="Where the provider replaces it with each use, its successor is kept in its place."
        />
      )}
      <Field label="Client proof">
        {(control) => (
          <Select
            control={control}
            testId="field-clientAuthentication"
            value={proof}
            options={proofsOf(grant)}
            onChange={(next) =>
              edit({ clientAuthentication: { ...oauth.clientAuthentication, [grant]: next } })
            }
          />
        )}
      </Field>
      {(proof === "header" || proof === "body") && (
        <NamedSecret key="clientSecret" {...props} name="clientSecret" label="Client secret" />
      )}
      {proof === "certificate" && (
        <FieldRow label="">
          <p className={formStyles.help}>The certificate is the one below, under Certificate.</p>
        </FieldRow>
      )}
      {signs(grant, input.signIn) && <AssertionFields {...props} />}
      {grant === "authorizationCode" && (
        <LineField
          label="Redirect URI"
          name="redirectUri"
          isUrl
          placeholder="a free port of 127.0.0.1"
          value={oauth.redirectUri}
          onChange={(redirectUri) => edit({ redirectUri })}
          error={faultAt(props, "redirectUri")}
          hint="As it is registered with the provider, if it demands one: on this computer, with its port."
        />
      )}
      <ScopeFields {...props} />
      {grant === "authorizationCode" && <StayRow {...props} />}
    </>
  );
}

/** The form with something else in what belongs to OAuth. */
export function withOAuth(
  input: SectionProps["input"],
  changed: Partial<OAuthInput>,
): SectionProps["input"] {
  return {
    ...input,
    signIn: { ...input.signIn, oauth: { ...input.signIn.oauth, ...changed } },
  };
}

function StayRow({ input, onChange }: GrantProps) {
  const { keychainAvailable, keychainName } = useStorage();
  const { keepSignedIn } = input.signIn.oauth;
  const isKept = keychainAvailable && !input.askEachTime;
  return (
    <FieldRow label="Next time">
      <Checkbox
        testId="field-keepSignedIn"
        checked={keepSignedIn}
        onChange={(next) => onChange(withOAuth(input, { keepSignedIn: next }))}
      >
        Stay signed in
      </Checkbox>
      <p className={styles.reason}>
        {isKept
          ? `The refresh token, if there is one, is then kept in ${keychainName}.`
          : "The refresh token, if there is one, is kept in memory until you quit."}
      </p>
    </FieldRow>
  );
}

function ScopeFields(props: GrantProps) {
  const { input, onChange } = props;
  const { oauth } = input.signIn;
  const edit = (changed: Partial<OAuthInput>) => onChange(withOAuth(input, changed));
  const audience = faultAt(props, "audience");
  return (
    <>
      <LineField
        label="Scopes"
        name="scopes"
        value={oauth.scopes}
        onChange={(scopes) => edit({ scopes })}
        error={faultAt(props, "scopes")}
        hint="With spaces between them. Empty asks for none."
      />
      <Field
        label="Audience, resource"
        error={audience}
        hint="What the token is for, if the provider wants to be told: resource is that of RFC 8707."
      >
        {(control) => (
          <div className={styles.two}>
            <TextInput
              {...control}
              mono
              aria-label="Audience"
              placeholder="audience"
              value={oauth.audience}
              onChange={(text) => edit({ audience: text })}
              invalid={audience !== undefined}
              data-testid="field-audience"
            />
            <TextInput
              mono
              aria-label="Resource"
              aria-describedby={control["aria-describedby"]}
              placeholder="resource"
              value={oauth.resource}
              onChange={(resource) => edit({ resource })}
              invalid={audience !== undefined}
              data-testid="field-resource"
            />
          </div>
        )}
      </Field>
      <ParameterRows
        label="Parameters"
        one="parameter"
        rows={oauth.parameters}
        onChange={(parameters) => edit({ parameters })}
        error={faultAt(props, "parameters")}
        hint="More of the token request; never secret ones."
        testId="field-parameters"
      />
    </>
  );
}
