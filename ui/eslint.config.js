// The lint rules of the interface.
import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const tauriOnly = {
  group: ["@tauri-apps/*"],
  message: "Only host/tauri.ts may import Tauri; use host/call.ts.",
};

const tauriOnlyInHost = {
  paths: [],
  patterns: [
    tauriOnly,
    { group: ["**/host/http"], message: "The test host is for testing/ only; use host/call.ts." },
    { group: ["**/testing/*"], message: "What is for tests stays out of the app." },
  ],
};

const kitKnows = {
  patterns: [
    ...tauriOnlyInHost.patterns,
    {
      group: ["**/features/*", "**/state/*", "**/host/*"],
      message: "The kit imports nothing of features, state or host.",
    },
  ],
};

const stateKnows = {
  patterns: [
    ...tauriOnlyInHost.patterns,
    { group: ["**/features/*", "**/kit/*"], message: "State imports only host." },
  ],
};

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/host/generated"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      reactHooks.configs.flat["recommended-latest"],
      jsxA11y.flatConfigs.strict,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "no-console": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "no-restricted-imports": ["error", tauriOnlyInHost],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Export by name.",
        },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "jsx-a11y/no-autofocus": "off",
    },
  },
  { files: ["src/kit/**"], rules: { "no-restricted-imports": ["error", kitKnows] } },
  { files: ["src/state/**"], rules: { "no-restricted-imports": ["error", stateKnows] } },
  {
    files: ["src/testing/**", "src/**/*.test.{ts,tsx}"],
    rules: { "no-restricted-imports": ["error", { patterns: [tauriOnly] }] },
  },
  {
    files: ["src/host/tauri.ts", "src/host/tauri.test.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  { files: ["vite.config.ts"], rules: { "no-restricted-syntax": "off" } },
  { files: ["*.js"], languageOptions: { globals: globals.node } },
  { files: ["public/*.js"], languageOptions: { globals: globals.browser, sourceType: "script" } },
);
