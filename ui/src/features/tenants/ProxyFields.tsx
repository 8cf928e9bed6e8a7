// Through what the server is reached: as the system says, directly, or through a proxy of the tenant's own.
import { Field } from "../../kit/Field";
import type { SelectOption } from "../../kit/Select";
import { Select } from "../../kit/Select";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import { LineField } from "./LineField";
import { NamedSecret } from "./SecretField";
import { UNTOUCHED } from "./signInInput";
import type { ProxyKind, TransportInput } from "./transportInput";
import { heldProxyPassword, isOtherProxysPassword, splitProxy } from "./transportInput";

const kinds: readonly SelectOption<ProxyKind>[] = [
  { value: "system", label: "As the system does" },
  { value: "none", label: "None, connect directly" },
  { value: "explicit", label: "A proxy of its own" },
];

const helps: Record<ProxyKind, string> = {
  system: "As this computer is set up. A server on this computer is reached directly.",
  none: "Whatever the system is set up to do.",
  explicit: "Everything that is sent for this tenant goes through it.",
};

export function ProxyFields(props: SectionProps) {
  const { input, onChange } = props;
  const { transport } = input;
  const isExplicit = transport.proxy === "explicit";
  return (
    <>
      <Field
        label="Proxy"
        // The system's proxy can be at fault too, and has no field of its own here.
        error={isExplicit ? undefined : (faultAt(props, "proxyUrl") ?? passwordFault(props))}
        hint={helps[transport.proxy]}
      >
        {(control) => (
          <Select
            control={control}
            testId="field-proxy"
            value={transport.proxy}
            options={kinds}
            onChange={(proxy) => onChange({ ...input, transport: { ...transport, proxy } })}
          />
        )}
      </Field>
      {isExplicit && <OwnProxy {...props} />}
    </>
  );
}

function passwordFault(props: SectionProps): string | undefined {
  return faultAt(props, "proxyPassword") ?? faultAt(props, "proxyUserName");
}

function OwnProxy(props: SectionProps) {
  const { tenant, input, onChange } = props;
  const { transport } = input;
  const edit = (changed: Partial<TransportInput>) =>
    onChange({ ...input, transport: { ...transport, ...changed } });
  const isNeeded = heldProxyPassword(tenant, transport)?.needed === true;
  return (
    <>
      <LineField
        label="Proxy URL"
        name="proxyUrl"
        isUrl
        placeholder="http://proxy.example.com:8080"
        value={transport.proxyUrl}
        onChange={(text) => onChange(withProxyUrl(input, text))}
        error={faultAt(props, "proxyUrl")}
        hint="It starts with http, https, socks5, or socks5h, where the proxy looks names up."
      />
      <LineField
        label="Proxy user name"
        name="proxyUserName"
        value={transport.proxyUserName}
        onChange={(proxyUserName) => edit({ proxyUserName })}
        error={faultAt(props, "proxyUserName")}
        hint="Empty where the proxy asks for none."
      />
      <NamedSecret
        {...props}
        name="proxyPassword"
        label="Proxy password"
        isOptional={!isNeeded}
        help={
          isOtherProxysPassword(tenant, transport)
            ? "The stored one was given for another proxy or user name: it is not sent to this one, and is forgotten when you save."
            : undefined
        }
      />
    </>
  );
}

/** What is pasted with name and password in it is taken apart: a password does not stand there in clear. */
function withProxyUrl(input: SectionProps["input"], text: string): SectionProps["input"] {
  const { transport, signIn } = input;
  const split = splitProxy(text);
  if (!split) return { ...input, transport: { ...transport, proxyUrl: text } };
  const { proxyUrl, userName, password } = split;
  const secrets =
    password === undefined
      ? signIn.secrets
      : {
          ...signIn.secrets,
          proxyPassword: { ...UNTOUCHED, change: "replace" as const, typed: password },
        };
  return {
    ...input,
    transport: { ...transport, proxyUrl, proxyUserName: userName },
    signIn: { ...signIn, secrets },
  };
}
