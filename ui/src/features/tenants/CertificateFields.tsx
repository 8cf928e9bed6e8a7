// The client certificate: pasted or read from a file, with what it says before it is saved.
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useId } from "react";

import type { CertificateFacts } from "../../host/generated/CertificateFacts";
import type { CertificateFormat } from "../../host/generated/CertificateFormat";
import type { ExpiryNotice } from "../../host/generated/ExpiryNotice";
import { Button } from "../../kit/Button";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { Segmented } from "../../kit/Segmented";
import { useSettled } from "../../kit/useSettled";
import { queryOf } from "../../state/query";
import { CertificateFactsList } from "./CertificateFactsList";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { ExpiryLine } from "./ExpiryLine";
import { faultAt } from "./faults";
import { NamedSecret } from "./SecretField";
import type { SignInInput } from "./signInInput";
import { UNTOUCHED } from "./signInInput";
import { useTenantToken } from "./tenantToken";
import formStyles from "../signin/signIn.module.css";

const formats: readonly { value: CertificateFormat; label: string }[] = [
  { value: "pem", label: "PEM" },
  { value: "pkcs12", label: "PKCS#12" },
];

export function CertificateFields(props: SectionProps) {
  const { input, onChange } = props;
  const { signIn } = input;
  const faultId = useId();
  const edit = (changed: Partial<SignInInput>) =>
    onChange({ ...input, signIn: { ...signIn, ...changed } });
  if (signIn.certificate === undefined) {
    const error = faultAt(props, "certificate");
    return (
      <FieldRow label="Certificate">
        <div className={formStyles.addLine}>
          <Button
            small
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() => edit({ certificate: "pem" })}
            aria-describedby={error === undefined ? undefined : faultId}
            aria-invalid={error === undefined ? undefined : true}
            data-testid="field-certificate-add"
          >
            Add a client certificate
          </Button>
          <span className={formStyles.help}>Shown to the server when the connection is made.</span>
        </div>
        {error !== undefined && <FieldMessage id={faultId} error={error} />}
      </FieldRow>
    );
  }
  return <GivenCertificate {...props} format={signIn.certificate} edit={edit} />;
}

interface GivenCertificateProps extends SectionProps {
  format: CertificateFormat;
  edit: (changed: Partial<SignInInput>) => void;
}

function GivenCertificate(props: GivenCertificateProps) {
  const { input, format, edit, fieldFault } = props;
  const { secrets } = input.signIn;
  const look = useCertificateLook(input.signIn);
  const section = { ...props, fieldFault: look.fault ?? fieldFault };
  return (
    <>
      <FieldRow label="Certificate">
        <div className={formStyles.addLine}>
          <Segmented
            label="Form of the certificate"
            testId="field-certificateFormat"
            value={format}
            segments={formats}
            onChange={(certificate) => edit({ certificate })}
          />
          <span className={styles.space} />
          <Button
            small
            kind="ghost"
            icon={<X size={14} aria-hidden="true" />}
            onClick={() =>
              edit({
                certificate: undefined,
                secrets: { ...secrets, certificate: UNTOUCHED, certificatePassphrase: UNTOUCHED },
              })
            }
            data-testid="field-certificate-remove"
          >
            Show no certificate
          </Button>
        </div>
      </FieldRow>
      <NamedSecret
        key={format}
        {...section}
        name="certificate"
        label="Certificate file"
        accept=".pem,.crt,.cer,.key,.p12,.pfx,.txt"
        help={
          format === "pem"
            ? "The certificate, those between it and its authority, and the private key."
            : "A .p12 or .pfx file; pasted, it is in base64."
        }
        onRead={({ name, text, isPem }) =>
          edit({
            certificate: isPem ? "pem" : "pkcs12",
            secrets: {
              ...secrets,
              certificate: { ...UNTOUCHED, change: "replace", typed: text, file: name },
            },
          })
        }
      />
      <NamedSecret
        {...section}
        name="certificatePassphrase"
        label="Passphrase"
        isOptional
        help="Only for a file that is encrypted."
      />
      <WhatItSays {...props} looked={look.looked} />
    </>
  );
}

/** Long enough not to look at each letter of a passphrase. */
const SETTLED_MS = 250;

/** What a certificate says that was just given, and why it cannot be used. */
function useCertificateLook({ certificate, secrets }: SignInInput) {
  const value = secrets.certificate.typed;
  const typed = secrets.certificatePassphrase.typed;
  const passphrase = useSettled(typed, SETTLED_MS);
  const isAsked = certificate !== undefined && value.trim() !== "" && passphrase === typed;
  const look = useQuery({
    ...queryOf("certificate_look", {
      format: certificate ?? "pem",
      value,
      ...(passphrase === "" ? {} : { passphrase }),
    }),
    enabled: isAsked,
    gcTime: 0,
  });
  const { error } = look;
  return {
    looked: isAsked ? look.data : undefined,
    fault:
      isAsked && error
        ? { field: error.field ?? "certificate", message: `${error.title}. ${error.detail}` }
        : undefined,
  };
}

interface WhatItSaysProps extends SectionProps {
  looked: { certificate: CertificateFacts; expiry?: ExpiryNotice } | undefined;
}

function WhatItSays({ tenant, input, looked }: WhatItSaysProps) {
  const saved = useTenantToken(tenant);
  const isKept = input.signIn.secrets.certificate.change === "keep";
  const facts = looked?.certificate ?? (isKept ? saved?.certificate : undefined);
  if (!facts) return null;
  return (
    <FieldRow label="It says">
      <CertificateFactsList facts={facts} />
      {looked?.expiry && <ExpiryLine notice={looked.expiry} />}
    </FieldRow>
  );
}
