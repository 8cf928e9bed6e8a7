// What a client certificate says.
import type { CertificateFacts } from "../../host/generated/CertificateFacts";
import { Instant } from "./Instant";
import { Fact, FactList, TextFact } from "./TokenFactsList";

export function CertificateFactsList({ facts }: { facts: CertificateFacts }) {
  const { subject, issuer, validFrom, validTo, chainLength } = facts;
  return (
    <FactList label="What the certificate says" testId="certificate-facts">
      <TextFact name="Subject" texts={[subject]} />
      <TextFact name="Issuer" texts={[issuer]} />
      {validFrom !== undefined && (
        <Fact name="Valid from">
          <Instant at={validFrom} />
        </Fact>
      )}
      {validTo !== undefined && (
        <Fact name="Valid until">
          <Instant at={validTo} />
        </Fact>
      )}
      <Fact name="Chain">
        {chainLength === 1 ? "1 certificate" : `${chainLength} certificates`}
      </Fact>
    </FactList>
  );
}
