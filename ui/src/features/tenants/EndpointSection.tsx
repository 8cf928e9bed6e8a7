// Where the server is, and how what was pasted is understood.
import { useQuery } from "@tanstack/react-query";

import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { useSettled } from "../../kit/useSettled";

/** Long enough not to ask for each letter, short enough to seem immediate. */
const SETTLED_MS = 200;

export function EndpointSection({ input, onChange, faults, fieldFault }: SectionProps) {
  const text = useSettled(input.baseUrl, SETTLED_MS);
  const isEmpty = text.trim() === "";
  const read = useQuery({ ...queryOf("base_url_read", { text }), enabled: !isEmpty });
  const understood = isEmpty ? undefined : read.data;
  const wrong = isEmpty ? undefined : read.error?.detail;
  const tested = fieldFault?.field === "baseUrl" ? fieldFault.message : undefined;
  const error = faults.baseUrl ?? wrong ?? tested;
  const isPlain = understood?.credentialAllowed === false && input.authentication !== "none";
  return (
    <section className={styles.section} aria-label="Endpoint">
      <h3 className={styles.legend}>Endpoint</h3>
      <Field
        label="Base URL"
        error={error}
        warning={
          isPlain &&
          "A credential would travel readable over plain http, so it is not sent. Use https, or no sign-in."
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
            doubtful={isPlain}
            data-testid="field-baseUrl"
          />
        )}
      </Field>
    </section>
  );
}
