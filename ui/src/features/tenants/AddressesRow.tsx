// Which of a host's IP addresses connections are made to.
import { useId } from "react";

import type { Addresses } from "../../host/generated/Addresses";
import { FieldMessage, FieldRow } from "../../kit/Field";
import type { Segment } from "../../kit/Segmented";
import { Segmented } from "../../kit/Segmented";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import formStyles from "../signin/signIn.module.css";

const kinds: readonly Segment<Addresses>[] = [
  { value: "any", label: "Any" },
  { value: "ipv4", label: "IPv4" },
  { value: "ipv6", label: "IPv6" },
];

const helps: Record<Addresses, string> = {
  any: "Whichever of the host's addresses answers first.",
  ipv4: "Only IPv4 addresses of the host are used.",
  ipv6: "Only IPv6 addresses of the host are used.",
};

export function AddressesRow(props: SectionProps) {
  const { input, onChange } = props;
  const { transport } = input;
  const error = faultAt(props, "addresses");
  const faultId = useId();
  return (
    <FieldRow label="IP addresses">
      <div className={formStyles.addLine}>
        <Segmented
          label="IP addresses"
          testId="field-addresses"
          faultId={error === undefined ? undefined : faultId}
          value={transport.addresses}
          segments={kinds}
          onChange={(addresses) => onChange({ ...input, transport: { ...transport, addresses } })}
        />
        <span className={formStyles.help}>{helps[transport.addresses]}</span>
      </div>
      {error !== undefined && <FieldMessage id={faultId} error={error} />}
    </FieldRow>
  );
}
