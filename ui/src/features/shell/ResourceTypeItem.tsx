// A discovered resource type in the sidebar, with how many resources the server says there are.
import type { LucideIcon } from "lucide-react";
import { Boxes, KeyRound, MonitorSmartphone, TriangleAlert, Users, UsersRound } from "lucide-react";

import { formatNumber } from "../../kit/format";
import type { ResourceTypeSummary } from "../../host/generated/ResourceTypeSummary";
import { useNavigate } from "../../state/navigation";
import { useResourceTypeCount } from "../../state/session";
import { NavItem } from "./NavItem";
import styles from "./Sidebar.module.css";

const icons: Record<string, LucideIcon> = {
  User: Users,
  Group: UsersRound,
  Device: MonitorSmartphone,
  Entitlement: KeyRound,
  Role: KeyRound,
};

interface ResourceTypeItemProps {
  tenantId: string;
  type: ResourceTypeSummary;
  current: boolean;
}

export function ResourceTypeItem({ tenantId, type, current }: ResourceTypeItemProps) {
  const navigate = useNavigate();
  const { data, error } = useResourceTypeCount(tenantId, type.name);
  const Icon = icons[type.name] ?? Boxes;
  const reason = error ? `${error.title}. ${error.detail}` : undefined;
  return (
    <NavItem
      icon={<Icon size={16} aria-hidden="true" />}
      label={type.plural}
      hint={reason}
      extra={error ? <Doubt reason={error.title} /> : total(data?.totalResults)}
      current={current}
      leads
      onClick={() => navigate.open({ screen: "directory", resourceType: type.name })}
      testId={`nav-${type.name}`}
    />
  );
}

function Doubt({ reason }: { reason: string }) {
  return (
    <span className={styles.doubt} data-testid="count-failed">
      <TriangleAlert size={12} aria-hidden="true" />
      <span className="visually-hidden">not counted: {reason}</span>
    </span>
  );
}

function total(count: number | undefined): string | undefined {
  return count === undefined ? undefined : formatNumber(count);
}
