// A discovered resource type in the sidebar, with how many resources the server says there are.
import { useQueryClient } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import { Boxes, KeyRound, MonitorSmartphone, TriangleAlert, Users, UsersRound } from "lucide-react";
import { memo, useEffect } from "react";

import { formatNumber } from "../../kit/format";
import type { ResourceTypeSummary } from "../../host/generated/ResourceTypeSummary";
import { useNavigate } from "../../state/navigation";
import { queryOf } from "../../state/query";
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

/** Going from one to another draws those two again, and not the whole list. */
export const ResourceTypeItem = memo(function ResourceTypeItem(props: ResourceTypeItemProps) {
  const { tenantId, type, current } = props;
  const navigate = useNavigate();
  const { data, error } = useResourceTypeCount(tenantId, type.name);
  useColumnsAhead(tenantId, type.name, data !== undefined);
  // A server may call a resource type `constructor`, which every object has.
  const Icon = (Object.hasOwn(icons, type.name) ? icons[type.name] : undefined) ?? Boxes;
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
});

/** The columns of its table, read once the list has been counted: a click then waits for the rows alone. */
function useColumnsAhead(tenantId: string, resourceType: string, counted: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!counted) return;
    // The table asks again and shows why, should it fail.
    client.query(queryOf("columns_read", { tenantId, resourceType })).catch(() => undefined);
  }, [client, tenantId, resourceType, counted]);
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
