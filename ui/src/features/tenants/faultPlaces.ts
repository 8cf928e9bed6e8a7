// Where the form shows a fault: at the setting that is blamed, or at the choice because of which that is not there. Pure.
import type { BlamedSetting } from "../../host/generated/tenantRules";
import type { ConnectionInput } from "./connectionInput";
import { clientOf, isGrant, signs } from "./signInInput";
import type { FieldFault } from "./useConnectionTest";

/** Whether the form has this setting, as it is filled in now. */
type IsThere = (input: ConnectionInput) => boolean;

const always: IsThere = () => true;
const ofOAuth: IsThere = ({ authentication }) => isGrant(authentication);
const ofBrowser: IsThere = ({ authentication }) => authentication === "authorizationCode";

const isThere: Record<BlamedSetting, IsThere> = {
  addresses: always,
  apiKey: ({ authentication }) => authentication === "apiKey",
  apiKeyHeader: ({ authentication }) => authentication === "apiKey",
  audience: ofOAuth,
  authentication: always,
  authorities: always,
  authorizationEndpoint: ofBrowser,
  baseUrl: always,
  certificate: always,
  clientId: ofOAuth,
  clientSecret: ({ authentication, signIn }) => {
    const client = clientOf(authentication, signIn);
    return client === "header" || client === "body";
  },
  command: ({ authentication }) => authentication === "command",
  headers: always,
  password: ({ authentication }) => authentication === "basic",
  privateKey: ({ authentication, signIn }) => signs(authentication, signIn),
  // Those of the system's proxy are shown where the proxy is chosen.
  proxyPassword: always,
  proxyUrl: always,
  proxyUserName: always,
  redirectUri: ofBrowser,
  refreshToken: ({ authentication }) => authentication === "refreshToken",
  scopes: ofOAuth,
  token: ({ authentication }) => authentication === "bearer",
  tokenEndpoint: ofOAuth,
  unverified: always,
  userName: ({ authentication }) => authentication === "basic",
};

function isBlamed(field: string): field is BlamedSetting {
  return Object.hasOwn(isThere, field);
}

/** What is not there belongs to another way to sign in. */
export function placed(
  fault: FieldFault | undefined,
  input: ConnectionInput,
): FieldFault | undefined {
  if (!fault || !isBlamed(fault.field) || isThere[fault.field](input)) return fault;
  return { ...fault, field: "authentication" };
}
