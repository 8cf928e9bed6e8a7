// CA certificates of one's own: pasted or read from a file, in plain sight, with what they say in words.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { CertificateFacts } from "../../host/generated/CertificateFacts";
import { Button } from "../../kit/Button";
import { Field, FieldRow } from "../../kit/Field";
import { LongText } from "../../kit/LongText";
import { useNow } from "../../kit/Time";
import { useSettled } from "../../kit/useSettled";
import { queryOf } from "../../state/query";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import { Instant } from "./Instant";
import { readAuthoritiesFile } from "./secretFile";
import { Fact, FactList, TextFact } from "./TokenFactsList";
import styles from "./transport.module.css";
import type { TransportInput } from "./transportInput";

const ACCEPT = ".pem,.crt,.cer,.der,.ca-bundle,.txt";

export function AuthoritiesField(props: SectionProps) {
  const { input, onChange } = props;
  const { authorities, authoritiesFile } = input.transport;
  const edit = (changed: Partial<TransportInput>) =>
    onChange({ ...input, transport: { ...input.transport, ...changed } });
  const look = useAuthoritiesLook(authorities);
  const error = faultAt(props, "authorities") ?? look.fault;
  return (
    <>
      <Field
        label="CA certificates"
        error={error}
        hint="Trusted for this tenant besides those of the system. Paste them as PEM."
      >
        {(control) => (
          <LongText
            control={control}
            testId="field-authorities"
            placeholder="-----BEGIN CERTIFICATE-----"
            invalid={error !== undefined}
            value={authorities}
            onChange={(typed) => edit({ authorities: typed, authoritiesFile: "" })}
            file={authoritiesFile}
            accept={ACCEPT}
            fileLabel="Choose a file with CA certificates"
            onFile={(file) =>
              void readAuthoritiesFile(file).then(({ name, text }) =>
                edit({ authorities: text, authoritiesFile: name }),
              )
            }
          />
        )}
      </Field>
      {look.certificates.length > 0 && (
        <FieldRow label={look.certificates.length === 1 ? "It says" : "They say"}>
          <AuthoritiesList certificates={look.certificates} />
        </FieldRow>
      )}
    </>
  );
}

/** Long enough not to look at each letter, short enough to seem immediate. */
const SETTLED_MS = 250;

/** What the certificates say, and why they cannot be used. */
function useAuthoritiesLook(typed: string) {
  const pem = useSettled(typed, SETTLED_MS);
  const isAsked = pem === typed && pem.trim() !== "";
  const look = useQuery({ ...queryOf("authorities_look", { pem }), enabled: isAsked, gcTime: 0 });
  return {
    certificates: isAsked ? (look.data?.certificates ?? []) : [],
    fault: isAsked && look.error ? `${look.error.title}. ${look.error.detail}` : undefined,
  };
}

/** A bundle may hold a hundred and more. */
const FEW = 4;

function AuthoritiesList({ certificates }: { certificates: readonly CertificateFacts[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? certificates : certificates.slice(0, FEW);
  return (
    <>
      <ol
        className={styles.authorities}
        aria-label="What the CA certificates say"
        data-testid="authorities-facts"
      >
        {shown.map((facts, place) => (
          <li key={place}>
            <Authority facts={facts} label={`What CA certificate ${place + 1} says`} />
          </li>
        ))}
      </ol>
      {shown.length < certificates.length && (
        <Button small kind="ghost" onClick={() => setWhole(true)}>
          Show all {certificates.length}
        </Button>
      )}
    </>
  );
}

function Authority({ facts, label }: { facts: CertificateFacts; label: string }) {
  const { subject, issuer, validTo } = facts;
  const now = useNow();
  return (
    <FactList label={label}>
      <TextFact name="Subject" texts={[subject]} />
      {issuer === subject ? (
        <Fact name="Issuer">itself</Fact>
      ) : (
        <TextFact name="Issuer" texts={[issuer]} />
      )}
      {validTo !== undefined && (
        <Fact name="Valid until">
          <Instant at={validTo} />
          {Date.parse(validTo) < now && (
            <>
              . <strong className={styles.ended}>It has ended: nothing is trusted by it.</strong>
            </>
          )}
        </Fact>
      )}
    </FactList>
  );
}
