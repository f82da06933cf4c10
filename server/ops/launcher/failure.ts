// Failures a person can fix: one line with the problem and its fix, instead of a stack.

/**
 * Ends a command with its message and exit code 1. Anything else that is thrown keeps its stack, because it is a
 * defect.
 */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** The `code` of a system or Postgres error, or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const NO_SPACE = /ENOSPC|No space left on device|disk full|EDQUOT/i;

/** Whether a program's output says that the disk is full. */
export const saysFullDisk = (text: string): boolean => NO_SPACE.test(text);

/** Every layer reports a full disk differently; this turns them into one line. */
function asFailure(error: unknown, directory: string): unknown {
  const text = error instanceof Error ? `${errorCode(error)} ${error.message}` : String(error);
  if (saysFullDisk(text))
    return new Failure(`The disk of ${directory} is full. Free some space, or set BERTH_DATA_DIR to a folder on another disk, and start again.`);
  return error;
}

/** Runs a command to its end and maps what it throws to an exit code. */
export async function runCommand(command: () => Promise<number>, directory: string): Promise<never> {
  try {
    process.exit(await command());
  } catch (error) {
    const shown = asFailure(error, directory);
    process.stderr.write(shown instanceof Failure ? `\n${shown.message}\n` : `\n${shown instanceof Error ? (shown.stack ?? shown.message) : String(shown)}\n`);
    process.exit(1);
  }
}
