// Each request is applied to a copy of the user, which the library itself makes.
import library from "scim-patch";

const OPTIONS = { mutateDocument: false, treatMissingAsAdd: true };

for (const { operations } of inputs.patches) {
  await answer(() => library.scimPatch(inputs.user, operations, OPTIONS));
}
