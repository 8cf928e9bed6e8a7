// The certificates that a server showed to the connection test: what each says, which one is at fault and why, and who
// is trusted. Nothing can be trusted from here: what a connection shows proves nothing about who shows it.
import { CircleAlert } from "lucide-react";

import type { PresentedCertificate } from "../../host/generated/PresentedCertificate";
import type { PresentedChain } from "../../host/generated/PresentedChain";
import type { TrustedAuthority } from "../../host/generated/TrustedAuthority";
import { Disclosure } from "../../kit/Disclosure";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { Instant } from "./Instant";
import styles from "./presentedChain.module.css";
import { Fact, TextFact } from "./TokenFactsList";

export function PresentedChainList({ chain }: { chain: PresentedChain }) {
  const { certificates, leftOut, authority, hint } = chain;
  return (
    <Disclosure
      label={`Certificates of the server (${formatNumber(certificates.length + leftOut)})`}
      className={styles.chain}
      testId="presented-chain"
      startsOpen={certificates.some((it) => it.fault !== undefined)}
    >
      <ol className={styles.list} aria-label="Certificates that the server showed">
        {certificates.map((certificate, place) => (
          <li
            key={place}
            className={styles.card}
            data-failed={certificate.fault === undefined ? undefined : ""}
          >
            <Certificate certificate={certificate} place={place} />
          </li>
        ))}
      </ol>
      {leftOut > 0 && <p className={styles.note}>{formatNumber(leftOut)} more are not shown.</p>}
      {authority && <Authority authority={authority} />}
      {hint !== undefined && (
        <p className={styles.note}>
          <UserText text={hint} />
        </p>
      )}
    </Disclosure>
  );
}

interface CertificateProps {
  certificate: PresentedCertificate;
  place: number;
}

function Certificate({ certificate, place }: CertificateProps) {
  const { subject, issuer, isSelfSigned, validFrom, validTo, fingerprint, fault } = certificate;
  const title = place === 0 ? "The server's own" : `Sent with it, ${place}`;
  return (
    <>
      <p className={styles.title}>{title}</p>
      {fault !== undefined && (
        <p className={styles.fault}>
          <CircleAlert size={14} aria-hidden="true" />
          <UserText text={fault} />
        </p>
      )}
      <dl className={styles.facts} aria-label={`What certificate ${place + 1} says`}>
        <TextFact name="Subject" texts={[subject === "" ? "none" : subject]} />
        <TextFact name="Hosts" texts={[hosts(certificate)]} />
        {isSelfSigned ? (
          <Fact name="Issuer">itself</Fact>
        ) : (
          <TextFact name="Issuer" texts={[issuer]} />
        )}
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
        <TextFact name="SHA-256" texts={[fingerprint]} />
      </dl>
    </>
  );
}

function hosts({ names, moreNames }: PresentedCertificate): string {
  const more = moreNames === 0 ? "" : ` and ${formatNumber(moreNames)} more`;
  return `${names.join(", ")}${more}`;
}

function Authority({ authority }: { authority: TrustedAuthority }) {
  const { subject, isOwn, validTo, fingerprint } = authority;
  return (
    <div className={styles.card} data-trusted="">
      <p className={styles.title}>
        {isOwn
          ? "Trusted as one of this tenant's own authorities"
          : "Trusted as an authority of the system"}
      </p>
      <dl className={styles.facts} aria-label="The authority that is trusted">
        <TextFact name="Subject" texts={[subject]} />
        {validTo !== undefined && (
          <Fact name="Valid until">
            <Instant at={validTo} />
          </Fact>
        )}
        <TextFact name="SHA-256" texts={[fingerprint]} />
      </dl>
    </div>
  );
}
