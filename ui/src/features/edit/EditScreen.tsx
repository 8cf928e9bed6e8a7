// Editing a resource, or making a new one, in full page.
import { useHeader } from "../../state/header";
import { usePlural } from "../../state/plural";

export interface EditScreenProps {
  tenantId: string;
  resourceType: string;
  /** The resource that is edited; absent for a new one. */
  id?: string | undefined;
  /** The draft, once there is one. */
  draft?: string | undefined;
  /** The resource that a new one is like. */
  clonedFrom?: string | undefined;
}

export function EditScreen({ resourceType }: EditScreenProps) {
  useHeader({ title: "Edit", parents: [{ title: usePlural(resourceType) }] });
  return <div data-testid="edit-screen" />;
}
