/** Remembers the project last selected in an organisation's part of the console. */
export const PROJECT_COOKIE = "berth-project";
