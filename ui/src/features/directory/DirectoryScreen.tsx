// The table of any resource type: its columns first, then its rows.
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { useColumns } from "./columnsApi";
import { SignInHere } from "../signin/SignInAgain";
import styles from "./directory.module.css";
import { DirectoryTable } from "./DirectoryTable";
import { usePlural } from "../../state/plural";

export interface DirectoryScreenProps {
  tenantId: string;
  resourceType: string;
  /** The resource under the cursor, from the place. */
  selectedId?: string | undefined;
  /** The filter, from the place; absent is as the table was left. */
  filter?: string | undefined;
}

export function DirectoryScreen(props: DirectoryScreenProps) {
  const { tenantId, resourceType } = props;
  const columns = useColumns({ tenantId, resourceType });
  if (columns.data) {
    // Also of another resource type: what is the same for all of them stays as it is drawn.
    return <DirectoryTable {...props} columns={columns.data} />;
  }
  return (
    <WithoutColumns
      resourceType={resourceType}
      error={columns.error}
      onRetry={() => void columns.refetch()}
    />
  );
}

interface WithoutColumnsProps {
  resourceType: string;
  error: ReturnType<typeof useColumns>["error"];
  onRetry: () => void;
}

function WithoutColumns({ resourceType, error, onRetry }: WithoutColumnsProps) {
  const navigate = useNavigate();
  useHeader({ title: usePlural(resourceType) });
  if (!error) return <div className={styles.table} aria-busy />;
  const exchange = error.exchange;
  const needsSignIn = error.code === "signInNeeded";
  return (
    <div className={styles.place}>
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
