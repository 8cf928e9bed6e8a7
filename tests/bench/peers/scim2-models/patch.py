"""Each request is read and applied to a deep copy of the user, every time."""

from scim2_models import Context, EnterpriseUser, PatchOp, User

PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
Model = User[EnterpriseUser]
Request = PatchOp[Model]


def applied(user, body):
    request = Request.model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    copy = user.model_copy(deep=True)
    request.patch(copy)
    return copy


def main():
    user = Model.model_validate(inputs["user"])
    for patch in inputs["patches"]:
        body = {"schemas": [PATCH_OP], "Operations": patch["operations"]}
        answer(lambda body=body: applied(user, body), lambda it: it.model_dump())


main()
