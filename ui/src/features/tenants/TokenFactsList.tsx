// What a token says of itself, where it is a JWT. Nothing of it was verified.
import type { ReactNode } from "react";

import type { TokenFacts } from "../../host/generated/TokenFacts";
import { UserText } from "../../kit/UserText";
import { Instant } from "./Instant";
import styles from "../signin/signIn.module.css";

interface TokenFactsListProps {
  facts: TokenFacts;
  label: string;
}

export function TokenFactsList({ facts, label }: TokenFactsListProps) {
  return (
    <FactList label={label} testId="token-facts">
      <TokenFactLines facts={facts} />
    </FactList>
  );
}

/** The lines alone, for a list that says more. */
export function TokenFactLines({ facts }: { facts: TokenFacts }) {
  const { issuer, subject, audience, scopes, algorithm, issuedAt, expiresAt } = facts;
  return (
    <>
      <TextFact name="Issuer" texts={[issuer]} />
      <TextFact name="Subject" texts={[subject]} />
      <TextFact name="Audience" texts={audience} />
      <TextFact name="Scopes" texts={scopes} />
      <TextFact name="Signed with" texts={[algorithm]} />
      {issuedAt !== undefined && (
        <Fact name="Issued">
          <Instant at={issuedAt} />
        </Fact>
      )}
      {expiresAt !== undefined && (
        <Fact name="Expires">
          <Instant at={expiresAt} />
        </Fact>
      )}
    </>
  );
}

interface FactListProps {
  label: string;
  testId?: string | undefined;
  children: ReactNode;
}

export function FactList({ label, testId, children }: FactListProps) {
  return (
    <dl className={styles.facts} aria-label={label} data-testid={testId}>
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}

/** Texts of a provider; no line where there is none. */
export function TextFact({
  name,
  texts,
}: {
  name: string;
  texts: readonly (string | undefined)[];
}) {
  const said = texts.filter((it) => it !== undefined && it !== "");
  if (said.length === 0) return null;
  return (
    <Fact name={name}>
      <UserText text={said.join(" ")} breaks className="mono" />
    </Fact>
  );
}
