// The consent to plain http, for a server that is not on this computer.
import { FieldRow } from "../../kit/Field";
import { UserText } from "../../kit/UserText";
import type { SectionProps } from "./ConnectionForm";
import { DangerChoice } from "./DangerChoice";
import { faultAt } from "./faults";
import { isPlainHttpAllowed, originOf } from "./transportInput";

export function PlainHttpRow(props: SectionProps) {
  const { tenant, input, onChange } = props;
  const { transport, baseUrl } = input;
  const origin = originOf(baseUrl);
  const isAllowed = isPlainHttpAllowed(input);
  return (
    <FieldRow label="Plain http">
      <DangerChoice
        testId="field-plainHttp"
        words={
          <>
            Allow plain http to <UserText text={origin} className="mono" />
          </>
        }
        checked={isAllowed}
        onChange={(isOn) =>
          onChange({
            ...input,
            transport: { ...transport, plainHttpFor: isOn ? origin : undefined },
          })
        }
        error={faultAt(props, "plainHttp")}
      >
        <p>
          {input.authentication === "none"
            ? "Everything that is read and written travels readable, and anybody on the way can change it."
            : "Everything, the sign-in included, travels readable, and anybody on the way can change it."}
        </p>
        {isAllowed && tenant?.transport?.plainHttp !== true && (
          <p>Saving or testing it asks you once more, outside of this window.</p>
        )}
      </DangerChoice>
    </FieldRow>
  );
}
