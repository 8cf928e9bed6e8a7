// Where the server is, and how what was pasted is understood.
import { useQuery } from "@tanstack/react-query";

import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { useSettled } from "../../kit/useSettled";
import { PlainHttpRow } from "./PlainHttpRow";
import { isPlainHttpAllowed, travelsInClear } from "./transportInput";

/** Long enough not to ask for each letter, short enough to seem immediate. */
const SETTLED_MS = 200;

export function EndpointSection(props: SectionProps) {
  const { input, onChange, faults, fieldFault } = props;
  const text = useSettled(input.baseUrl, SETTLED_MS);
  const isEmpty = text.trim() === "";
  const read = useQuery({ ...queryOf("base_url_read", { text }), enabled: !isEmpty });
  const understood = isEmpty ? undefined : read.data;
  const wrong = isEmpty ? undefined : read.error?.detail;
  const tested = fieldFault?.field === "baseUrl" ? fieldFault.message : undefined;
  const error = faults.baseUrl ?? wrong ?? tested;
  const isPlain = understood !== undefined && travelsInClear(input, understood);
  const isHeldBack = isPlain && input.authentication !== "none" && !isPlainHttpAllowed(input);
  return (
    <section className={styles.section} aria-label="Endpoint">
      <h3 className={styles.legend}>Endpoint</h3>
      <Field
        label="Base URL"
        error={error}
        warning={
          isHeldBack &&
          "A credential would travel readable over plain http, so it is not sent. Use https or no sign-in, or allow plain http below."
        }
        hint={
          understood && (
            <span data-testid="base-url-understood">
              Requests start with <UserText text={understood.baseUrl} className="mono selectable" />
            </span>
          )
        }
      >
        {(control) => (
          <TextInput
            {...control}
            mono
            inputMode="url"
            placeholder="https://scim.example.com/scim/v2"
            value={input.baseUrl}
            onChange={(baseUrl) => onChange({ ...input, baseUrl })}
            invalid={error !== undefined}
            doubtful={isHeldBack}
            data-testid="field-baseUrl"
          />
        )}
      </Field>
      {isPlain && <PlainHttpRow {...props} />}
    </section>
  );
}
