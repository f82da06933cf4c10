import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

/**
 * money: the one orange button of a page, the click that moves money. solid: the main action. plain: every other. bare:
 * only an icon.
 */
type Kind = "plain" | "solid" | "money" | "bare";
type Look = { kind?: Kind; size?: "normal" | "small" | "wide" };

type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement>; busy?: boolean };

/** `busy` keeps the button in place and readable while its work runs, and ignores a second click. */
export function Button({ kind = "plain", size = "normal", busy = false, className = "", type = "button", children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`btn ${className}`}
      data-kind={kind}
      data-size={size}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

type ButtonLinkProps = Look & {
  href: string;
  children: ReactNode;
  /** A file or another application: a plain anchor without client navigation. */
  plain?: boolean;
  download?: boolean;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
};

/** Looks like a button, goes somewhere. */
export function ButtonLink({
  href,
  kind = "plain",
  size = "normal",
  plain = false,
  download,
  disabled = false,
  className = "",
  children,
  ...rest
}: ButtonLinkProps) {
  const look = { className: `btn ${className}`, "data-kind": kind, "data-size": size };
  if (disabled) {
    return (
      <span {...look} role="link" aria-disabled="true" {...rest}>
        {children}
      </span>
    );
  }
  if (plain || download) {
    return (
      <a {...look} href={href} download={download} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <Link {...look} href={href} {...rest}>
      {children}
    </Link>
  );
}

/** A text button inside a sentence, for an action on this page. */
export function TextButton({ className = "", type = "button", ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }) {
  return <button {...rest} type={type} className={`link ${className}`} />;
}
