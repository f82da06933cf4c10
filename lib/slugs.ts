// Short names that stand first in addresses. What the site itself answers there can be no organisation.

const SLUG = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** Addresses of the site, and those people and programs try first on any site. */
const RESERVED: ReadonlySet<string> = new Set([
  "about", "account", "admin", "api", "apple-icon", "assets", "auth", "billing", "blog", "brand", "careers", "clusters", "console", "contact",
  "cookies", "dashboard", "dpa", "docs", "favicon", "graphql", "health", "healthz", "help", "home", "icon", "imprint", "index", "legal",
  "invitation", "invitations", "invite", "join", "password", "reset",
  "live", "livez", "login", "logout", "manifest", "metrics", "openapi", "operator", "organisation", "organisations", "overview", "ping",
  "pricing", "privacy", "profile", "public", "ready", "readyz", "register", "reliability", "reserve", "robots", "search", "security",
  "settings", "sign-in", "sign-out", "sign-up", "signals", "signin", "signout", "signup", "sitemap", "sla", "static", "status", "support",
  "system", "terms", "trust", "user", "users", "version", "webhooks", "well-known", "www",
]);

/** Whether an organisation may have this short name, so that an address beginning with it can be one of its pages. */
export const isOrganisationSlug = (text: string): boolean => SLUG.test(text) && !RESERVED.has(text);

export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug);
