/** The logo: three berths under a quay, the middle one held. */
export function Brand({ className = "" }: { className?: string }) {
  return (
    <span className={`flex items-center gap-[9px] font-display text-[1.3125rem] leading-none font-semibold tracking-[-0.015em] ${className}`}>
      <svg width="24" height="19" viewBox="0 0 24 19" aria-hidden="true">
        <rect width="24" height="2.5" fill="currentColor" />
        <rect x="1" y="5" width="6" height="14" fill="currentColor" />
        <rect x="9" y="5" width="6" height="14" className="fill-accent" />
        <path d="M17.75 5v13.25h4.5V5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      Berth
    </span>
  );
}
