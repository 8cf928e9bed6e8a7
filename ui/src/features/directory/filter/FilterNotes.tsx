// What is to be known about filtering on this server: before it is asked, and when it did not do as asked.
import type { Finding } from "../../../host/generated/Finding";
import { Button } from "../../../kit/Button";
import { Note } from "../../../kit/Note";

interface FilterNotesProps {
  /** What speaks against filtering here; absent where nothing does, or nobody wants to. */
  doubt: string | undefined;
  /** Rows came that the filter does not let through. */
  ignored: Finding | undefined;
  /** Shows the request that brought them. */
  onExchange: (() => void) | undefined;
}

export function FilterNotes({ doubt, ignored, onExchange }: FilterNotesProps) {
  return (
    <>
      {doubt !== undefined && (
        <Note
          tone="warn"
          wide
          role="status"
          testId="filter-doubt"
          title="This server may not filter"
        >
          {doubt}
        </Note>
      )}
      {ignored && (
        <Note
          tone="danger"
          wide
          role="alert"
          testId="filter-ignored"
          title={ignored.message}
          actions={
            onExchange && (
              <Button small onClick={onExchange}>
                Show request
              </Button>
            )
          }
        />
      )}
    </>
  );
}
