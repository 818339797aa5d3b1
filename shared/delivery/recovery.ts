/** How long after a step was due the sweep takes it for lost. With a sweep every 30 s the next attempt comes within a minute. */
export const RECOVERY_SECONDS = 20;
