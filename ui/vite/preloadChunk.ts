// A Vite plugin that lets the page ask for a script at once that is run a little later.
import type { Plugin } from "vite";

/** `name` is that of the chunk, as in `import("./name")`. */
export function preloadChunk(name: string): Plugin {
  return {
    name: "preload-chunk",
    apply: "build",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler(_, context) {
        // The page for a plain browser begins without it.
        if (!context.path.endsWith("/index.html")) return [];
        const files = Object.values(context.bundle ?? {});
        const chunk = files.find((it) => it.type === "chunk" && it.name === name);
        if (chunk === undefined) throw new Error(`there is no chunk ${name}`);
        const attrs = { rel: "modulepreload", crossorigin: true, href: `/${chunk.fileName}` };
        return [{ tag: "link", attrs, injectTo: "head" }];
      },
    },
  };
}
