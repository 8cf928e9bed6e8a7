// No member to show: the group has none, or none is as asked for.
import { SearchX, UsersRound } from "lucide-react";

import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";

export function NoMembers({ all, onAll }: { all: boolean; onAll: () => void }) {
  if (all) {
    return (
      <EmptyState
        icon={<UsersRound size={16} aria-hidden="true" />}
        title="No members"
        why="The server lists none for this group."
      />
    );
  }
  return (
    <EmptyState
      icon={<SearchX size={16} aria-hidden="true" />}
      title="No member matches"
      why="The group has members, but none with these letters and of this kind."
      actions={<Button onClick={onAll}>Show all</Button>}
    />
  );
}
