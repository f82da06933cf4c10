// Runs before the first paint, so that no page flashes in the wrong theme. Its text never changes, so a CSP can allow
// it by hash.
export const THEME_KEY = "berth-theme";

export const themeScript = `try{var t=localStorage.getItem("${THEME_KEY}");document.documentElement.dataset.theme=t==="dark"||t!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"}catch(e){}`;
