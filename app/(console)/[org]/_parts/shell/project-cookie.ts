/** Remembers, for an organisation's part of the console, which project was looked at last. */
export const PROJECT_COOKIE = "berth-project";
