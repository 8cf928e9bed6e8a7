// The environment of a tenant beside its name; a lock marks production.
import { Lock } from "lucide-react";

import { Tag } from "./Tag";

interface EnvironmentTagProps {
  name: string;
  isProduction: boolean;
}

export function EnvironmentTag({ name, isProduction }: EnvironmentTagProps) {
  return (
    <Tag tone="tenant" icon={isProduction ? <Lock size={12} aria-hidden="true" /> : undefined}>
      {name}
    </Tag>
  );
}
