// Which screen is shown: decided by the place, and by what became of opening the tenant.
import { EmptyState } from "../../kit/EmptyState";
import { Button } from "../../kit/Button";
import type { Place } from "../../state/navigation";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import type { Session } from "../../state/session";
import { firstResourceType } from "../../state/session";
import { ChangesScreen } from "../changes/ChangesScreen";
import { DirectoryScreen } from "../directory/DirectoryScreen";
import { EditScreen } from "../edit/EditScreen";
import { HistoryScreen } from "../history/HistoryScreen";
import { MergeScreen } from "../merge/MergeScreen";
import { ResourceScreen } from "../resource/ResourceScreen";
import { SettingsScreen } from "../settings/SettingsScreen";
import { SecretsScreen } from "../storage/SecretsScreen";
import { ConnectionScreen } from "../tenants/ConnectionScreen";
import { TenantFailed, TenantOpening } from "../tenants/OpeningScreen";
import { TenantsScreen } from "../tenants/list/TenantsScreen";
import { WelcomeScreen } from "../welcome/WelcomeScreen";

export function Screen({ session }: { session: Session }) {
  const { place } = useWhereabouts();
  if (place.screen === "connection") {
    return (
      <ConnectionScreen
        key={place.tenantId ?? ""}
        tenantId={place.tenantId}
        beside={place.beside ?? "test"}
      />
    );
  }
  if (place.screen === "history") {
    const { exchangeId, text } = place;
    return <HistoryScreen key={text ?? ""} exchangeId={exchangeId} searched={text} />;
  }
  if (place.screen === "tenants") return <TenantsScreen />;
  if (place.screen === "secrets") return <SecretsScreen />;
  if (place.screen === "settings") return <SettingsScreen section={place.section} />;
  switch (session.kind) {
    case "none":
      return <WelcomeScreen />;
    case "opening":
      return <TenantOpening tenant={session.tenant} onCancel={session.cancel} />;
    case "failed":
      return (
        <TenantFailed tenant={session.tenant} error={session.error} onTryAgain={session.tryAgain} />
      );
    case "open":
      return <OpenedScreen session={session} place={place} />;
  }
}

interface OpenedScreenProps {
  session: Extract<Session, { kind: "open" }>;
  place: Place;
}

function OpenedScreen({ session, place }: OpenedScreenProps) {
  const { tenant, opened } = session;
  if (place.screen === "resource") {
    const { resourceType, id } = place;
    return (
      <ResourceScreen
        key={`${resourceType}/${id}`}
        tenantId={tenant.id}
        resourceType={resourceType}
        id={id}
      />
    );
  }
  if (place.screen === "changes") return <ChangesScreen tenantId={tenant.id} />;
  if (place.screen === "edit") {
    const { resourceType, id, draft, clonedFrom } = place;
    return (
      <EditScreen
        key={JSON.stringify([resourceType, id, clonedFrom])}
        tenantId={tenant.id}
        resourceType={resourceType}
        id={id}
        draft={draft}
        clonedFrom={clonedFrom}
      />
    );
  }
  if (place.screen === "merge") {
    const { resourceType, draft } = place;
    return (
      <MergeScreen key={draft} tenantId={tenant.id} resourceType={resourceType} draft={draft} />
    );
  }
  const resourceType =
    place.screen === "directory" ? place.resourceType : firstResourceType(opened)?.name;
  if (resourceType === undefined) return <NoResourceTypes tenantId={tenant.id} />;
  const shown = place.screen === "directory" ? place : undefined;
  return (
    <DirectoryScreen
      tenantId={tenant.id}
      resourceType={resourceType}
      selectedId={shown?.id}
      filter={shown?.filter}
    />
  );
}

function NoResourceTypes({ tenantId }: { tenantId: string }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="The server names no resource types"
      why="It answered ResourceTypes with an empty list, so there is nothing to read."
      actions={
        <>
          <Button kind="primary" onClick={() => navigate.open({ screen: "history" })}>
            Show the requests
          </Button>
          <Button onClick={() => navigate.open({ screen: "connection", tenantId })}>
            Edit connection
          </Button>
        </>
      }
    />
  );
}
