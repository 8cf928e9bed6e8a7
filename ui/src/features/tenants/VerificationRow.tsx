// Whether the certificates of the server are verified: they are, unless a person says otherwise for one server.
import { FieldRow } from "../../kit/Field";
import { UserText } from "../../kit/UserText";
import type { SectionProps } from "./ConnectionForm";
import { DangerChoice } from "./DangerChoice";
import { faultAt } from "./faults";
import { isUnverified, originOf } from "./transportInput";

export function VerificationRow(props: SectionProps) {
  const { input, onChange } = props;
  const { transport, baseUrl } = input;
  const origin = originOf(baseUrl);
  return (
    <FieldRow label="Verification">
      <DangerChoice
        testId="field-unverified"
        words="Do not verify certificates"
        checked={isUnverified(input)}
        disabled={!origin.startsWith("https:")}
        onChange={(isOn) =>
          onChange({
            ...input,
            transport: { ...transport, unverifiedFor: isOn ? origin : undefined },
          })
        }
        error={faultAt(props, "unverified")}
      >
        <Meaning {...props} origin={origin} />
      </DangerChoice>
    </FieldRow>
  );
}

function Meaning({ tenant, input, origin }: SectionProps & { origin: string }) {
  const { unverifiedFor } = input.transport;
  if (origin === "") return <p>Give the base URL first: this is chosen for one server.</p>;
  if (!origin.startsWith("https:")) {
    return <p>The base URL is plain http: there are no certificates to verify.</p>;
  }
  if (!isUnverified(input)) {
    return (
      <>
        {unverifiedFor !== undefined && (
          <p>
            It was chosen for <UserText text={unverifiedFor} className="mono" />. The base URL is
            now that of another server, whose certificates are verified.
          </p>
        )}
        <p>
          Anybody on the way could pose as the server, read and change everything, and take the
          sign-in. To trust a CA of your own, give its certificate above instead.
        </p>
      </>
    );
  }
  return (
    <>
      <p>
        <strong>Certificates are not verified.</strong> Anybody on the way to{" "}
        <UserText text={origin} className="mono" /> can pose as the server, read and change
        everything, and take the sign-in.
      </p>
      <p>
        {tenant?.transport?.unverified === true
          ? "The window says so as long as it is so."
          : "Saving or testing it asks you once more, outside of this window. The window says so as long as it is so."}
      </p>
    </>
  );
}
