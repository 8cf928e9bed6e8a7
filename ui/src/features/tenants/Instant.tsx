// An instant in full, and how far away it is.
import { formatDistance, formatUtc } from "../../kit/format";
import { useNow } from "../../kit/Time";

export function Instant({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at}>
      {formatUtc(at)}, {formatDistance(at, now)}
    </time>
  );
}
