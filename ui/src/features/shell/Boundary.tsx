// Catches a defect while drawing, so that the rest of the window still works.
import type { ReactNode } from "react";
import { Component } from "react";

import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";

interface BoundaryProps {
  /** Where one is: somewhere else, it is tried again. */
  place?: string | undefined;
  children: ReactNode;
}

interface BoundaryState {
  reason: string | undefined;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { reason: undefined };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.place !== this.props.place && this.state.reason !== undefined) {
      this.setState({ reason: undefined });
    }
  }

  override render() {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <ErrorCard
        error={{
          code: "internal",
          title: "Scimscope could not draw this",
          detail: "This is a defect of Scimscope. Nothing was changed or sent by it.",
          hints: ["Go somewhere else and come back, or draw it again."],
          said: reason,
        }}
        actions={
          <Button kind="primary" onClick={() => this.setState({ reason: undefined })}>
            Draw it again
          </Button>
        }
      />
    );
  }
}
