// A resource under its tabs: by its schemas, as the text received, and the requests about it.
import type { CallError } from "../../host/call";
import type { Resource } from "../../host/generated/Resource";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { useRemembered } from "../../kit/remembered";
import { type Tab, Tabs } from "../../kit/Tabs";
import { Skeleton } from "../../kit/WaitLine";
import { useNavigate } from "../../state/navigation";
import { useShortcuts } from "../../state/shortcuts";
import { writeClipboard } from "../../host/call";
import { useChangesCount } from "../changes/api";
import { ResourceChanges } from "../changes/ResourceChanges";
import { GroupsTab, groupsCountOf, useHasGroups } from "../members/GroupsTab";
import { MembersTab, useHasMembers, useMembersCount } from "../members/MembersTab";
import { SignInHere } from "../signin/SignInAgain";
import type { ResourceId } from "./api";
import { PauseLine } from "../pacing/PauseLine";
import { usePause } from "../pacing/usePause";
import styles from "./resource.module.css";
import { ResourceForm } from "./ResourceForm";
import { ResourceJson } from "./ResourceJson";
import { ResourceRequests } from "./ResourceRequests";
import { useRequestsAbout } from "./requests";

/** The views of a resource, by the names that they are remembered by. */
type ResourceTab = "members" | "form" | "json" | "groups" | "changes" | "requests";

interface ResourceTabsProps {
  which: ResourceId;
  resource: Resource;
  opens: "directory" | "resource";
  wide?: boolean | undefined;
}

export function ResourceTabs({ which, resource, opens, wide }: ResourceTabsProps) {
  const [tab, setTab] = useRemembered<ResourceTab>("inspector.tab", "form");
  const requests = useRequestsAbout(which);
  const changesCount = useChangesCount(which, resource.readAt);
  const hasMembers = useHasMembers(which);
  const membersCount = useMembersCount(which);
  const hasGroups = useHasGroups(which);
  const id = resource.identity.id;
  useShortcuts("screen", {
    "resource.json": () => setTab(tab === "json" ? "form" : "json"),
    "resource.requests": () => setTab(tab === "requests" ? "form" : "requests"),
    "resource.copyId": id === undefined ? undefined : () => void writeClipboard(id),
  });
  const form = (
    <ResourceForm
      which={which}
      resource={resource}
      opens={opens}
      wide={wide}
      onFindings={() => setTab("json")}
    />
  );
  const members: Tab<ResourceTab> = {
    value: "members",
    label: "Members",
    // In the inspector the tabs need the room; the count stands in the tab itself.
    count: wide ? membersCount : undefined,
    testId: "inspector-tab-members",
    content: <MembersTab which={which} wide={wide} />,
  };
  const groups: Tab<ResourceTab> = {
    value: "groups",
    label: "Groups",
    count: groupsCountOf(resource),
    testId: "inspector-tab-groups",
    content: <GroupsTab which={which} resource={resource} />,
  };
  const tabs: Tab<ResourceTab>[] = [
    ...(hasMembers ? [members] : []),
    { value: "form", label: "Form", testId: "inspector-tab-form", content: form },
    {
      value: "json",
      label: "JSON",
      testId: "inspector-tab-json",
      content: <ResourceJson resource={resource} />,
    },
    ...(hasGroups ? [groups] : []),
    {
      value: "changes",
      label: "Changes",
      count: changesCount,
      testId: "inspector-tab-changes",
      content: <ResourceChanges which={which} readAt={resource.readAt} />,
    },
    {
      value: "requests",
      label: "Requests",
      count: requests.data?.total,
      testId: "inspector-tab-requests",
      content: <ResourceRequests which={which} />,
    },
  ];
  // A tab that another type of resource has may be remembered.
  const shown = tabs.some(({ value }) => value === tab) ? tab : "form";
  return <Tabs label="Resource" entry value={shown} onChange={setTab} tabs={tabs} />;
}

export function ResourceSkeleton({ tenantId }: { tenantId: string }) {
  const pause = usePause(tenantId);
  return (
    <div className={styles.waiting} aria-busy>
      {pause && <PauseLine tenantId={tenantId} pause={pause} />}
      {["40%", "70%", "56%", "62%", "48%", "66%", "52%"].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  );
}

interface ResourceFailedProps {
  error: CallError;
  onRetry: () => void;
}

export function ResourceFailed({ error, onRetry }: ResourceFailedProps) {
  const navigate = useNavigate();
  const exchange = error.exchange;
  const needsSignIn = error.code === "signInNeeded";
  return (
    <div className={styles.failedPlace}>
      <ErrorCard
        error={error}
        onRetry={needsSignIn ? undefined : onRetry}
        actions={
          <>
            {needsSignIn && <SignInHere onDone={onRetry} />}
            {exchange !== undefined && (
              <Button onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
                Show request
              </Button>
            )}
          </>
        }
      />
    </div>
  );
}
