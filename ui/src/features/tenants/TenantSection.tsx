// What a tenant is called and how its window looks.
import type { Environment } from "../../host/generated/Environment";
import { Field, FieldRow } from "../../kit/Field";
import { Select } from "../../kit/Select";
import { Swatches } from "../../kit/Swatches";
import { TextInput } from "../../kit/TextInput";
import { environmentNames } from "../../state/session";
import { NewGuardRow, SavedGuardRow } from "../guard/GuardRow";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { colours, withEnvironment } from "./connectionInput";

const environments: readonly Environment[] = ["production", "staging", "test", "development"];

export function TenantSection({ tenant, input, onChange, fieldFault }: SectionProps) {
  const error = fieldFault?.field === "name" ? fieldFault.message : undefined;
  const guardError = fieldFault?.field === "guard" ? fieldFault.message : undefined;
  return (
    <section className={styles.section} aria-label="Tenant">
      <h3 className={styles.legend}>Tenant</h3>
      <Field label="Name" error={error}>
        {(control) => (
          <div className={styles.two}>
            <TextInput
              {...control}
              value={input.name}
              onChange={(name) => onChange({ ...input, name })}
              invalid={error !== undefined}
              data-testid="field-name"
              data-pane-focus=""
            />
            <Select
              label="Environment"
              testId="field-environment"
              value={input.environment}
              options={environments.map((value) => ({ value, label: environmentNames[value] }))}
              onChange={(environment) => onChange(withEnvironment(input, environment))}
            />
          </div>
        )}
      </Field>
      <FieldRow label="Colour">
        <Swatches
          label="Colour"
          value={input.colour}
          colours={colours}
          onChange={(colour) => onChange({ ...input, colour })}
        />
      </FieldRow>
      {tenant ? (
        <SavedGuardRow tenant={tenant} environment={input.environment} error={guardError} />
      ) : (
        <NewGuardRow
          environment={input.environment}
          chosen={input.guard}
          onChoose={(guard) => onChange({ ...input, guard })}
          error={guardError}
        />
      )}
    </section>
  );
}
