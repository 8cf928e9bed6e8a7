// The pane beside the table: the resource under the cursor.
import { MousePointerClick } from "lucide-react";

import { EmptyState } from "../../kit/EmptyState";
import { Kbd } from "../../kit/Kbd";
import { useWaitPhase } from "../../kit/waiting";
import { useNavigate } from "../../state/navigation";
import { useResource } from "./api";
import styles from "./resource.module.css";
import { ResourceActions } from "./ResourceActions";
import { ResourceHead } from "./ResourceHead";
import { ResourceFailed, ResourceSkeleton, ResourceTabs } from "./ResourceView";

interface InspectorProps {
  tenantId: string;
  resourceType: string;
  id: string | undefined;
  /** It lies over the table: it has a button that closes it. */
  drawer: boolean;
  onClose: () => void;
  /** Rows are checked: the keys are about those. */
  withoutKeys?: boolean | undefined;
}

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [["j", "k"], "next, previous"],
  [["Enter"], "open"],
  [["Space"], "hide this pane"],
];

function NothingSelected({ resourceType }: { resourceType: string }) {
  return (
    <EmptyState
      icon={<MousePointerClick size={16} aria-hidden="true" />}
      title={
        /^[A-Z][a-z]+$/.test(resourceType)
          ? `No ${resourceType.toLowerCase()} selected`
          : "Nothing selected"
      }
      why="Choose a row to see its attributes here."
    >
      <dl className={styles.keys}>
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}

export function Inspector(props: InspectorProps) {
  const { tenantId, resourceType, id, drawer, onClose, withoutKeys } = props;
  const navigate = useNavigate();
  const which = id === undefined ? undefined : { tenantId, resourceType, id };
  const { data, error, isPlaceholderData, isPending, refetch } = useResource(which);
  const late = useWaitPhase(which !== undefined && (isPending || isPlaceholderData)) !== "quiet";
  const waiting = isPending || isPlaceholderData;
  const body = () => {
    if (!which) return <NothingSelected resourceType={resourceType} />;
    if (error && !data) return <ResourceFailed error={error} onRetry={() => void refetch()} />;
    if (!data || (waiting && late))
      return waiting && !late ? null : <ResourceSkeleton tenantId={tenantId} />;
    return (
      <>
        <ResourceHead
          identity={data.identity}
          actions={
            <ResourceActions
              which={which}
              resource={data}
              withoutKeys={withoutKeys}
              onDeleted={() => navigate.replace({ screen: "directory", resourceType })}
            />
          }
          onOpen={() => navigate.open({ screen: "resource", resourceType, id: which.id })}
          onClose={drawer ? onClose : undefined}
        />
        <ResourceTabs which={which} resource={data} opens="directory" />
      </>
    );
  };
  return (
    <div className={styles.inspector} data-testid="inspector" data-scope="resource">
      {body()}
    </div>
  );
}
