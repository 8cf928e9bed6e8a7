// Bringing an edited resource together with what the server has by now.
import { useHeader } from "../../state/header";
import { usePlural } from "../../state/plural";

export interface MergeScreenProps {
  tenantId: string;
  resourceType: string;
  draft: string;
}

export function MergeScreen({ resourceType }: MergeScreenProps) {
  useHeader({ title: "Merge", parents: [{ title: usePlural(resourceType) }] });
  return <div data-testid="merge-screen" />;
}
