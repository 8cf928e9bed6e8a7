// One resource as a full page: the same form with more room, and the way back to its list.
import { useEffect } from "react";

import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { markReady } from "../../state/ready";
import { useContentFocus } from "../../state/panes";
import { usePlural } from "../../state/plural";
import { useReadAgain, useResource } from "./api";
import styles from "./resource.module.css";
import { ResourceActions } from "./ResourceActions";
import { ResourceHead } from "./ResourceHead";
import { ResourceFailed, ResourceSkeleton, ResourceTabs } from "./ResourceView";

interface ResourceScreenProps {
  tenantId: string;
  resourceType: string;
  id: string;
}

export function ResourceScreen({ tenantId, resourceType, id }: ResourceScreenProps) {
  const navigate = useNavigate();
  const plural = usePlural(resourceType);
  const which = { tenantId, resourceType, id };
  const { data, error, isFetching } = useResource(which);
  const readAgain = useReadAgain(which);
  const parents = [
    { title: plural, onOpen: () => navigate.open({ screen: "directory", resourceType, id }) },
  ];
  useHeader({
    title: data?.identity.title ?? id,
    parents,
    onReload: readAgain,
    reloading: isFetching,
  });
  const painted = data !== undefined;
  useEffect(() => {
    if (painted) markReady("resource");
  }, [painted]);
  useContentFocus(painted);
  if (error && !data) return <ResourceFailed error={error} onRetry={readAgain} />;
  if (!data) return <ResourceSkeleton tenantId={tenantId} />;
  return (
    <div className={styles.page} data-testid="resource-screen" data-scope="resource">
      {error && (
        <Note
          tone="danger"
          testId="resource-not-read"
          wide
          role="alert"
          title={<UserText text={`${error.title}. What is shown was read before.`} />}
        >
          <UserText text={error.detail} />
        </Note>
      )}
      <ResourceHead
        identity={data.identity}
        actions={
          <ResourceActions
            which={which}
            resource={data}
            onDeleted={() => navigate.replace({ screen: "directory", resourceType })}
          />
        }
      />
      <ResourceTabs which={which} resource={data} opens="resource" wide />
    </div>
  );
}
