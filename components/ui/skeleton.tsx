/** A flat bar in place of a word. `width` in CSS units. Nothing moves. */
export function Bar({ width, height = 10, light = false, className = "" }: { width: string; height?: number; light?: boolean; className?: string }) {
  return <span className={`skeleton ${className}`} data-tone={light ? "light" : undefined} style={{ width, height }} />;
}
