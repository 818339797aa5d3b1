/** How long after a step was due the sweep takes it for lost. */
export const RECOVERY_SECONDS = 20;
