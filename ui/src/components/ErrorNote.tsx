import { Button, CloseButton } from "@mantine/core";
import { ApiError, describe } from "../api/errors";
import { Note } from "./Note";

interface Props {
  /** Anything that was thrown, or the stored failure of a run. */
  error: unknown;
  retry?: () => void;
  onDismiss?: () => void;
  /** Problems that are already shown at their fields. */
  shown?: readonly string[];
}

/** An error as fact and next step. */
export function ErrorNote({ error, retry, onDismiss, shown = [] }: Props) {
  const { message, hint } = describe(error);
  const problems = error instanceof ApiError ? (error.body.problems ?? []) : [];
  const rest = problems.filter((problem) => !shown.includes(problem.option));
  return (
    <Note
      tone="bad"
      role="alert"
      actions={
        (retry || onDismiss) && (
          <>
            {retry && (
              <Button variant="default" onClick={retry}>
                Try again
              </Button>
            )}
            {onDismiss && <CloseButton aria-label="Dismiss" size={40} onClick={onDismiss} />}
          </>
        )
      }
    >
      {problems.length === 0 && <strong>{message}</strong>}
      {problems.length > 0 && rest.length === 0 && <strong>Some fields need another value.</strong>}
      {rest.map((problem) => (
        <p key={problem.option + problem.message}>
          <strong>{problem.option}</strong>: {problem.message}
        </p>
      ))}
      {hint && <p>{hint}</p>}
    </Note>
  );
}
