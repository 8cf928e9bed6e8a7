// What is wrong with a field of the connection form, by its name in the request. Pure.
import type { InputFaults } from "./connectionInput";
import type { FieldFault } from "./useConnectionTest";

interface Faults {
  faults: InputFaults;
  fieldFault: FieldFault | undefined;
}

/** What the form finds wrong, or else what a test or the backend found. */
export function faultAt({ faults, fieldFault }: Faults, field: string): string | undefined {
  return faults[field] ?? (fieldFault?.field === field ? fieldFault.message : undefined);
}
