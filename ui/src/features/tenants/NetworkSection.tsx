// How the server is reached: proxy, addresses and trust, folded away while all of it is as usual; and the time limits.
import { useState } from "react";

import { Disclosure } from "../../kit/Disclosure";
import { Tag } from "../../kit/Tag";
import { AddressesRow } from "./AddressesRow";
import { AuthoritiesField } from "./AuthoritiesField";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import { LimitsRow } from "./LimitsRow";
import { ProxyFields } from "./ProxyFields";
import type { Unusual } from "./transportInput";
import { transportFields, unusualOf } from "./transportInput";
import transportStyles from "./transport.module.css";
import { VerificationRow } from "./VerificationRow";

export function NetworkSection(props: SectionProps) {
  const unusual = unusualOf(props.input);
  const [isOpen, setOpen] = useState(unusual.length > 0);
  const isFaulty = transportFields.some((field) => faultAt(props, field) !== undefined);
  // What is at fault is not folded away; once it is mended, it stays where it is.
  if (isFaulty && !isOpen) setOpen(true);
  return (
    <section className={styles.section} aria-label="Network">
      <h3 className={styles.legend}>Network</h3>
      <Disclosure
        label={<Summary unusual={unusual} />}
        testId="network-more"
        open={isOpen}
        onOpenChange={setOpen}
      >
        <div className={transportStyles.fields}>
          <AuthoritiesField {...props} />
          <VerificationRow {...props} />
          <ProxyFields {...props} />
          <AddressesRow {...props} />
        </div>
      </Disclosure>
      <LimitsRow {...props} />
    </section>
  );
}

function Summary({ unusual }: { unusual: readonly Unusual[] }) {
  return (
    <span className={transportStyles.summary}>
      Certificates, proxy and addresses:{" "}
      {unusual.length === 0 && <span className={transportStyles.usual}>as usual</span>}
      {unusual.map(({ words, isDanger }, place) => (
        <span key={words}>
          <Tag tone={isDanger ? "danger" : "line"}>{words}</Tag>
          {place < unusual.length - 1 && <span className="visually-hidden">,</span>}{" "}
        </span>
      ))}
    </span>
  );
}
