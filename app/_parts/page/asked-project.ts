/** The project in the address, by its short name; null for all. */
export function askedProject({ project }: Record<string, string | string[] | undefined>): string | null {
  const text = typeof project === "string" ? project.trim().slice(0, 60) : "";
  return text === "" || text === "all" ? null : text;
}
