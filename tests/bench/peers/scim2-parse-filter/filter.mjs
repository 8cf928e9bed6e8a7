// Each filter is parsed and asked of the user, every time.
import library from "scim2-parse-filter";

const { filter, parse } = library;

for (const text of inputs.filters) await answer(() => filter(parse(text))(inputs.user));
