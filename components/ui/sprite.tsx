// Shapes used by many rows are drawn once per page and referenced, so that a table of 500 rows stays light.
export function Sprite() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="4" height="4" fill="var(--color-mnt-wash)" />
          <rect width="2" height="4" fill="var(--color-mnt-fill)" />
        </pattern>
        <symbol id="state-up" viewBox="0 0 14 14">
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path d="M4.2 7.2 6.2 9.1 9.9 5.2" stroke="var(--color-sheet)" strokeWidth="1.6" fill="none" />
        </symbol>
        <symbol id="state-degraded" viewBox="0 0 14 14">
          <path d="M7 1 13.4 12.6H.6z" fill="currentColor" />
          <path d="M7 5v3.6M7 10v1.4" stroke="var(--color-sheet)" strokeWidth="1.5" />
        </symbol>
        <symbol id="state-down" viewBox="0 0 14 14">
          <path d="M4.2.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L.8 9.8V4.2z" fill="currentColor" />
          <path d="m4.8 4.8 4.4 4.4m0-4.4L4.8 9.2" stroke="var(--color-sheet)" strokeWidth="1.6" />
        </symbol>
        <symbol id="state-maintenance" viewBox="0 0 14 14">
          <rect x="1" y="1" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M1 9.5 9.5 1M4.5 13 13 4.5" stroke="currentColor" strokeWidth="1.5" />
        </symbol>
        <symbol id="state-unknown" viewBox="0 0 14 14">
          <circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.4 1.6" />
          <path d="M7 5v2.6M7 9v1.3" stroke="currentColor" strokeWidth="1.5" />
        </symbol>
        <symbol id="state-arriving" viewBox="0 0 14 14">
          <circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M7 3.6V7l2.4 1.6" stroke="currentColor" strokeWidth="1.5" fill="none" />
        </symbol>
      </defs>
    </svg>
  );
}
