// A Vite plugin that lets the page ask for a font at once: it is needed for the first words, and would otherwise be asked
// for only when these are laid out.
import type { Plugin } from "vite";

/** `name` is how the font's file begins. */
export function preloadFont(name: string): Plugin {
  return {
    name: "preload-font",
    apply: "build",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler(_, context) {
        const files = Object.keys(context.bundle ?? {});
        const file = files.find((it) => it.includes(`/${name}`) && it.endsWith(".woff2"));
        if (file === undefined) throw new Error(`there is no font ${name}`);
        const attrs = { rel: "preload", as: "font", type: "font/woff2", crossorigin: true };
        return [{ tag: "link", attrs: { ...attrs, href: `/${file}` }, injectTo: "head-prepend" }];
      },
    },
  };
}
