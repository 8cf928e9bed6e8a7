// A Vite plugin that puts the emitted stylesheet into index.html, so that the first paint is styled:
// a table that measured itself before its styles were there would draw every row.
import type { Plugin } from "vite";

const LINK = /[ \t]*<link rel="stylesheet"[^>]*href="\/?([^"]+\.css)"[^>]*>\n?/g;

export function inlineStyles(): Plugin {
  return {
    name: "inline-styles",
    apply: "build",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler(html, context) {
        const bundle = context.bundle;
        if (!bundle) return html;
        return html.replace(LINK, (link, file: string) => {
          const asset = bundle[file];
          if (asset?.type !== "asset") return link;
          Reflect.deleteProperty(bundle, file);
          const text =
            typeof asset.source === "string" ? asset.source : Buffer.from(asset.source).toString();
          return `    <style>${text.trim()}</style>\n`;
        });
      },
    },
  };
}
